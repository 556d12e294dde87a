package org.bongsu.fuzz;

/**
 * How long each target is fuzzed, whichever comes first.
 *
 * @param runs inputs, 0 for any number
 * @param seconds 0 for any time
 */
public record FuzzOptions(long runs, long seconds) {}
