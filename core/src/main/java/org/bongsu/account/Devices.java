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
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;

/** Devices and their sessions: what applying changes in them, and what others read of them. */
public final class Devices {
  /** Devices of one account; whoever has so many signs some of them out first. */
  public static final int DEVICES_MAX = 1_000;

  /** Every table whose rows belong to a device ({@code user}, {@code device}) and end with it. */
  private static final List<String> TABLES =
      List.of(
          "session",
          "to_device",
          "device_keys",
          "one_time_key",
          "fallback_key",
          "pusher",
          "device");

  /** From this level on a device that ends takes with it which one-time keys it has given out. */
  private static final int FORGETS_CLAIMED_SINCE = 2;

  /**
   * A device.
   *
   * @param seenMillis about when it was last used, or null
   * @param address from where that was, or null
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

  /** Signs a device in; older tokens of the device end. */
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
    db.update("DELETE FROM session WHERE user = ? AND device = ?", user, session.device());
    db.update(
        "INSERT INTO session VALUES (?, ?, ?, ?, ?, NULL)",
        session.tokenHash(),
        user,
        session.device(),
        session.expiresMillis(),
        session.refreshTokenHash());
    tx.changed(new Change.OfSessions(user.value()));
    return Outcome.accepted();
  }

  /** What a refresh needs to know of the session that it goes on from. */
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

  /** Signs a device out and forgets it; one that is not there is signed out already. */
  void end(UserId user, DeviceId device, Tx tx) {
    if (endRows(user, device, tx)) {
      tx.broadcast(new KeyCommand.DeviceListChanged(user));
    }
  }

  /** Whether the device had keys, so that others must learn that it is gone. */
  private boolean endRows(UserId user, DeviceId device, Tx tx) {
    boolean hadKeys =
        db.exists("SELECT 1 FROM device_keys WHERE user = ? AND device = ?", user, device);
    for (String table : TABLES) {
      db.update("DELETE FROM " + table + " WHERE user = ? AND device = ?", user, device);
    }
    forgetClaimedKeys(user, device, tx);
    tx.changed(new Change.OfSessions(user.value()));
    return hadKeys;
  }

  /**
   * A new device of an id that was used before makes its keys anew, and clients count them from the
   * same number. While the ones that the former device gave out are remembered, keys of these names
   * are taken for a repeated upload and dropped. So level 1 did; what it left behind goes when the
   * id is used again.
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
