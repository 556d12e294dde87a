package org.bongsu.command;

/**
 * A command at its position in a shard's log.
 *
 * @param timeMillis when it was accepted, milliseconds since 1970 by the clock of the node that
 *     accepted it
 * @param origin identifies the node's run and the request that appended it, so that the request can
 *     be answered
 */
public record Entry(long position, long timeMillis, String origin, Command command) {}
