package org.bongsu.room;

import org.bongsu.event.RoomVersion;
import org.bongsu.id.RoomId;

/**
 * A room of this shard.
 *
 * @param key the room's number within this shard
 * @param lastEvent ordering of its last event
 * @param lastChange ordering of the last event, redaction or receipt
 */
public record RoomRow(
    long key,
    RoomId id,
    RoomVersion version,
    boolean published,
    long depth,
    long lastEvent,
    long lastChange) {}
