/**
 * The only way into the log for commands of users, the operator and effects.
 *
 * <p>Invariant: a revocation is answered only after every shard and every site has applied it;
 * {@link org.bongsu.gateway.CommandGateway} waits on every path. No other class appends commands,
 * except the relay, the read barrier, timers and the progress of effects; a test checks it.
 *
 * <p>Must not know: requests, the protocol, what a command does.
 */
package org.bongsu.gateway;
