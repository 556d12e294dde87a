/**
 * The way into the log for everything that acts on somebody's behalf: requests, the operator,
 * effects.
 *
 * <p>Invariant: nobody is told that something was taken back before it is in every shard and every
 * site; {@link org.bongsu.gateway.CommandGateway} waits on every path. No other class appends
 * commands, but for the relay, the read barrier and the progress of effects; a test checks it.
 *
 * <p>Must not know: requests, the protocol, what a command does.
 */
package org.bongsu.gateway;
