package org.bongsu.unread;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bongsu.event.EventTypes;
import org.bongsu.id.UserId;
import org.bongsu.push.PushDecision;
import org.bongsu.room.Receipts;
import org.bongsu.room.RecentRoom;
import org.bongsu.room.RecentRooms;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.Threads;
import org.bongsu.store.Db;
import org.bongsu.store.LruCache;
import org.jspecify.annotations.Nullable;

/**
 * How many events of a room a user has not read and was notified of, by thread. Read is what a
 * receipt covers, and what came before the user's own last message in the same thread. Counts are
 * remembered and carried on with what is new; they are worked out from the beginning when receipts
 * or rules have changed.
 */
public final class UnreadCounts {
  /** Events looked at, the newest ones; older unread ones are not counted. */
  public static final int EXAMINED_MAX = 5_000;

  private static final int REMEMBERED_MAX = 100_000;

  /** Notifications, and those of them that are highlighted. */
  public record Count(int notifications, int highlights) {
    static final Count NONE = new Count(0, 0);

    Count plus(Count other) {
      return new Count(notifications + other.notifications, highlights + other.highlights);
    }
  }

  /** Counts by thread; {@link Threads#MAIN} for what belongs to none. Only such as are not 0. */
  public record Unread(Map<String, Count> byThread) {
    public Count main() {
      return byThread.getOrDefault(Threads.MAIN, Count.NONE);
    }

    public Count all() {
      return byThread.values().stream().reduce(Count.NONE, Count::plus);
    }
  }

  private record Key(String room, UserId user) {}

  /** Counts of what lies before an ordering, and what they were worked out from. */
  private record Known(
      List<Receipts.Receipt> receipts,
      long receiptsUpTo,
      Recipient person,
      long before,
      State state) {
    /** The same as it stands at a later change of the room. */
    Known at(RoomRow room) {
      return room.lastChange() == receiptsUpTo
          ? this
          : new Known(receipts, room.lastChange(), person, before, state);
    }
  }

  /** Counts in the making. */
  private static final class State {
    final Map<String, Count> counts = new TreeMap<>();
    final Map<String, Long> readUpTo = new HashMap<>();
    long allReadUpTo;

    State copy() {
      State copy = new State();
      copy.counts.putAll(counts);
      copy.readUpTo.putAll(readUpTo);
      copy.allReadUpTo = allReadUpTo;
      return copy;
    }

    boolean isRead(String thread, long ordering) {
      return ordering <= Math.max(allReadUpTo, readUpTo.getOrDefault(thread, -1L));
    }
  }

  private final RecentRooms rooms;
  private final PushedEvents pushed;
  private final LruCache<Key, Known> known = new LruCache<>(REMEMBERED_MAX);

  /** Counts; {@code rooms} is what the sync remembers of rooms. */
  public UnreadCounts(RecentRooms rooms) {
    this.rooms = rooms;
    this.pushed = new PushedEvents(rooms);
  }

  public PushedEvents pushedEvents() {
    return pushed;
  }

  /** The counts for a joined member. */
  public Unread of(Db db, RoomRow row, Recipient person) {
    return of(db, rooms.find(row), person);
  }

  /** As {@link #of(Db, RoomRow, Recipient)}, for who has read the room's newest events. */
  public Unread of(Db db, RecentRoom room, Recipient person) {
    RoomRow row = room.row();
    Key key = new Key(row.id().value(), person.user());
    Known before = known.get(key);
    long end = row.lastEvent() + 1;
    List<Receipts.Receipt> receipts =
        before != null && hasTheReceipts(before, room)
            ? before.receipts
            : new Receipts(db).of(row, person.user());
    Known now = null;
    if (before != null
        && before.person.versions().equals(person.versions())
        && before.before <= end
        && before.receipts.equals(receipts)) {
      now = carriedOn(db, room, before, end);
    }
    if (now == null) {
      now = fromTheBeginning(db, room, person, receipts, end);
    }
    known.put(key, now);
    return new Unread(now.state.counts);
  }

