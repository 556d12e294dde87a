package org.bongsu.unread;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.bongsu.push.PushedEvent;
import org.bongsu.room.RecentRoom;
import org.bongsu.room.RecentRooms;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.Threads;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;

/** Events in the form that push rules evaluate, cached for all members of a room. */
public final class PushedEvents {
  private static final long CACHE_BYTES_MAX = 64L << 20;

  /** Approximate size in memory of an event without content, and of a character of its content. */
  private static final int BYTES_OF_EVENT = 512;

  private static final int BYTES_OF_CHARACTER = 8;

  private record Key(String room, long ordering) {}

  /**
   * An event, and the thread that it belongs to.
   *
   * @param bytes in memory, approximately
   */
  public record InThread(PushedEvent event, String thread, int bytes) {}

  private final Cache<Key, InThread> known =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_BYTES_MAX)
          .weigher((Key key, InThread event) -> event.bytes())
          .executor(Runnable::run)
          .build();

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
      InThread found = known.getIfPresent(key);
      if (found == null) {
        RecentRooms.Order current = order();
        found =
            new InThread(
                new PushedEvent(event.event(), current.joined(), current.levels()),
                Threads.of(new Rooms(db), event),
                BYTES_OF_EVENT + BYTES_OF_CHARACTER * event.contentText().length());
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
