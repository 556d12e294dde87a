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
 * The state that is told beside a timeline: before it, so that the timeline's own state events
 * follow on it, or after it. Gathered by ordering, each event once.
 */
final class RoomState {
  private final Rooms rooms;
  private final boolean after;
  private final Map<Long, StoredEvent> inTimeline = new HashMap<>();
  private final Map<Long, StoredEvent> told = new TreeMap<>();

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
   * Adds state as it is at the end of the timeline.
   *
   * @param knownBefore what was set before this ordering is known already and left out
   */
  void add(List<StoredEvent> state, long knownBefore) {
    for (StoredEvent event : state) {
      StoredEvent told = after ? event : beforeTimeline(event);
      if (told != null && told.ordering() >= knownBefore) {
        this.told.put(told.ordering(), told);
      }
    }
  }

  /** Adds the member events of users, however old they are. */
  void addMembers(Collection<UserId> users, Function<UserId, Optional<StoredEvent>> memberEvent) {
    for (UserId user : users) {
      memberEvent.apply(user).ifPresent(event -> add(List.of(event), 0));
    }
  }

  /** Goes back to the event that stood before the timeline; null where there was none. */
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

  /** What is told, oldest first. */
  Collection<StoredEvent> told() {
    return told.values();
  }
}
