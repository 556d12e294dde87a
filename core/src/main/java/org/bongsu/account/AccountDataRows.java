package org.bongsu.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.function.Supplier;
import org.bongsu.apply.Quota;
import org.bongsu.apply.Tx;
import org.bongsu.apply.Usage;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.reference.MediaReferences;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes account data within its quota, while an entry is applied. */
public final class AccountDataRows {
  /** Maximum bytes of one type's content, since level 3 whatever it is set by. */
  public static final int CONTENT_BYTES_MAX = 256 * 1024;

  private final Db db;
  private final Usage usage;
  private final MediaReferences references;

  public AccountDataRows(Db db) {
    this.db = db;
    this.usage = new Usage(db);
    this.references = new MediaReferences(db);
  }

  /** Sets the content of a type for all rooms or for one, or refuses it. */
  public Outcome put(UserId user, @Nullable RoomId room, String type, ObjectNode content, Tx tx) {
    String ofRoom = room == null ? "" : room.value();
    String text = Json.text(content);
    Optional<String> before = stored(user, ofRoom, type);
    if (Usage.isLimited(tx)) {
      long bytes = text.getBytes(UTF_8).length;
      if (bytes > CONTENT_BYTES_MAX) {
        return Outcome.refused(Refusal.TOO_LARGE, "Account data of a type has at most 256 KiB.");
      }
      if (!usage.add(tx, Quota.ACCOUNT_DATA, user.value(), change(before, bytes), counted(user))) {
        return Outcome.refused(
            Refusal.LIMIT_REACHED, Quota.ACCOUNT_DATA.limit("An account's data"));
      }
    }
    references.replace(
        tx,
        user,
        source(ofRoom, type),
        () -> before.map(Json::object).orElseGet(Json::object),
        content);
    db.update(
        "INSERT OR REPLACE INTO account_data (user, room, type, content, ordering)"
            + " VALUES (?, ?, ?, ?, ?)",
        user,
        ofRoom,
        type,
        text,
        tx.nextOrdering());
    return Outcome.accepted();
  }

  private Optional<String> stored(UserId user, String room, String type) {
    return db.text(
        "SELECT content FROM account_data WHERE user = ? AND room = ? AND type = ?",
        user,
        room,
        type);
  }

  /** The name of account data among the sources of references to media. */
  private static String source(String room, String type) {
    return "data " + room + " " + type;
  }

  /** Records the references to media of all account data. */
  void recordReferences() {
    record Data(UserId user, String source, ObjectNode content) {}
    db.list(
            "SELECT user, room, type, content FROM account_data WHERE content LIKE ?"
                + " ORDER BY user, room, type",
            row ->
                new Data(
                    new UserId(row.getString(1)),
                    source(row.getString(2), row.getString(3)),
                    Json.object(row.getString(4))),
            MediaReferences.ANY)
        .forEach(one ->
            references.record(one.user.serverName(), one.user.value(), one.source, one.content));
  }

  /** Deletes all account data of a user. */
  void deleteAll(UserId user, Tx tx) {
    if (MediaReferences.areRecorded(tx)) {
      db.list(
              "SELECT room, type, content FROM account_data WHERE user = ?",
              row -> new Stored(row.getString(1), row.getString(2), Json.object(row.getString(3))),
              user)
          .forEach(one ->
              references.replace(
                  tx, user, source(one.room, one.type), () -> one.content, Json.object()));
    }
    db.update("DELETE FROM account_data WHERE user = ?", user);
    usage.forget(tx, Quota.ACCOUNT_DATA, user.value());
  }

  private record Stored(String room, String type, ObjectNode content) {}

  private static Usage.Total change(Optional<String> before, long bytes) {
    return before
        .map(old -> Usage.Total.replaced(old.getBytes(UTF_8).length, bytes))
        .orElseGet(() -> Usage.Total.added(bytes));
  }

  private Supplier<Usage.Total> counted(UserId user) {
    return Usage.counting(
        db,
        "SELECT COUNT(*), COALESCE(SUM(octet_length(content)), 0) FROM account_data WHERE user = ?",
        user);
  }
}
