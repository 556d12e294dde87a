package org.bongsu.unread;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bongsu.event.EventTypes;
import org.bongsu.id.UserId;
import org.bongsu.push.MatchingBudget;
import org.bongsu.push.PushDecision;
import org.bongsu.room.Receipts;
import org.bongsu.room.RecentRoom;
import org.bongsu.room.RecentRooms;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.Seal;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.Threads;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;

/**
 * How many notifying events of a room a user has not read, by thread. An event is read if a receipt
 * covers it or the user's own last message in the same thread is later; events that the seal hides
 * are not counted. Counts are cached and continued with new events; they are recomputed if receipts
 * or rules have changed.
 */
public final class UnreadCounts {
  /** Only this many of the newest events are counted at first; older unread ones are not. */
  public static final int EXAMINED_MAX = 5_000;

  /**
   * Steps of matching for one count, less than a second. If an unusual number of long rules takes
   * more, older events are not counted.
   */
  private static final long MATCHING_STEPS_MAX = 1L << 26;

  /** Events that are read at once. */
  private static final int CHUNK = 256;

  private static final int REMEMBERED_MAX = 100_000;

  /** Notifications, and those of them that are highlighted. */
  public record Count(int notifications, int highlights) {
    static final Count NONE = new Count(0, 0);

    Count plus(Count other) {
      return new Count(notifications + other.notifications, highlights + other.highlights);
    }
  }

  /**
   * Counts by thread; {@link Threads#MAIN} for events outside threads. Counts of 0 are left out.
   */
  public record Unread(Map<String, Count> byThread) {
    public Count main() {
      return byThread.getOrDefault(Threads.MAIN, Count.NONE);
    }

    public Count all() {
      return byThread.values().stream().reduce(Count.NONE, Count::plus);
    }
  }

  private record Key(String room, UserId user) {}

  /** Counts of the events before an ordering, and the data that they were computed from. */
  private record Known(
      List<Receipts.Receipt> receipts,
      long receiptsUpTo,
      List<Long> accountVersions,
      long before,
      State state) {
    /** The same for a later change of the room. */
    Known at(RoomRow room) {
      return room.lastChange() == receiptsUpTo
          ? this
          : new Known(receipts, room.lastChange(), accountVersions, before, state);
    }
  }

