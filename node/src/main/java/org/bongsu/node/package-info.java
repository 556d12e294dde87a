/**
 * One running server: its data directory, its parts, sessions, rate limits, timers, the operator's
 * socket, and the {@link org.bongsu.node.Feature} contract by which features are plugged in.
 *
 * <p>Invariant: parts are closed in the reverse order of opening, also if opening fails half-way.
 *
 * <p>Must not know: any feature by name; what a command does; which engine carries the logs of
 * several sites.
 */
package org.bongsu.node;
