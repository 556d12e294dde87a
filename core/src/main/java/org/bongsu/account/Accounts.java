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
   * @param passwordHash Argon2id; null if the account has no password
   * @param deactivatedMillis when it was deactivated, or null
   * @param profile without the fields that are hidden since the shard was sealed
   */
  public record Account(
      UserId user,
      @Nullable String passwordHash,
      boolean admin,
      long createdMillis,
      @Nullable Long deactivatedMillis,
      boolean locked,
      ObjectNode profile) {
    public boolean isDeactivated() {
      return deactivatedMillis != null;
    }
  }

  /**
   * The session of an access token.
   *
   * @param expiresMillis when it expires, or null for never
   * @param refreshed whether it was issued by a refresh and has not been used yet
   * @param locked whether the account is locked
   * @param seenMillis about when the device was last used, or null
   */
  public record Session(
      UserId user,
      DeviceId device,
      boolean admin,
      @Nullable Long expiresMillis,
      boolean refreshed,
      boolean locked,
      @Nullable Long seenMillis) {}

  /**
   * A piece of account data.
   *
   * @param room null for all rooms
   * @param content as JSON
   */
  public record AccountData(@Nullable RoomId room, String type, String content) {
    /** About how many characters it adds to an answer. */
    long length() {
      return 100 + type.length() + content.length();
    }
  }

  /** Characters of account data that are read at once; more than its quota allows. */
  private static final long ACCOUNT_DATA_LENGTH_MAX = 8L << 20;

  private final Db db;

  public Accounts(Db db) {
    this.db = db;
  }

  private static final String COLUMNS =
      "SELECT user, password, admin, created, deactivated, locked, profile, "
          + SealedProfiles.RELEASED
          + " FROM account ";

  private static final Db.Row<Account> ROW =
      row ->
          new Account(
              new UserId(row.getString(1)),
              row.getString(2),
              row.getInt(3) == 1,
              row.getLong(4),
              row.getNullableLong(5),
              row.getInt(6) == 1,
              SealedProfiles.shown(Json.object(row.getString(7)), row.getString(8)));

  public Optional<Account> find(UserId user) {
    return db.one(COLUMNS + "WHERE user = ?", ROW, user);
  }

  /** The account, unless it is deactivated. */
  public Optional<Account> active(UserId user) {
    return find(user).filter(account -> !account.isDeactivated());
  }

  /** Whether a device of an account is signed in. */
  public boolean hasDevice(UserId user, DeviceId device) {
    return db.exists("SELECT 1 FROM device WHERE user = ? AND device = ?", user, device);
  }

  /** Accounts of this shard in the order of their user ids, after a given one. */
  public List<Account> after(String user, int limit) {
    return db.list(COLUMNS + "WHERE user > ? ORDER BY user LIMIT ?", ROW, user, limit);
  }

  /**
   * Active accounts of this shard whose localpart or display name contains a text.
   *
   * @param folded see {@link AccountApply#folded}
   */
  public List<Account> search(String folded, int limit) {
    return db.list(
        COLUMNS + "WHERE instr(search, ?) > 0 AND deactivated IS NULL ORDER BY user LIMIT ?",
        ROW,
        folded,
        limit);
  }

  /** The session of an access token, by the token's hash. */
  public Optional<Session> session(String tokenHash) {
    return db.one(
        "SELECT s.user, s.device, a.admin, s.expires, s.replaces IS NOT NULL, a.locked, d.seen"
            + " FROM session s JOIN account a ON a.user = s.user"
            + " LEFT JOIN device d ON d.user = s.user AND d.device = s.device"
            + " WHERE s.token_hash = ?",
        row ->
            new Session(
                new UserId(row.getString(1)),
                new DeviceId(row.getString(2)),
                row.getInt(3) == 1,
                row.getNullableLong(4),
                row.getInt(5) == 1,
                row.getInt(6) == 1,
                row.getNullableLong(7)),
        tokenHash);
  }

  /** Whether a session can be refreshed with the token that has this hash. */
  public boolean hasRefreshToken(UserId user, String hash) {
    return db.exists("SELECT 1 FROM session WHERE refresh_hash = ? AND user = ?", hash, user);
  }

  public Optional<ObjectNode> accountData(UserId user, @Nullable RoomId room, String type) {
    return db.text(
            "SELECT content FROM account_data WHERE user = ? AND room = ? AND type = ?",
            user,
            room == null ? "" : room.value(),
            type)
        .map(Json::object);
  }

  /**
   * Account data set at or after an ordering, oldest first. Of what an account has from the time
   * before quotas, only the newest is read.
   */
  public List<AccountData> accountDataSince(UserId user, long ordering) {
    return db.listWithin(
            ACCOUNT_DATA_LENGTH_MAX,
            AccountData::length,
            "SELECT room, type, content FROM account_data WHERE user = ? AND ordering >= ?"
                + " ORDER BY ordering DESC",
            row ->
                new AccountData(
                    row.getString(1).isEmpty() ? null : new RoomId(row.getString(1)),
                    row.getString(2),
                    row.getString(3)),
            user,
            ordering)
        .reversed();
  }

  /** All account data of one room, within the same limit. */
  public List<AccountData> accountDataOf(UserId user, RoomId room) {
    return db.listWithin(
        ACCOUNT_DATA_LENGTH_MAX,
        AccountData::length,
        "SELECT type, content FROM account_data WHERE user = ? AND room = ? ORDER BY type",
        row -> new AccountData(room, row.getString(1), row.getString(2)),
        user,
        room);
  }
}
