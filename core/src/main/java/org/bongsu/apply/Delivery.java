package org.bongsu.apply;

/**
 * A command that an entry put into the outbox; {@code target} will apply it as {@code sequence}.
 */
public record Delivery(int target, long sequence) {}
