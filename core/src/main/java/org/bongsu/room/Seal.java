package org.bongsu.room;

import java.util.List;
import java.util.Set;
import org.bongsu.apply.Tx;
import org.bongsu.event.EventTypes;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of a room is hidden since its shard was sealed ({@link
 * org.bongsu.command.ShardCommand.Seal}). {@link Visibility} leaves hidden events out of what users
 * see, and the room is not listed in the public directory. State is shown beyond that, because a
 * room cannot be used without it; code that shows state uses {@link #shown}.
 *
 * @param before events below this ordering are from before the seal; 0 if there is none
 * @param isReleased whether the room's history was released, or began later; photos in member
 *     events from before stay hidden until their owners release their profiles
 */
public record Seal(long before, boolean isReleased) {
  public static final Seal NONE = new Seal(0, true);

  /**
   * State without which a room cannot be joined, decrypted, named or administered. Topics, photos,
   * pinned messages and everything unknown may have been withdrawn, and are not needed.
   */
  private static final Set<String> NEEDED =
      Set.of(
          EventTypes.CREATE,
          EventTypes.POWER_LEVELS,
          EventTypes.JOIN_RULES,
          EventTypes.HISTORY_VISIBILITY,
          EventTypes.GUEST_ACCESS,
          EventTypes.NAME,
          EventTypes.CANONICAL_ALIAS,
          EventTypes.ENCRYPTION,
          EventTypes.SERVER_ACL,
          EventTypes.SPACE_CHILD);

  private static final List<String> NEEDED_OF_MEMBERS = List.of("membership", "displayname");
  private static final List<String> NEEDED_OF_TOMBSTONES = List.of("replacement_room");

  /** The seal of a room. */
  public static Seal of(Db db, RoomRow room) {
    return db.one(
            "SELECT before, EXISTS (SELECT 1 FROM released_room WHERE room = ?1)"
                + " OR NOT EXISTS (SELECT 1 FROM event WHERE room = ?1 AND ordering < before)"
                + " FROM seal",
            row -> new Seal(row.getLong(1), row.getInt(2) == 1),
            room.key())
        .orElse(NONE);
  }

  /** Seals the shard up to the entry that is being applied. */
  static void set(Tx tx) {
    tx.db().update("INSERT OR REPLACE INTO seal VALUES (0, ?)", Tx.firstOrdering(tx.position()));
    tx.db().update("DELETE FROM released_room");
  }

  static void release(Db db, RoomRow room) {
    db.update("INSERT INTO released_room VALUES (?)", room.key());
  }

  /** The ordering below which events are hidden; 0 if none are. */
  public long hiddenBefore() {
    return isReleased ? 0 : before;
  }

  /** Whether the event at an ordering is hidden. */
  public boolean hides(long ordering) {
    return ordering < hiddenBefore();
  }

  /** The content of an event, as JSON, without what is hidden. */
  public String shownText(StoredEvent event) {
    return isShownWhole(event) ? event.contentText() : Json.text(part(event));
  }

  /** The same as a tree, which must not be modified. */
  public ObjectNode shown(StoredEvent event) {
    return isShownWhole(event) ? event.content() : part(event);
  }

  private boolean isShownWhole(StoredEvent event) {
    return event.ordering() >= before
        || (!event.type().equals(EventTypes.MEMBER)
            && (isReleased || (event.isState() && NEEDED.contains(event.type()))));
  }

  private static ObjectNode part(StoredEvent event) {
    List<String> needed =
        switch (event.type()) {
          case EventTypes.MEMBER -> NEEDED_OF_MEMBERS;
          case EventTypes.TOMBSTONE -> NEEDED_OF_TOMBSTONES;
          default -> List.of();
        };
    ObjectNode part = Json.object();
    for (String key : needed) {
      if (event.isState() && event.content().has(key)) {
        part.set(key, event.content().get(key));
      }
    }
    return part;
  }
}
