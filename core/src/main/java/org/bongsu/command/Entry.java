package org.bongsu.command;

/**
 * A command at its place in a shard's log.
 *
 * @param timeMillis when it was accepted, milliseconds since 1970 by the clock of the node which
 *     did
 * @param origin the node run and request that appended it, for answering that request
 */
public record Entry(long position, long timeMillis, String origin, Command command) {}
