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
 * Caches what applying an event needs of its room, so that sending a message reads nothing from the
 * store. Every change of a room goes through {@link EventWriter} or is reported here, and only what
 * it changes is read again. After a command is rolled back, {@link #undo} must be called; after a
 * batch is rolled back, a new instance is used.
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

  /** A room and the id of its last event, which the next event refers to. */
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

  /** Rooms created or changed since {@link #begin}. */
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

  /** One piece of the current state. */
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

  /** Begins a command whose changes may be undone. */
  void begin() {
    changed.clear();
  }

  /**
   * The command was rolled back: drops what it changed. A room that it created is gone and its
   * number free.
   */
  void undo() {
    for (Live room : changed.values()) {
      live.remove(room.row.id());
      states.keySet().removeIf(state -> state.room == room.row.key());
    }
    changed.clear();
  }

  /** A room's row was inserted. */
  Live made(RoomId id) {
    Live room = find(id).orElseThrow();
    changed.put(id, room);
    return room;
  }

  /** An event has been added. */
  void added(Live room, long ordering, EventId id, String type, @Nullable String stateKey) {
    room.row = room.row.withEvent(ordering);
    room.lastEventId = id;
    changed.put(room.row.id(), room);
    if (stateKey != null) {
      states.remove(new StateOf(room.row.key(), type, stateKey));
    }
  }

  /** The content of an event was removed. */
  void emptied(Live room, StoredEvent event) {
    if (event.stateKey() != null) {
      states.remove(new StateOf(room.row.key(), event.type(), event.stateKey()));
    }
  }

  /** A room was listed in the directory, or removed from it. */
  void published(Live room, boolean published) {
    room.row = room.row.withPublished(published);
    changed.put(room.row.id(), room);
  }
}
