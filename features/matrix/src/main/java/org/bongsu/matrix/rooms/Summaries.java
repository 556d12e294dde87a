package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bongsu.event.EventTypes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.jspecify.annotations.Nullable;

/** Reads summaries of rooms for users who may see them. */
final class Summaries {
  private final RoomAccess access;
  private final Joining joining;

  Summaries(RoomAccess access) {
    this.access = access;
    this.joining = new Joining(access);
  }

  /**
   * A room and the caller's relation to it.
   *
   * @param children the space's children, in their order; empty if it is not a space
   */
  record Found(
      RoomSummary summary, String membership, boolean mayKnow, List<StoredEvent> children) {}

  /** A room as a user, or an anonymous client, sees it; empty if it is not visible. */
  Optional<Found> find(RoomId room, Optional<UserId> user) {
    Optional<Found> found =
        access
            .homeserver()
            .read(
                room.value(),
                db -> {
                  Rooms rooms = new Rooms(db);
                  return rooms.find(room).map(row -> read(rooms, row, user));
                });
    // The rooms that a restricted room names are on other shards.
    return found.map(known ->
        known.mayKnow || !mayJoin(known.summary, known.membership, user.orElse(null))
            ? known
            : new Found(known.summary, known.membership, true, known.children));
  }

  private static Found read(Rooms rooms, RoomRow row, Optional<UserId> user) {
    RoomSummary summary = RoomSummary.of(rooms, row);
    String membership = user.flatMap(caller -> rooms.membership(row, caller)).orElse("leave");
    boolean mayKnow =
        membership.equals("join")
            || membership.equals("invite")
            || (summary.isOpen() && !membership.equals("ban"));
    List<StoredEvent> children = summary.isSpace() ? children(rooms, row) : List.of();
    return new Found(summary, membership, mayKnow, children);
  }

  private boolean mayJoin(RoomSummary summary, String membership, @Nullable UserId user) {
    return user != null
        && !membership.equals("ban")
        && !summary.allowed().isEmpty()
        && joining.isInOneOf(summary.allowed(), user);
  }

  /** The children of a space: by {@code order}, then by age, then by room id. */
  private static List<StoredEvent> children(Rooms rooms, RoomRow row) {
    List<StoredEvent> children = new ArrayList<>(rooms.stateOfType(row, EventTypes.SPACE_CHILD));
    children.removeIf(
        child -> !child.content().path("via").isArray() || child.content().path("via").isEmpty());
    children.sort(
        Comparator.comparing((StoredEvent child) -> order(child).isEmpty())
            .thenComparing(Summaries::order)
            .thenComparing(StoredEvent::timeMillis)
            .thenComparing(child -> String.valueOf(child.stateKey())));
    return children;
  }

  /** The {@code order} of a child; empty if absent or invalid. */
  private static String order(StoredEvent child) {
    String order = child.content().path("order").stringValue("");
    boolean valid = order.length() <= 50 && order.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    return valid ? order : "";
  }
}
