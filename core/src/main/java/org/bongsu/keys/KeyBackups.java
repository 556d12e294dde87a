package org.bongsu.keys;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.store.Columns;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the key backups of one shard's users. */
public final class KeyBackups {
  /** A backup; {@code etag} changes when its keys change. */
  public record Backup(
      long version, String algorithm, ObjectNode authData, long etag, long count) {}

  /**
   * A stored key.
   *
   * @param data encrypted by the client, as JSON
   */
  public record StoredKey(
      RoomId room,
      String session,
      long firstMessageIndex,
      long forwardedCount,
      boolean verified,
      String data) {}

  /** Characters of keys that are read at once. */
  private static final long PAGE_LENGTH_MAX = 1L << 20;

  private static final String BACKUP_COLUMNS =
      "SELECT b.version, b.algorithm, b.auth_data, b.etag, (SELECT COUNT(*) FROM backed_up_key k"
          + " WHERE k.user = b.user AND k.version = b.version) FROM key_backup b"
          + " WHERE b.user = ? AND b.deleted = 0 ";

  private static final String KEY_COLUMNS =
      "SELECT room, session, first_message_index, forwarded_count, verified, data"
          + " FROM backed_up_key WHERE user = ?1 AND version = ?2";

  private final Db db;

  public KeyBackups(Db db) {
    this.db = db;
  }

  public Optional<Backup> current(UserId user) {
    return db.one(BACKUP_COLUMNS + "ORDER BY b.version DESC LIMIT 1", KeyBackups::backup, user);
  }

  public Optional<Backup> find(UserId user, long version) {
    return db.one(BACKUP_COLUMNS + "AND b.version = ?", KeyBackups::backup, user, version);
  }

  public Optional<StoredKey> key(UserId user, long version, RoomId room, String session) {
    return db.one(
        KEY_COLUMNS + " AND room = ?3 AND session = ?4",
        KeyBackups::key,
        user,
        version,
        room,
        session);
  }

  /**
   * The next keys of a backup, in the order of their rooms and sessions: as many as have a limited
   * size together, and at least one if there are more.
   *
   * @param room only keys of this room, or null
   * @param after the key that precedes them, or null
   */
  public List<StoredKey> page(
      UserId user, long version, @Nullable RoomId room, @Nullable StoredKey after) {
    return db.listWithin(
        PAGE_LENGTH_MAX,
        key -> key.data().length(),
        KEY_COLUMNS
            + " AND (?3 IS NULL OR room = ?3) AND (room, session) > (?4, ?5)"
            + " ORDER BY room, session",
        KeyBackups::key,
        user,
        version,
        room,
        after == null ? "" : after.room(),
        after == null ? "" : after.session());
  }

  private static Backup backup(Columns row) throws SQLException {
    return new Backup(
        row.getLong(1),
        row.getString(2),
        Json.object(row.getString(3)),
        row.getLong(4),
        row.getLong(5));
  }

  private static StoredKey key(Columns row) throws SQLException {
    return new StoredKey(
        new RoomId(row.getString(1)),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getInt(5) == 1,
        row.getString(6));
  }
}
