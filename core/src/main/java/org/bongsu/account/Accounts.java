package org.bongsu.account;

import java.util.List;
import java.util.Optional;
import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the accounts of one shard. */
public final class Accounts {
  /**
   * An account.
   *
   * @param passwordHash Argon2id; null where no password logs in
   * @param deactivatedMillis when it was deactivated, or null
   */
  public record Account(
      UserId user,
      @Nullable String passwordHash,
      boolean admin,
      long createdMillis,
      @Nullable Long deactivatedMillis,
      ObjectNode profile) {
    public boolean isDeactivated() {
      return deactivatedMillis != null;
    }
  }

  /**
   * Whose access token it is.
   *
   * @param expiresMillis when it ends, or null
   */
  public record Session(
      UserId user, DeviceId device, boolean admin, @Nullable Long expiresMillis) {}

  /** A piece of account data; {@code room} is null for all rooms. */
  public record AccountData(@Nullable RoomId room, String type, ObjectNode content) {}

  private final Db db;

  public Accounts(Db db) {
    this.db = db;
  }

  public Optional<Account> find(UserId user) {
    return db.one(
        "SELECT password, admin, created, deactivated, profile FROM account WHERE user = ?",
        row ->
            new Account(
                user,
                row.getString(1),
                row.getInt(2) == 1,
                row.getLong(3),
                Db.nullableLong(row, 4),
                Json.object(row.getString(5))),
        user);
  }

  /** The session of an access token, by the token's hash. */
  public Optional<Session> session(String tokenHash) {
    return db.one(
        "SELECT s.user, s.device, a.admin, s.expires FROM session s JOIN account a ON a.user = s.user"
            + " WHERE s.token_hash = ?",
        row ->
            new Session(
                new UserId(row.getString(1)),
                new DeviceId(row.getString(2)),
                row.getInt(3) == 1,
                Db.nullableLong(row, 4)),
        tokenHash);
  }

  public Optional<ObjectNode> accountData(UserId user, @Nullable RoomId room, String type) {
    return db.text(
            "SELECT content FROM account_data WHERE user = ? AND room = ? AND type = ?",
            user,
            room == null ? "" : room.value(),
            type)
        .map(Json::object);
  }

  /** What has been set since an ordering, oldest first. */
  public List<AccountData> accountDataSince(UserId user, long ordering) {
    return db.list(
        "SELECT room, type, content FROM account_data WHERE user = ? AND ordering >= ?"
            + " ORDER BY ordering",
        row ->
            new AccountData(
                row.getString(1).isEmpty() ? null : new RoomId(row.getString(1)),
                row.getString(2),
                Json.object(row.getString(3))),
        user,
        ordering);
  }

  /** All that has been set for one room. */
  public List<AccountData> accountDataOf(UserId user, RoomId room) {
    return db.list(
        "SELECT type, content FROM account_data WHERE user = ? AND room = ? ORDER BY type",
        row -> new AccountData(room, row.getString(1), Json.object(row.getString(2))),
        user,
        room);
  }
}
