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
    long lastChange) {

  /** The room after another event, which has this ordering. */
  RoomRow withEvent(long ordering) {
    return new RoomRow(key, id, version, published, depth + 1, ordering, ordering);
  }

  /** The room after it was listed in the directory, or removed from it. */
  RoomRow withPublished(boolean listed) {
    return new RoomRow(key, id, version, listed, depth, lastEvent, lastChange);
  }
}
