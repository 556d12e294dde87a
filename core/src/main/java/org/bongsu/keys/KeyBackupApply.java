package org.bongsu.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.function.Supplier;
import org.bongsu.apply.Quota;
import org.bongsu.apply.Tx;
import org.bongsu.apply.Usage;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.KeyCommand.BackedUpKey;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.keys.KeyBackups.Backup;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/** Applies commands about key backups. */
final class KeyBackupApply {
  /** Backups of a user that exist at once, since level 3. */
  private static final int BACKUPS_MAX = 50;

  /** Maximum bytes of a backup's authentication data, since level 3. */
  private static final int AUTH_DATA_BYTES_MAX = 64 * 1024;

  private final Db db;
  private final KeyBackups backups;
  private final Usage usage;

  KeyBackupApply(Db db) {
    this.db = db;
    this.usage = new Usage(db);
    this.backups = new KeyBackups(db);
  }

  Outcome create(KeyCommand.CreateBackup create, Tx tx) {
    if (isTooLarge(create.authData(), tx)) {
      return authDataTooLarge();
    }
    if (Usage.isLimited(tx) && count(create.user()) >= BACKUPS_MAX) {
      return Outcome.refused(
          Refusal.LIMIT_REACHED, "A user has at most " + BACKUPS_MAX + " key backups.");
    }
    long version =
        1
            + db.number("SELECT MAX(version) FROM key_backup WHERE user = ?", create.user())
                .orElse(0);
    db.update(
        "INSERT INTO key_backup VALUES (?, ?, ?, ?, 0, 0)",
        create.user(),
        version,
        create.algorithm(),
        Json.text(create.authData()));
    return Outcome.accepted("version", Long.toString(version));
  }

  private long count(UserId user) {
    return db.number("SELECT COUNT(*) FROM key_backup WHERE user = ? AND deleted = 0", user)
        .orElse(0);
  }

  private static boolean isTooLarge(ObjectNode authData, Tx tx) {
    return Usage.isLimited(tx) && Json.bytes(authData).length > AUTH_DATA_BYTES_MAX;
  }

  private static Outcome authDataTooLarge() {
    return Outcome.refused(Refusal.TOO_LARGE, "A backup's auth_data has at most 64 KiB.");
  }

  Outcome update(KeyCommand.UpdateBackup update, Tx tx) {
    if (isTooLarge(update.authData(), tx)) {
      return authDataTooLarge();
    }
    Optional<Backup> backup = backups.find(update.user(), update.version());
    if (backup.isEmpty()) {
      return unknown();
    }
    if (!backup.get().algorithm().equals(update.algorithm())) {
      return Outcome.refused(Refusal.INVALID, "A backup keeps its algorithm.");
    }
    db.update(
        "UPDATE key_backup SET auth_data = ? WHERE user = ? AND version = ?",
        Json.text(update.authData()),
        update.user(),
        update.version());
    return Outcome.accepted();
  }

  Outcome delete(KeyCommand.DeleteBackup delete, Tx tx) {
    int deleted =
        db.update(
            "UPDATE key_backup SET deleted = 1, auth_data = '{}' WHERE user = ? AND version = ?",
            delete.user(),
            delete.version());
    db.update(
        "DELETE FROM backed_up_key WHERE user = ? AND version = ?",
        delete.user(),
        delete.version());
    usage.forget(tx, Quota.BACKED_UP_KEYS, owner(delete.user(), delete.version()));
    return deleted == 1 ? Outcome.accepted() : unknown();
  }

  private static String owner(UserId user, long version) {
    return user + " " + version;
  }

  Outcome put(KeyCommand.PutBackupKeys put, Tx tx) {
    return inCurrent(put.user(), put.version(), () -> tx.atomically(() -> putAll(put, tx)));
  }

