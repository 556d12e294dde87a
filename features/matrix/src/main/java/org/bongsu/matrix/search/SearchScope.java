package org.bongsu.matrix.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.id.UserId;
import org.bongsu.matrix.search.SearchRequest.Group;
import org.bongsu.matrix.sync.EventFilter;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.Visibility;
import org.bongsu.search.SearchedTexts;
import org.bongsu.store.Db;
import org.bongsu.unread.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * What a user may find on one shard: the rooms the user is or was in, and what is visible there.
 */
final class SearchScope implements SearchedTexts.Seen {
  private static final List<String> MEMBERSHIPS = List.of("join", "leave", "ban");

  private final Db db;
  private final Recipient recipient;
  private final EventFilter filter;
  private final @Nullable SearchToken token;
  private final Map<Long, RoomRow> rooms = new LinkedHashMap<>();
  private final Map<Long, Visibility> seen = new LinkedHashMap<>();

  /** The scope of a search; {@code token} may restrict it to one group. */
  SearchScope(Db db, Recipient recipient, EventFilter filter, @Nullable SearchToken token) {
    this.db = db;
    this.recipient = recipient;
    this.filter = filter;
    this.token = token;
    for (String membership : MEMBERSHIPS) {
      for (RoomRow room : new Rooms(db).ofUser(recipient.user(), membership)) {
        if (filter.wantsRoom(room.id()) && isOfGroup(Group.ROOM, room.id().value())) {
          rooms.put(room.key(), room);
        }
      }
    }
  }

  private boolean isOfGroup(Group group, String value) {
    return token == null || token.group() != group || token.groupValue().equals(value);
  }

  UserId user() {
    return recipient.user();
  }

  Db db() {
    return db;
  }

  /** Keys of the rooms. */
  Set<Long> rooms() {
    return rooms.keySet();
  }

  RoomRow room(long key) {
    RoomRow room = rooms.get(key);
    if (room == null) {
      throw new IllegalArgumentException("not in scope: room " + key);
    }
    return room;
  }

  Visibility visibility(long room) {
    return seen.computeIfAbsent(room, key -> Visibility.of(db, room(key), recipient.user()));
  }

  /** Whether the user may see the event; false for rooms outside the scope. */
  @Override
  public boolean sees(long room, long ordering) {
    if (!rooms.containsKey(room)) {
      return false;
    }
    Visibility visibility = visibility(room);
    return visibility.wasJoined() && visibility.sees(ordering);
  }

  /** Whether the filter lets a visible event through. */
  boolean wants(StoredEvent event) {
    String sender = event.sender().value();
    boolean ignored = !event.isState() && recipient.ignored().contains(event.sender());
    Boolean url = filter.containsUrl();
    return !ignored
        && filter.wantsSender(sender)
        && isOfGroup(Group.SENDER, sender)
        && filter.wantsType(event.type())
        && (url == null || url == event.content().has("url"));
  }
}
