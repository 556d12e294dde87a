package org.bongsu.unread;

import org.bongsu.push.PushedEvent;
import org.bongsu.room.RecentRoom;
import org.bongsu.room.RecentRooms;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.Threads;
import org.bongsu.store.Db;
import org.bongsu.store.LruCache;
import org.jspecify.annotations.Nullable;

/** Events in the form that push rules evaluate, cached for all members of a room. */
public final class PushedEvents {
  private static final int REMEMBERED_MAX = 20_000;

  private record Key(String room, long ordering) {}

  /** An event, and the thread that it belongs to. */
  public record InThread(PushedEvent event, String thread) {}

  private final LruCache<Key, InThread> known = new LruCache<>(REMEMBERED_MAX);

  private final RecentRooms rooms;

  PushedEvents(RecentRooms rooms) {
    this.rooms = rooms;
  }

  /** The events of one room, for one reader of it. */
  public final class OfRoom {
    private final Db db;
    private final RecentRoom room;

    /** Power levels and the number of members; read if an event is not cached. */
    private RecentRooms.@Nullable Order order;

    private OfRoom(Db db, RecentRoom room) {
      this.db = db;
      this.room = room;
    }

    /** The event in the form that push rules evaluate. */
    public InThread get(StoredEvent event) {
      Key key = new Key(room.row().id().value(), event.ordering());
      InThread found = known.get(key);
      if (found == null) {
        RecentRooms.Order current = order();
        found =
            new InThread(
                new PushedEvent(event.event(), current.joined(), current.levels()),
                Threads.of(new Rooms(db), event));
        known.put(key, found);
      }
      return found;
    }

    private RecentRooms.Order order() {
      RecentRooms.Order known = order;
      if (known == null) {
        known = rooms.order(db, room);
        order = known;
      }
      return known;
    }
  }

  public OfRoom of(Db db, RoomRow room) {
    return of(db, rooms.find(room));
  }

  /** As {@link #of(Db, RoomRow)}, for a caller that has read the room's newest events. */
  public OfRoom of(Db db, RecentRoom room) {
    return new OfRoom(db, room);
  }
}
