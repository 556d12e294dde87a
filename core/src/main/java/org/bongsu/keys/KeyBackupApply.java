package org.bongsu.keys;

import java.util.Optional;
import java.util.function.Supplier;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.KeyCommand.BackedUpKey;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.keys.KeyBackups.Backup;
import org.bongsu.store.Db;

/** Applies commands about key backups. */
final class KeyBackupApply {
  private final Db db;
  private final KeyBackups backups;

  KeyBackupApply(Db db) {
    this.db = db;
    this.backups = new KeyBackups(db);
  }

  Outcome create(KeyCommand.CreateBackup create) {
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

  Outcome update(KeyCommand.UpdateBackup update) {
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

  Outcome delete(KeyCommand.DeleteBackup delete) {
    int deleted =
        db.update(
            "UPDATE key_backup SET deleted = 1, auth_data = '{}' WHERE user = ? AND version = ?",
            delete.user(),
            delete.version());
    db.update(
        "DELETE FROM backed_up_key WHERE user = ? AND version = ?",
        delete.user(),
        delete.version());
    return deleted == 1 ? Outcome.accepted() : unknown();
  }

  Outcome put(KeyCommand.PutBackupKeys put) {
    return inCurrent(
        put.user(),
        put.version(),
        () -> {
          boolean changed = false;
          for (BackedUpKey key : put.keys()) {
            changed |= putKey(put.user(), put.version(), key);
          }
          return state(put.user(), put.version(), changed);
        });
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

  private boolean putKey(UserId user, long version, BackedUpKey key) {
    Optional<BackedUpKey> before = backups.key(user, version, key.room(), key.session());
    if (before.filter(kept -> !isBetter(key, kept)).isPresent()) {
      return false;
    }
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
    return true;
  }

  /**
   * Specification, server-side key backups: verified is better, then the lower first message index,
   * then fewer forwards.
   */
  private static boolean isBetter(BackedUpKey key, BackedUpKey than) {
    if (key.verified() != than.verified()) {
      return key.verified();
    }
    if (key.firstMessageIndex() != than.firstMessageIndex()) {
      return key.firstMessageIndex() < than.firstMessageIndex();
    }
    return key.forwardedCount() < than.forwardedCount();
  }

  Outcome deleteKeys(KeyCommand.DeleteBackupKeys delete) {
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
