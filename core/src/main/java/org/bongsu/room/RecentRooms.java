package org.bongsu.room;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.bongsu.event.EventTypes;
import org.bongsu.event.PowerLevels;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;

/**
 * A read model of the newest events of rooms, shared by all users who sync them. A cached room is
 * extended with its new events. A redaction, or an event that relates to another one, may change
 * older events; only those are read again. Thread-safe.
 */
public final class RecentRooms {
  /** Maximum cached events of one room. */
  static final int EVENTS_MAX = 32;

  /** Maximum characters of the contents of one room's cached events. */
  static final int CHARACTERS_MAX = 16 * 1024;

  private static final int ROOMS_MAX = 2_048;

  /** About 500 bytes each. */
  private static final int MEMBERS_MAX = 50_000;

  /** About 1 KiB each. */
  private static final int MEMBER_EVENTS_MAX = 20_000;

  /** State number of a room that is not cached. */
  private static final long UNKNOWN = 0;

  /**
   * A member of a room; valid while the room's state is unchanged.
   *
   * @param displayName empty for none
   */
  public record Member(Visibility seen, String displayName) {}

  /** Cache key: a member at a state number of its room. */
  private record MemberWhile(long state, UserId user) {}

  /** The power levels of a room, and its number of joined members. */
  public record Order(PowerLevels levels, long joined) {}

  private final Cache<RoomId, RecentRoom> known =
      Caffeine.newBuilder().maximumSize(ROOMS_MAX).build();
  private final Cache<MemberWhile, Member> members =
      Caffeine.newBuilder().maximumSize(MEMBERS_MAX).build();
  private final Cache<MemberWhile, Optional<StoredEvent>> memberEvents =
      Caffeine.newBuilder().maximumSize(MEMBER_EVENTS_MAX).build();
  private final Cache<Long, Order> orders = Caffeine.newBuilder().maximumSize(ROOMS_MAX).build();
  private final AtomicLong states = new AtomicLong();

  /**
   * A room with its newest events, as in {@code db}.
   *
   * @param row as it was read in the same snapshot of {@code db}
   * @param since the caller wants the events from this ordering on
   */
  public RecentRoom read(Db db, RoomRow row, long since) {
    RecentRoom before = known.getIfPresent(row.id());
    if (before != null && before.isAt(row)) {
      return before;
    }
    RecentRoom now = null;
    boolean newer = before == null || before.row().lastChange() < row.lastChange();
    if (before != null && newer) {
      now = extended(db, before, row);
    }
    if (now == null) {
      now = readAll(db, row, since);
    }
    if (newer) {
      known.put(row.id(), now);
    }
    return now;
  }

  /**
   * As {@link #read}, for a caller that wants more than the newest events: nothing is read in
   * advance.
   */
  public RecentRoom find(RoomRow row) {
    RecentRoom before = known.getIfPresent(row.id());
    return before != null && before.isAt(row)
        ? before
        : new RecentRoom(row, row.lastEvent() + 1, List.of(), row.lastChange(), UNKNOWN);
  }

  private RecentRoom readAll(Db db, RoomRow row, long since) {
    List<StoredEvent> events =
        new Rooms(db).backwards(row, since, row.lastEvent() + 1, EVENTS_MAX).reversed();
    long from = events.size() < EVENTS_MAX ? since : events.getFirst().ordering();
    return cut(row, from, events, new Receipts(db).last(row), states.incrementAndGet());
  }

  /** Extends a cached room with its new events; null if there are too many. */
  private @Nullable RecentRoom extended(Db db, RecentRoom before, RoomRow row) {
    long state = before.state();
    List<StoredEvent> events = before.events();
    if (before.row().lastEvent() != row.lastEvent()) {
      Rooms rooms = new Rooms(db);
      List<StoredEvent> added =
          rooms.forwards(row, before.row().lastEvent() + 1, row.lastEvent() + 1, EVENTS_MAX + 1);
      if (added.size() > EVENTS_MAX) {
        return null;
      }
      if (added.stream().anyMatch(event -> event.isState() || isOfState(rooms, event))) {
        state = states.incrementAndGet();
      }
      events = readAgain(rooms, before.events(), touched(added));
      events.addAll(added);
    }
    return cut(row, before.from(), events, new Receipts(db).last(row), state);
  }

