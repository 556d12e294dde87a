package org.bongsu.room;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bongsu.event.EventTypes;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;

/**
 * What applying an event needs of its room, remembered from event to event so that sending a
 * message reads nothing. Every change of a room goes through {@link EventWriter} or is said here,
 * and only what it changes is read again. A command that is undone ends with {@link #undo}, a batch
 * that is rolled back with a new instance.
 */
final class LiveRooms {
  /** About 1 KiB each. */
  private static final int ROOMS_MAX = 2_048;

  /** Mostly members, about 1 KiB each. */
  private static final int STATES_MAX = 4_096;

  private static final Set<String> REMEMBERED =
      Set.of(
          EventTypes.CREATE,
          EventTypes.POWER_LEVELS,
          EventTypes.JOIN_RULES,
          EventTypes.ENCRYPTION,
          EventTypes.MEMBER);

  /** A room and the id of its last event, which the next event names. */
  static final class Live {
    private RoomRow row;
    private @Nullable EventId lastEventId;

    Live(RoomRow row) {
      this.row = row;
    }

    RoomRow row() {
      return row;
    }

    /** Empty before the first event. */
    Optional<EventId> lastEventId() {
      return Optional.ofNullable(lastEventId);
    }
  }

  private record StateOf(long room, String type, String stateKey) {}

  private final Rooms rooms;
  private final Map<RoomId, Live> live = leastRecentlyUsed(ROOMS_MAX);
  private final Map<StateOf, Optional<StoredEvent>> states = leastRecentlyUsed(STATES_MAX);

  /** Rooms made or changed since {@link #begin}. */
  private final Map<RoomId, Live> changed = new LinkedHashMap<>();

  LiveRooms(Db db) {
    this.rooms = new Rooms(db);
  }

  private static <K, V> Map<K, V> leastRecentlyUsed(int max) {
    return new LinkedHashMap<>(64, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
      }
    };
  }

  Optional<Live> find(RoomId id) {
    Live known = live.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Live> found = rooms.find(id).map(this::read);
    found.ifPresent(room -> live.put(id, room));
    return found;
  }

  private Live read(RoomRow row) {
    Live room = new Live(row);
    if (row.depth() > 0) {
      room.lastEventId = rooms.event(row.lastEvent()).map(StoredEvent::id).orElseThrow();
    }
    return room;
  }

  /** One piece of the state as it is now. */
  Optional<StoredEvent> state(RoomRow room, String type, String stateKey) {
    if (!REMEMBERED.contains(type)) {
      return rooms.state(room, type, stateKey);
    }
    StateOf key = new StateOf(room.key(), type, stateKey);
    Optional<StoredEvent> known = states.get(key);
    if (known == null) {
      known = rooms.state(room, type, stateKey);
      states.put(key, known);
    }
    return known;
  }

  /** A command begins, whose changes may be undone. */
  void begin() {
    changed.clear();
  }

  /** What the command has changed is undone: a room that it made is gone, and its number free. */
  void undo() {
    for (Live room : changed.values()) {
      live.remove(room.row.id());
      states.keySet().removeIf(state -> state.room == room.row.key());
    }
    changed.clear();
  }

  /** A room's row was made. */
  Live made(RoomId id) {
    Live room = find(id).orElseThrow();
    changed.put(id, room);
    return room;
  }

  /** An event has been added. */
  void added(Live room, long ordering, EventId id, String type, @Nullable String stateKey) {
    RoomRow row = room.row;
    room.row =
        new RoomRow(
            row.key(),
            row.id(),
            row.version(),
            row.published(),
            row.depth() + 1,
            ordering,
            ordering);
    room.lastEventId = id;
    changed.put(row.id(), room);
    if (stateKey != null) {
      states.remove(new StateOf(row.key(), type, stateKey));
    }
  }

  /** What an event of a room says was taken out of it. */
  void emptied(Live room, StoredEvent event) {
    if (event.stateKey() != null) {
      states.remove(new StateOf(room.row.key(), event.type(), event.stateKey()));
    }
  }

  /** A room was put into the directory, or taken out of it. */
  void published(Live room, boolean published) {
    RoomRow row = room.row;
    room.row =
        new RoomRow(
            row.key(),
            row.id(),
            row.version(),
            published,
            row.depth(),
            row.lastEvent(),
            row.lastChange());
    changed.put(row.id(), room);
  }
}
