package org.bongsu.api.push;

import java.util.Optional;
import org.bongsu.event.PowerLevels;
import org.bongsu.push.PushedEvent;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.Threads;
import org.bongsu.room.UserRooms;
import org.bongsu.store.Db;
import org.bongsu.store.Remembered;
import org.jspecify.annotations.Nullable;

/** Events as push rules look at them, worked out once for all members of a room. */
public final class PushedEvents {
  private static final int REMEMBERED_MAX = 20_000;

  private record Key(String room, long ordering) {}

  /** An event, and the thread that it belongs to. */
  public record InThread(PushedEvent event, String thread) {}

  private final Remembered<Key, InThread> known = new Remembered<>(REMEMBERED_MAX);

  /** The events of one room, for one reader of it. */
  public final class OfRoom {
    private final Db db;
    private final RoomRow room;
    private final Rooms rooms;

    /** Who may what, and how many are there: read where an event is new to all. */
    private @Nullable PowerLevels levels;

    private long joined;

    private OfRoom(Db db, RoomRow room) {
      this.db = db;
      this.room = room;
      this.rooms = new Rooms(db);
    }

    /** The event as push rules look at it. */
    public InThread get(StoredEvent event) {
      Key key = new Key(room.id().value(), event.ordering());
      InThread found = known.get(key);
      if (found == null) {
        PowerLevels mayWhat = levels();
        found =
            new InThread(new PushedEvent(event.event(), joined, mayWhat), Threads.of(rooms, event));
        known.put(key, found);
      }
      return found;
    }

    private PowerLevels levels() {
      PowerLevels known = levels;
      if (known == null) {
        Optional<PowerLevels> read =
            PowerLevels.of(
                room.version(),
                (type, stateKey) -> rooms.state(room, type, stateKey).map(StoredEvent::event));
        known = read.orElseThrow();
        levels = known;
        joined = new UserRooms(db).counts(room).joined();
      }
      return known;
    }
  }

  public OfRoom of(Db db, RoomRow room) {
    return new OfRoom(db, room);
  }
}