  /** Counts that are being computed. */
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
  private final Cache<Key, Known> known = Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).build();

  /** Makes the counts; {@code rooms} is the cache of rooms shared with the sync. */
  public UnreadCounts(RecentRooms rooms) {
    this.rooms = rooms;
    this.pushed = new PushedEvents(rooms);
  }

  public PushedEvents pushedEvents() {
    return pushed;
  }

  /** The counts for a joined member. */
  public Unread of(Db db, RoomRow row, Recipient recipient) {
    return of(db, rooms.find(row), recipient);
  }

  /** As {@link #of(Db, RoomRow, Recipient)}, for a caller that has read the newest events. */
  public Unread of(Db db, RecentRoom room, Recipient recipient) {
    RoomRow row = room.row();
    Key key = new Key(row.id().value(), recipient.user());
    Known before = known.getIfPresent(key);
    long end = row.lastEvent() + 1;
    List<Receipts.Receipt> receipts =
        before != null && hasTheReceipts(before, room)
            ? before.receipts
            : new Receipts(db).of(row, recipient.user());
    Known now = null;
    if (before != null
        && before.accountVersions.equals(recipient.versions())
        && before.before <= end
        && before.receipts.equals(receipts)) {
      now = continued(db, room, before, recipient, end);
    }
    if (now == null) {
      now = recomputed(db, room, recipient, receipts, end);
    }
    known.put(key, now);
    return new Unread(now.state.counts);
  }

  private static boolean hasTheReceipts(Known before, RecentRoom room) {
    return before.receiptsUpTo <= room.row().lastChange()
        && !room.mayHaveReceipts(before.receiptsUpTo + 1);
  }

  /** Null if new events change what was counted before, or there are too many. */
  private @Nullable Known continued(
      Db db, RecentRoom room, Known before, Recipient recipient, long end) {
    if (before.before == end) {
      return before.at(room.row());
    }
    List<StoredEvent> events = room.forwards(db, before.before, end, EXAMINED_MAX + 1);
    boolean changesOld =
        events.size() > EXAMINED_MAX
            || events.stream()
                .anyMatch(e ->
                    e.type().equals(EventTypes.REDACTION)
                        || e.isState(EventTypes.MEMBER, recipient.user().value()));
    if (changesOld) {
      return null;
    }
    State state = before.state.copy();
    Counting counting = new Counting(db, room, recipient, state);
    for (StoredEvent event : events) {
      if (event.sender().equals(recipient.user())) {
        counting.readByOwnMessage(event).ifPresent(state.counts::remove);
      } else {
        counting.count(event);
      }
    }
    return counting.isComplete()
        ? new Known(before.receipts, room.row().lastChange(), recipient.versions(), end, state)
        : null;
  }

  /** Counts from the newest event backwards, within the limits. */
  private Known recomputed(
      Db db, RecentRoom room, Recipient recipient, List<Receipts.Receipt> receipts, long end) {
    State state = new State();
    state.allReadUpTo =
        Math.max(
            joinedAt(new Rooms(db), room.row(), recipient.user()),
            Seal.of(db, room.row()).hiddenBefore() - 1);
    for (Receipts.Receipt receipt : receipts) {
      if (receipt.thread().isEmpty()) {
        state.allReadUpTo = Math.max(state.allReadUpTo, receipt.ordering());
      } else {
        state.readUpTo.merge(receipt.thread(), receipt.ordering(), Math::max);
      }
    }
    Counting counting = new Counting(db, room, recipient, state);
    long before = end;
    for (int examined = 0; examined < EXAMINED_MAX && counting.isComplete(); examined += CHUNK) {
      int chunk = Math.min(CHUNK, EXAMINED_MAX - examined);
      List<StoredEvent> events = room.backwards(db, state.allReadUpTo + 1, before, chunk);
      events.forEach(counting::countBackwards);
      if (events.size() < chunk) {
        break;
      }
      before = events.getLast().ordering();
    }
    return new Known(receipts, room.row().lastChange(), recipient.versions(), end, state);
  }

  /** The ordering of the user's last join; profile changes do not count. */
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

  /** One count in progress. */
  private final class Counting {
    private final Db db;
    private final RecentRoom room;
    private final Recipient recipient;
    private final State state;
    private final PushedEvents.OfRoom events;
    private final MatchingBudget budget = new MatchingBudget(MATCHING_STEPS_MAX);
    private @Nullable String displayName;

    Counting(Db db, RecentRoom room, Recipient recipient, State state) {
      this.db = db;
      this.room = room;
      this.recipient = recipient;
      this.state = state;
      this.events = pushed.of(db, room);
    }

    /** Whether every event so far was evaluated completely. */
    boolean isComplete() {
      return !budget.isExhausted();
    }

    void countBackwards(StoredEvent event) {
      if (event.sender().equals(recipient.user())) {
        readByOwnMessage(event);
      } else if (isComplete()) {
        count(event);
      }
    }

    /** Counts an event of another user. */
    void count(StoredEvent event) {
      if (event.redactedBy() != null || recipient.ignored().contains(event.sender())) {
        return;
      }
      PushedEvents.InThread inThread = events.get(event);
      if (state.isRead(inThread.thread(), event.ordering())) {
        return;
      }
      PushDecision decision = recipient.rules().evaluate(inThread.event(), displayName(), budget);
      if (decision.notifies() && isComplete()) {
        Count one = new Count(1, decision.highlight() ? 1 : 0);
        state.counts.merge(inThread.thread(), one, Count::plus);
      }
    }

    private String displayName() {
      String known = displayName;
      if (known == null) {
        known = rooms.member(db, room, recipient.user()).displayName();
        displayName = known;
      }
      return known;
    }

    /** Notes that the user's own message has read its thread; returns the thread if it has. */
    Optional<String> readByOwnMessage(StoredEvent own) {
      if (own.isState() || own.redactedBy() != null) {
        return Optional.empty();
      }
      String thread = Threads.of(new Rooms(db), own);
      state.readUpTo.merge(thread, own.ordering(), Math::max);
      return Optional.of(thread);
    }
  }

  /** The display name of a user in a room, or empty. */
  public static String displayName(Rooms rooms, RoomRow room, UserId user) {
    return rooms
        .state(room, EventTypes.MEMBER, user.value())
        .flatMap(member -> member.event().contentString("displayname"))
        .orElse("");
  }
}