  private Outcome putAll(KeyCommand.PutBackupKeys put, Tx tx) {
    boolean changed = false;
    for (BackedUpKey key : put.keys()) {
      Optional<KeyBackups.StoredKey> before =
          backups.key(put.user(), put.version(), key.room(), key.session());
      if (before.filter(kept -> !isBetter(key, kept)).isPresent()) {
        continue;
      }
      if (!fits(put.user(), put.version(), key, before, tx)) {
        return Outcome.refused(
            Refusal.LIMIT_REACHED, Quota.BACKED_UP_KEYS.limit("Keys in a backup"));
      }
      putKey(put.user(), put.version(), key);
      changed = true;
    }
    return state(put.user(), put.version(), changed);
  }

  private boolean fits(
      UserId user, long version, BackedUpKey key, Optional<KeyBackups.StoredKey> before, Tx tx) {
    if (!Usage.isLimited(tx)) {
      return true;
    }
    long bytes = Json.bytes(key.data()).length;
    Usage.Total change =
        before
            .map(kept -> Usage.Total.replaced(kept.data().getBytes(UTF_8).length, bytes))
            .orElseGet(() -> Usage.Total.added(bytes));
    return usage.add(
        tx,
        Quota.BACKED_UP_KEYS,
        owner(user, version),
        change,
        Usage.counting(
            db,
            "SELECT COUNT(*), COALESCE(SUM(octet_length(data)), 0) FROM backed_up_key"
                + " WHERE user = ? AND version = ?",
            user,
            version));
  }

  /**
   * Refuses a step on any backup but the newest: a client that writes to an older one is out of
   * date.
   */
  private Outcome inCurrent(UserId user, long version, Supplier<Outcome> step) {
    Optional<Backup> current = backups.current(user);
    if (current.isEmpty()) {
      return unknown();
    }
    return current.get().version() == version
        ? step.get()
        : Outcome.refused(
            Refusal.WRONG_BACKUP_VERSION,
            "The current backup is version " + current.get().version() + ".");
  }

  private void putKey(UserId user, long version, BackedUpKey key) {
    db.update(
        "INSERT OR REPLACE INTO backed_up_key VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        user,
        version,
        key.room(),
        key.session(),
        key.firstMessageIndex(),
        key.forwardedCount(),
        key.verified(),
        Json.text(key.data()));
  }

  /**
   * Specification, server-side key backups: verified is better, then the lower first message index,
   * then fewer forwards.
   */
  private static boolean isBetter(BackedUpKey key, KeyBackups.StoredKey than) {
    if (key.verified() != than.verified()) {
      return key.verified();
    }
    if (key.firstMessageIndex() != than.firstMessageIndex()) {
      return key.firstMessageIndex() < than.firstMessageIndex();
    }
    return key.forwardedCount() < than.forwardedCount();
  }

  Outcome deleteKeys(KeyCommand.DeleteBackupKeys delete, Tx tx) {
    if (backups.find(delete.user(), delete.version()).isEmpty()) {
      return unknown();
    }
    int deleted =
        db.update(
            "DELETE FROM backed_up_key WHERE user = ?1 AND version = ?2"
                + " AND (?3 IS NULL OR room = ?3) AND (?4 IS NULL OR session = ?4)",
            delete.user(),
            delete.version(),
            delete.room(),
            delete.session());
    usage.forget(tx, Quota.BACKED_UP_KEYS, owner(delete.user(), delete.version()));
    return state(delete.user(), delete.version(), deleted > 0);
  }

  private Outcome state(UserId user, long version, boolean changed) {
    if (changed) {
      db.update(
          "UPDATE key_backup SET etag = etag + 1 WHERE user = ? AND version = ?", user, version);
    }
    Backup backup = backups.find(user, version).orElseThrow();
    return new Outcome.Accepted(
        Json.object().put("etag", Long.toString(backup.etag())).put("count", backup.count()));
  }

  private static Outcome unknown() {
    return Outcome.refused(Refusal.NOT_FOUND, "There is no such backup.");
  }
}