  /** Whether an event redacts a state event, which changes the state. */
  private static boolean isOfState(Rooms rooms, StoredEvent event) {
    return event.type().equals(EventTypes.REDACTION)
        && rooms.event(redacted(event)).filter(StoredEvent::isState).isPresent();
  }

  private static String redacted(StoredEvent redaction) {
    return redaction.content().path("redacts").stringValue("");
  }

  /** The ids of the events that these redact or relate to. */
  private static Set<String> touched(List<StoredEvent> added) {
    Set<String> touched = new HashSet<>();
    for (StoredEvent event : added) {
      if (event.type().equals(EventTypes.REDACTION)) {
        touched.add(redacted(event));
      } else if (event.contentText().contains("m.relates_to")) {
        touched.add(event.content().path("m.relates_to").path("event_id").stringValue(""));
      }
    }
    touched.remove("");
    return touched;
  }

  /** Reads touched events again, and those that refer to a touched one, such as its edits. */
  private static List<StoredEvent> readAgain(
      Rooms rooms, List<StoredEvent> events, Set<String> touched) {
    List<StoredEvent> now = new ArrayList<>(events.size() + EVENTS_MAX);
    for (StoredEvent event : events) {
      boolean affected =
          touched.stream()
              .anyMatch(id -> event.id().value().equals(id) || event.contentText().contains(id));
      now.add(affected ? rooms.event(event.ordering()).orElseThrow() : event);
    }
    return now;
  }

  /** Drops the oldest events if there are too many. */
  private static RecentRoom cut(
      RoomRow row, long from, List<StoredEvent> events, long lastReceipt, long state) {
    int first = events.size();
    long characters = 0;
    while (first > 0 && events.size() - first < EVENTS_MAX) {
      characters += events.get(first - 1).contentText().length();
      if (characters > CHARACTERS_MAX) {
        break;
      }
      first--;
    }
    long whole = first == 0 ? from : events.get(first - 1).ordering() + 1;
    return new RecentRoom(
        row, whole, List.copyOf(events.subList(first, events.size())), lastReceipt, state);
  }

  /** A current member of the room. */
  public Member member(Db db, RecentRoom room, UserId user) {
    MemberWhile key = new MemberWhile(room.state(), user);
    Member member = members.getIfPresent(key);
    if (member == null) {
      String displayName =
          memberEvent(db, room, user)
              .flatMap(event -> event.event().contentString("displayname"))
              .orElse("");
      member = new Member(Visibility.of(db, room.row(), user), displayName);
      if (room.state() != UNKNOWN) {
        members.put(key, member);
      }
    }
    return member;
  }

  /** The current member event of a user. */
  public Optional<StoredEvent> memberEvent(Db db, RecentRoom room, UserId user) {
    MemberWhile key = new MemberWhile(room.state(), user);
    Optional<StoredEvent> event = memberEvents.getIfPresent(key);
    if (event == null) {
      event = new Rooms(db).state(room.row(), EventTypes.MEMBER, user.value());
      if (room.state() != UNKNOWN) {
        memberEvents.put(key, event);
      }
    }
    return event;
  }

  /** The current power levels and member count. */
  public Order order(Db db, RecentRoom room) {
    Order order = orders.getIfPresent(room.state());
    if (order == null) {
      Rooms rooms = new Rooms(db);
      RoomRow row = room.row();
      PowerLevels levels =
          PowerLevels.of(
                  row.version(),
                  (type, stateKey) -> rooms.state(row, type, stateKey).map(StoredEvent::event))
              .orElseThrow();
      order = new Order(levels, new UserRooms(db).counts(row).joined());
      if (room.state() != UNKNOWN) {
        orders.put(room.state(), order);
      }
    }
    return order;
  }
}
