package org.bongsu.search;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.bongsu.apply.Tx;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads searchable texts, and queries the index for candidates. */
public final class SearchedTexts {
  private static final String READ_AT =
      "SELECT e.ordering, e.room, e.type, e.sender, e.content, e.related FROM event e"
          + " WHERE e.ordering >= ? AND e.ordering < ? AND e.redacted_by IS NULL"
          + " AND e.type IN ('m.room.message', 'm.room.name', 'm.room.topic') ORDER BY e.ordering";

  private static final String NEWEST_EDIT =
      "SELECT e.ordering, e.content FROM relation rel JOIN event e ON e.ordering = rel.event"
          + " WHERE rel.target = ? AND rel.rel_type = 'm.replace' AND e.type = 'm.room.message'"
          + " AND e.state_key IS NULL AND e.sender = ?"
          + " AND json_type(e.content, '$.\"m.new_content\"') = 'object'"
          + " ORDER BY rel.event DESC LIMIT 1";

  /**
   * A text as clients show it.
   *
   * @param ordering of the event; if it was edited, of the original event
   * @param room the room's key
   * @param since the ordering of the event with the text: the newest edit, or the event itself
   */
  public record Text(long ordering, long room, SearchKey key, String text, long since) {}

  /** Which events the searching user may see. */
  @FunctionalInterface
  public interface Seen {
    Seen ALL = (room, ordering) -> true;

    boolean sees(long room, long ordering);
  }

  private record Row(
      long ordering, long room, SearchKey key, long sender, String content, boolean related) {}

  private record Edit(long ordering, String content) {}

  private final Db db;

  public SearchedTexts(Db db) {
    this.db = db;
  }

  /** The position of an event's entry. */
  public static long position(long ordering) {
    return ordering / Tx.ORDERINGS_MAX;
  }

  /** Whether an event is an edit, which is not found itself. */
  static boolean isEdit(ObjectNode content) {
    return content.path("m.relates_to").path("rel_type").stringValue("").equals("m.replace");
  }

  /**
   * Positions of entries that may match, newest first.
   *
   * @param rooms keys of rooms, at least one
   * @param before only entries before this position
   */
  public List<Long> candidates(
      SearchQuery query, Set<SearchKey> keys, Set<Long> rooms, long before, int limit) {
    return db.list(
        "SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?",
        row -> row.getLong(1),
        query.expression(keys, rooms),
        before,
        limit);
  }

  /** The current texts of an entry that a user may see, oldest first. */
  public List<Text> at(long position, Seen seen) {
    List<Text> found = new ArrayList<>(1);
    for (Row row : rows(position)) {
      if (seen.sees(row.room, row.ordering) && !isEncrypted(row.room, row.ordering)) {
        text(row, seen).ifPresent(found::add);
      }
    }
    return found;
  }

  private List<Row> rows(long position) {
    return db.list(
        READ_AT,
        row ->
            new Row(
                row.getLong(1),
                row.getLong(2),
                SearchKey.ofEventType(row.getString(3)).orElseThrow(),
                row.getLong(4),
                row.getString(5),
                row.getInt(6) == 1),
        Tx.firstOrdering(position),
        Tx.firstOrdering(position + 1));
  }

  private Optional<Text> text(Row row, Seen seen) {
    ObjectNode content = Json.object(row.content);
    if (isEdit(content)) {
      return Optional.empty();
    }
    if (row.related && row.key == SearchKey.BODY) {
      Optional<Edit> edit = newestEdit(row).filter(e -> seen.sees(row.room, e.ordering));
      if (edit.isPresent()) {
        JsonNode shown = Json.object(edit.get().content).path("m.new_content");
        return text(row, shown, edit.get().ordering);
      }
    }
    return text(row, content, row.ordering);
  }

  private static Optional<Text> text(Row row, JsonNode content, long since) {
    JsonNode text = content.path(row.key.field());
    return text.isString()
        ? Optional.of(new Text(row.ordering, row.room, row.key, text.stringValue(), since))
        : Optional.empty();
  }

  private Optional<Edit> newestEdit(Row row) {
    return db.one(
        NEWEST_EDIT,
        edit -> new Edit(edit.getLong(1), edit.getString(2)),
        row.ordering,
        row.sender);
  }

  /** The ordering of the event that an edit replaces. */
  OptionalLong edited(long room, ObjectNode edit) {
    String id = edit.path("m.relates_to").path("event_id").stringValue("");
    if (id.length() < 2 || !id.startsWith("$")) {
      return OptionalLong.empty();
    }
    return db.number("SELECT ordering FROM event WHERE event_id = ? AND room = ?", hash(id), room);
  }

  /** The hash in an event id; empty for an id of another form. */
  private static byte[] hash(String eventId) {
    try {
      return Base64.getUrlDecoder().decode(eventId.substring(1));
    } catch (IllegalArgumentException notOurs) {
      return new byte[0];
    }
  }

  /** Whether a room was encrypted before an event; such an event is not searchable. */
  boolean isEncrypted(long room, long ordering) {
    return db.exists(
        "SELECT 1 FROM event WHERE room = ? AND type = 'm.room.encryption' AND state_key = ''"
            + " AND ordering < ?",
        room,
        ordering);
  }
}