  private static boolean hasTheReceipts(Known before, RecentRoom room) {
    return before.receiptsUpTo <= room.row().lastChange()
        && !room.mayHaveReceipts(before.receiptsUpTo + 1);
  }

  /** Null where what is new changes what was counted. */
  private @Nullable Known carriedOn(Db db, RecentRoom room, Known before, long end) {
    if (before.before == end) {
      return before.at(room.row());
    }
    List<StoredEvent> events = room.forwards(db, before.before, end, EXAMINED_MAX + 1);
    boolean changesOld =
        events.size() > EXAMINED_MAX
            || events.stream()
                .anyMatch(e ->
                    e.type().equals(EventTypes.REDACTION)
                        || e.isState(EventTypes.MEMBER, before.person.user().value()));
    if (changesOld) {
      return null;
    }
    State state = before.state.copy();
    count(db, room, before.person, events, state);
    return new Known(before.receipts, room.row().lastChange(), before.person, end, state);
  }

  private Known fromTheBeginning(
      Db db, RecentRoom room, Recipient person, List<Receipts.Receipt> receipts, long end) {
    State state = new State();
    state.allReadUpTo = joinedAt(new Rooms(db), room.row(), person.user());
    for (Receipts.Receipt receipt : receipts) {
      if (receipt.thread().isEmpty()) {
        state.allReadUpTo = Math.max(state.allReadUpTo, receipt.ordering());
      } else {
        state.readUpTo.merge(receipt.thread(), receipt.ordering(), Math::max);
      }
    }
    List<StoredEvent> events =
        room.backwards(db, state.allReadUpTo + 1, end, EXAMINED_MAX).reversed();
    count(db, room, person, events, state);
    return new Known(receipts, room.row().lastChange(), person, end, state);
  }

  /** When the user joined for the last time; changes of the profile do not count. */
  private static long joinedAt(Rooms rooms, RoomRow room, UserId user) {
    Optional<StoredEvent> member = rooms.state(room, EventTypes.MEMBER, user.value());
    long joined = -1;
    while (member.isPresent() && isJoin(member.get())) {
      joined = member.get().ordering();
      Long replaced = member.get().replaced();
      member = replaced == null ? Optional.empty() : rooms.event(replaced);
    }
    return joined;
  }

  private static boolean isJoin(StoredEvent member) {
    return member.content().path("membership").stringValue("").equals("join");
  }

  private void count(
      Db db, RecentRoom room, Recipient person, List<StoredEvent> events, State state) {
    String displayName = null;
    PushedEvents.OfRoom ofRoom = pushed.of(db, room);
    for (StoredEvent event : events) {
      if (event.sender().equals(person.user())) {
        readByOwnMessage(new Rooms(db), event, state);
        continue;
      }
      if (event.redactedBy() != null || person.ignored().contains(event.sender())) {
        continue;
      }
      PushedEvents.InThread inThread = ofRoom.get(event);
      if (state.isRead(inThread.thread(), event.ordering())) {
        continue;
      }
      if (displayName == null) {
        displayName = rooms.member(db, room, person.user()).displayName();
      }
      PushDecision verdict = person.rules().evaluate(inThread.event(), displayName);
      if (verdict.notifies()) {
        Count one = new Count(1, verdict.highlight() ? 1 : 0);
        state.counts.merge(inThread.thread(), one, Count::plus);
      }
    }
  }

  private static void readByOwnMessage(Rooms rooms, StoredEvent own, State state) {
    if (!own.isState() && own.redactedBy() == null) {
      String thread = Threads.of(rooms, own);
      state.counts.remove(thread);
      state.readUpTo.merge(thread, own.ordering(), Math::max);
    }
  }

  /** The name of somebody in a room, or empty. */
  public static String displayName(Rooms rooms, RoomRow room, UserId user) {
    return rooms
        .state(room, EventTypes.MEMBER, user.value())
        .flatMap(member -> member.event().contentString("displayname"))
        .orElse("");
  }
}
