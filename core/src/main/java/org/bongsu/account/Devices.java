package org.bongsu.account;

import java.util.List;
import java.util.Optional;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.UserCommand;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.keys.ToDevice;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;

/** Devices and their sessions: changes made by applying commands, and reads. */
public final class Devices {
  /** Maximum devices of one account; at the limit, a new login is refused. */
  public static final int DEVICES_MAX = 1_000;

  /**
   * All tables whose rows belong to a device ({@code user}, {@code device}) and are deleted with
   * it.
   */
  private static final List<String> TABLES =
      List.of(
          "session",
          "to_device",
          "device_keys",
          "one_time_key",
          "fallback_key",
          "pusher",
          "device");

  /** From this level on, deleting a device also deletes the record of its claimed one-time keys. */
  private static final int FORGETS_CLAIMED_SINCE = 2;

  /**
   * A device.
   *
   * @param seenMillis about when it was last used, or null
   * @param address the address it was used from, or null
   */
  public record Device(
      DeviceId id,
      @Nullable String displayName,
      long createdMillis,
      @Nullable Long seenMillis,
      @Nullable String address) {}

  private static final String COLUMNS =
      "SELECT device, display_name, created, seen, address FROM device ";

  private static final Db.Row<Device> ROW =
      row ->
          new Device(
              new DeviceId(row.getString(1)),
              row.getString(2),
              row.getLong(3),
              row.getNullableLong(4),
              row.getString(5));

  private final Db db;

  public Devices(Db db) {
    this.db = db;
  }

  public List<Device> of(UserId user) {
    return db.list(COLUMNS + "WHERE user = ? ORDER BY device", ROW, user);
  }

  public Optional<Device> find(UserId user, DeviceId device) {
    return db.one(COLUMNS + "WHERE user = ? AND device = ?", ROW, user, device);
  }

  /** Signs a device in; its older tokens are revoked. */
  Outcome signIn(UserId user, UserCommand.NewSession session, Tx tx) {
    if (find(user, session.device()).isEmpty()) {
      long count = db.number("SELECT COUNT(*) FROM device WHERE user = ?", user).orElse(0);
      if (count >= DEVICES_MAX) {
        return Outcome.refused(
            Refusal.LIMIT_REACHED, "An account has at most " + DEVICES_MAX + " devices.");
      }
      db.update(
          "INSERT INTO device (user, device, display_name, created) VALUES (?, ?, ?, ?)",
          user,
          session.device(),
          session.displayName(),
          tx.timeMillis());
      forgetClaimedKeys(user, session.device(), tx);
    }
    endSessions(user, session.device(), tx);
    db.update(
        "INSERT INTO session VALUES (?, ?, ?, ?, ?, NULL)",
        session.tokenHash(),
        user,
        session.device(),
        session.expiresMillis(),
        session.refreshTokenHash());
    return Outcome.accepted();
  }

  /** Revokes a device's tokens. */
  void endSessions(UserId user, DeviceId device, Tx tx) {
    db.update("DELETE FROM session WHERE user = ? AND device = ?", user, device);
    tx.changed(new Change.OfSessions(user.value()));
  }

  /** The session that a refresh continues. */
  private record Refreshed(String tokenHash, DeviceId device, @Nullable String replaces) {}

  Outcome refresh(UserCommand.RefreshSession refresh, Tx tx) {
    Refreshed old =
        db.one(
                "SELECT token_hash, device, replaces FROM session"
                    + " WHERE refresh_hash = ? AND user = ?",
                row ->
                    new Refreshed(
                        row.getString(1), new DeviceId(row.getString(2)), row.getString(3)),
                refresh.refreshTokenHash(),
                refresh.user())
            .orElse(null);
    if (old == null) {
      return Outcome.refused(Refusal.NOT_FOUND, "This refresh token is not known (any more).");
    }
    if (old.replaces != null) {
      end(old.replaces, old.tokenHash);
    }
    db.update("DELETE FROM session WHERE replaces = ?", old.tokenHash);
    db.update(
        "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?)",
        refresh.newTokenHash(),
        refresh.user(),
        old.device,
        refresh.expiresMillis(),
        refresh.newRefreshTokenHash(),
        old.tokenHash);
    tx.changed(new Change.OfSessions(refresh.user().value()));
    return Outcome.accepted("device_id", old.device.value());
  }

  Outcome confirm(UserCommand.ConfirmSession confirm, Tx tx) {
    db.text("SELECT replaces FROM session WHERE token_hash = ?", confirm.tokenHash())
        .ifPresent(before -> end(before, confirm.tokenHash()));
    tx.changed(new Change.OfSessions(confirm.user().value()));
    return Outcome.accepted();
  }

  private void end(String before, String after) {
    db.update("DELETE FROM session WHERE token_hash = ?", before);
    db.update("UPDATE session SET replaces = NULL WHERE token_hash = ?", after);
  }

  Outcome rename(UserCommand.RenameDevice rename) {
    int renamed =
        db.update(
            "UPDATE device SET display_name = ? WHERE user = ? AND device = ?",
            rename.displayName(),
            rename.user(),
            rename.device());
    return renamed == 1
        ? Outcome.accepted()
        : Outcome.refused(Refusal.NOT_FOUND, "There is no such device.");
  }

  Outcome see(UserCommand.SeeDevice see) {
    db.update(
        "UPDATE device SET seen = ?, address = ? WHERE user = ? AND device = ?",
        see.seenMillis(),
        see.address(),
        see.user(),
        see.device());
    return Outcome.accepted();
  }

  /** Deletes a device with everything that belongs to it; does nothing if it does not exist. */
  void end(UserId user, DeviceId device, Tx tx) {
    if (endRows(user, device, tx)) {
      tx.broadcast(new KeyCommand.DeviceListChanged(user));
    }
  }

  /** Deletes a device's rows; true if it had keys, so that other users must be notified. */
  private boolean endRows(UserId user, DeviceId device, Tx tx) {
    boolean hadKeys =
        db.exists("SELECT 1 FROM device_keys WHERE user = ? AND device = ?", user, device);
    for (String table : TABLES) {
      db.update("DELETE FROM " + table + " WHERE user = ? AND device = ?", user, device);
    }
    forgetClaimedKeys(user, device, tx);
    new ToDevice(db).forgetUsage(user, device, tx);
    tx.changed(new Change.OfSessions(user.value()));
    return hadKeys;
  }

  /**
   * A new device with a reused id generates new keys, and clients number them from the same start.
   * As long as the claimed keys of the former device are recorded, new keys with the same names are
   * mistaken for a repeated upload and dropped. Level 1 did not delete the records; those it left
   * behind are deleted when the id is used again.
   */
  private void forgetClaimedKeys(UserId user, DeviceId device, Tx tx) {
    if (tx.level() >= FORGETS_CLAIMED_SINCE) {
      db.update("DELETE FROM claimed_key WHERE user = ? AND device = ?", user, device);
    }
  }

  void endAll(UserId user, @Nullable DeviceId except, Tx tx) {
    boolean hadKeys = false;
    for (Device device : of(user)) {
      if (!device.id().equals(except)) {
        hadKeys |= endRows(user, device.id(), tx);
      }
    }
    if (hadKeys) {
      tx.broadcast(new KeyCommand.DeviceListChanged(user));
    }
  }
}
