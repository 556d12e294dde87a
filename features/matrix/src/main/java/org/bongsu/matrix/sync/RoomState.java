package org.bongsu.matrix.sync;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.bongsu.id.UserId;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;

/**
 * The state to send with a timeline: as of its start, so that the state events in it apply on top,
 * or as of its end. Collected by ordering, each event once.
 */
final class RoomState {
  private final Rooms rooms;
  private final boolean after;
  private final Map<Long, StoredEvent> inTimeline = new HashMap<>();
  private final Map<Long, StoredEvent> selected = new TreeMap<>();

  RoomState(Rooms rooms, Timeline timeline, boolean after) {
    this.rooms = rooms;
    this.after = after;
    for (StoredEvent event : timeline.events()) {
      if (event.isState()) {
        inTimeline.put(event.ordering(), event);
      }
    }
  }

  /**
   * Adds state as of the end of the timeline.
   *
   * @param knownBefore events before this ordering are known to the client and left out
   */
  void add(List<StoredEvent> state, long knownBefore) {
    for (StoredEvent event : state) {
      StoredEvent selected = after ? event : beforeTimeline(event);
      if (selected != null && selected.ordering() >= knownBefore) {
        this.selected.put(selected.ordering(), selected);
      }
    }
  }

  /** Adds the member events of users, however old they are. */
  void addMembers(Collection<UserId> users, Function<UserId, Optional<StoredEvent>> memberEvent) {
    for (UserId user : users) {
      memberEvent.apply(user).ifPresent(event -> add(List.of(event), 0));
    }
  }

  /** The state event before the timeline that this one replaced; null if there was none. */
  private @org.jspecify.annotations.Nullable StoredEvent beforeTimeline(StoredEvent event) {
    StoredEvent earlier = event;
    while (earlier != null && inTimeline.containsKey(earlier.ordering())) {
      Long replaced = earlier.replaced();
      earlier =
          replaced == null
              ? null
              : inTimeline.containsKey(replaced)
                  ? inTimeline.get(replaced)
                  : rooms.event(replaced).orElse(null);
    }
    return earlier;
  }

  /** The collected events, oldest first. */
  Collection<StoredEvent> selected() {
    return selected.values();
  }
}
