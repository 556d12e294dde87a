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

/** Events as push rules look at them, worked out once for all members of a room. */
public final class PushedEvents {
  private static final int REMEMBERED_MAX = 20_000;

  private record Key(String room, long ordering) {}

  /** An event, and the thread that it belongs to. */
  public record InThread(PushedEvent event, String thread) {}

  private final Remembered<Key, InThread> known = new Remembered<>(REMEMBERED_MAX);

  /** The event as push rules look at it; empty where its room is none. */
  public Optional<InThread> of(Db db, RoomRow room, StoredEvent event) {
    Key key = new Key(room.id().value(), event.ordering());
    InThread found = known.get(key);
    if (found == null) {
      Rooms rooms = new Rooms(db);
      Optional<PowerLevels> levels =
          PowerLevels.of(
              room.version(),
              (type, stateKey) -> rooms.state(room, type, stateKey).map(StoredEvent::event));
      if (levels.isEmpty()) {
        return Optional.empty();
      }
      long joined = new UserRooms(db).counts(room).joined();
      found =
          new InThread(
              new PushedEvent(event.event(), joined, levels.get()), Threads.of(rooms, event));
      known.put(key, found);
    }
    return Optional.of(found);
  }
}
