package org.bongsu.matrix.search;

import org.bongsu.room.RoomRow;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.Visibility;

/**
 * A search result.
 *
 * @param scope of its shard
 * @param roomKey of its room
 */
record Found(SearchScope scope, long roomKey, StoredEvent event, double rank) {
  RoomRow room() {
    return scope.room(roomKey);
  }

  Visibility seen() {
    return scope.visibility(roomKey);
  }
}
