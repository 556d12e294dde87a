package org.bongsu.room;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.event.EventTypes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ArrayNode;

/** How a user can know another one through the rooms of a shard, closest first. */
public enum Acquaintance {
  /** Both are in one room. */
  SHARES_ROOM,
  /** The other user is in a room that everybody may join or read. */
  IN_PUBLIC_ROOM,
  /** Neither. */
  STRANGER;

  private static final String SHARED =
      "SELECT DISTINCT a.user FROM json_each(?) wanted"
          + " JOIN actor a ON a.user = wanted.value"
          + " JOIN member m ON m.user = a.id AND m.membership = 'join'"
          + " WHERE m.room IN (SELECT room FROM member"
          + " WHERE user = (SELECT id FROM actor WHERE user = ?) AND membership = 'join')";

  private static final String PUBLIC =
      "SELECT DISTINCT a.user FROM json_each(?) wanted"
          + " JOIN actor a ON a.user = wanted.value"
          + " JOIN member m ON m.user = a.id AND m.membership = 'join'"
          + " JOIN state s ON s.room = m.room AND s.state_key = ''"
          + " JOIN event e ON e.ordering = s.event"
          + " WHERE (s.type = '"
          + EventTypes.JOIN_RULES
          + "' AND e.content ->> '$.join_rule' = 'public')"
          + " OR (s.type = '"
          + EventTypes.HISTORY_VISIBILITY
          + "' AND e.content ->> '$.history_visibility' = 'world_readable')";

  private static final String BOTH =
      "SELECT r.room_id FROM member m JOIN member o ON o.room = m.room JOIN room r ON r.id = m.room"
          + " WHERE m.user = (SELECT id FROM actor WHERE user = ?) AND m.membership = 'join'"
          + " AND o.user = (SELECT id FROM actor WHERE user = ?) AND o.membership = 'join'"
          + " ORDER BY r.room_id";

  /** The rooms of a shard in which both users are joined. */
  public static List<RoomId> sharedRooms(Db db, UserId one, UserId other) {
    return db.list(BOTH, row -> new RoomId(row.getString(1)), one, other);
  }

  public Acquaintance closer(Acquaintance other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** How {@code asker} can know each of the users; strangers are omitted. */
  public static Map<UserId, Acquaintance> of(Db db, UserId asker, Collection<UserId> users) {
    ArrayNode wanted = Json.array();
    users.forEach(user -> wanted.add(user.value()));
    Map<UserId, Acquaintance> found = new HashMap<>();
    db.list(PUBLIC, row -> new UserId(row.getString(1)), Json.text(wanted))
        .forEach(user -> found.put(user, IN_PUBLIC_ROOM));
    db.list(SHARED, row -> new UserId(row.getString(1)), Json.text(wanted), asker)
        .forEach(user -> found.put(user, SHARES_ROOM));
    return found;
  }
}
