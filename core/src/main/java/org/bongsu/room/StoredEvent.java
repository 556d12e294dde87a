package org.bongsu.room;

import org.bongsu.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event at its place in the shard.
 *
 * @param ordering grows with every event of the shard
 * @param redactedBy ordering of the redaction that emptied it, or null
 * @param replaced where it is state: ordering of the event that it replaced, or null
 * @param device the device that sent it and alone is told {@code transactionId}; both may be null
 */
public record StoredEvent(
    long ordering,
    Event event,
    long depth,
    @Nullable Long redactedBy,
    @Nullable Long replaced,
    @Nullable String device,
    @Nullable String transactionId) {}
