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

/** What of one shard somebody may find: the rooms they are or were in, and what they see there. */
final class SearchScope implements SearchedTexts.Seen {
  private static final List<String> MEMBERSHIPS = List.of("join", "leave", "ban");

  private final Db db;
  private final Recipient person;
  private final EventFilter filter;
  private final @Nullable SearchToken token;
  private final Map<Long, RoomRow> rooms = new LinkedHashMap<>();
  private final Map<Long, Visibility> seen = new LinkedHashMap<>();

  /** The scope of a search; {@code token} may narrow it to one group. */
  SearchScope(Db db, Recipient person, EventFilter filter, @Nullable SearchToken token) {
    this.db = db;
    this.person = person;
    this.filter = filter;
    this.token = token;
    for (String membership : MEMBERSHIPS) {
      for (RoomRow room : new Rooms(db).ofUser(person.user(), membership)) {
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
    return person.user();
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
    return seen.computeIfAbsent(room, key -> Visibility.of(db, room(key), person.user()));
  }

  /** Whether the event may be found; of rooms that are not in the scope, nothing. */
  @Override
  public boolean sees(long room, long ordering) {
    if (!rooms.containsKey(room)) {
      return false;
    }
    Visibility visibility = visibility(room);
    return visibility.wasJoined() && visibility.sees(ordering);
  }

  /** Whether an event that is seen is wanted, too. */
  boolean wants(StoredEvent event) {
    String sender = event.sender().value();
    boolean ignored = !event.isState() && person.ignored().contains(event.sender());
    Boolean url = filter.containsUrl();
    return !ignored
        && filter.wantsSender(sender)
        && isOfGroup(Group.SENDER, sender)
        && filter.wantsType(event.type())
        && (url == null || url == event.content().has("url"));
  }
}
