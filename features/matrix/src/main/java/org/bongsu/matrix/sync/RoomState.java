package org.bongsu.matrix.sync;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.bongsu.event.StateTuple;
import org.bongsu.id.UserId;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * The state to send with a timeline: as of its start, so that the state events in it apply on top,
 * or as of its end. At most one event for each type and state key.
 */
final class RoomState {
  private final Rooms rooms;
  private final boolean after;
  private final Map<Long, StoredEvent> inTimeline = new HashMap<>();
  private final Map<StateTuple, StoredEvent> selected = new HashMap<>();

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
   * @param knownBefore events from before this ordering are known to the client and left out,
   *     unless they were redacted later
   */
  void add(List<StoredEvent> state, long knownBefore) {
    for (StoredEvent event : state) {
      StoredEvent wanted = after ? event : beforeTimeline(event);
      if (wanted != null && !isKnown(wanted, knownBefore)) {
        selected.merge(
            new StateTuple(wanted.type(), Objects.requireNonNull(wanted.stateKey())),
            wanted,
            (one, other) -> one.ordering() > other.ordering() ? one : other);
      }
    }
  }

  private static boolean isKnown(StoredEvent event, long knownBefore) {
    Long redactedBy = event.redactedBy();
    return event.ordering() < knownBefore && (redactedBy == null || redactedBy < knownBefore);
  }

  /** Adds the member events of users, however old they are. */
  void addMembers(Collection<UserId> users, Function<UserId, Optional<StoredEvent>> memberEvent) {
    for (UserId user : users) {
      memberEvent.apply(user).ifPresent(event -> add(List.of(event), 0));
    }
  }

  /** The state event before the timeline that this one replaced; null if there was none. */
  private @Nullable StoredEvent beforeTimeline(StoredEvent event) {
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
  List<StoredEvent> selected() {
    return selected.values().stream()
        .sorted(Comparator.comparingLong(StoredEvent::ordering))
        .toList();
  }
}
