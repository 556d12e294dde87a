package org.bongsu.account;

import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.UserCommand;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/** Applies commands about accounts. */
public final class AccountApply {
  /** Specification: a profile has at most 64 KiB in all. */
  private static final int PROFILE_BYTES_MAX = 65_536;

  private final Db db;
  private final Accounts accounts;

  public AccountApply(Db db) {
    this.db = db;
    this.accounts = new Accounts(db);
  }

  public Outcome apply(UserCommand command, Tx tx) {
    tx.changed(new Change.OfUser(command.user().value()));
    return switch (command) {
      case UserCommand.RegisterUser register -> register(register, tx);
      case UserCommand.LogIn logIn -> logIn(logIn, tx);
      case UserCommand.DeleteDevices delete -> deleteDevices(delete);
      case UserCommand.SetProfileField set -> setProfileField(set, tx);
      case UserCommand.SetAccountData set -> setAccountData(set, tx);
      case UserCommand.ProfileChanged ignored ->
          throw new IllegalStateException("rooms apply this one");
    };
  }

  private Outcome register(UserCommand.RegisterUser register, Tx tx) {
    int added =
        db.update(
            "INSERT OR IGNORE INTO account (user, password, admin, created, profile)"
                + " VALUES (?, ?, ?, ?, '{}')",
            register.user(),
            register.passwordHash(),
            register.admin(),
            tx.timeMillis());
    if (added == 0) {
      return Outcome.refused(Refusal.USER_IN_USE, "This user name is taken.");
    }
    if (register.session() != null) {
      addSession(register.user(), register.session(), tx);
    }
    return Outcome.accepted();
  }

  private Outcome logIn(UserCommand.LogIn logIn, Tx tx) {
    if (accounts.find(logIn.user()).filter(account -> !account.isDeactivated()).isEmpty()) {
      return Outcome.refused(Refusal.USER_DEACTIVATED, "This account does not log in any more.");
    }
    db.update(
        "DELETE FROM session WHERE user = ? AND device = ?",
        logIn.user(),
        logIn.session().device());
    addSession(logIn.user(), logIn.session(), tx);
    return Outcome.accepted();
  }

  private void addSession(UserId user, UserCommand.NewSession session, Tx tx) {
    db.update(
        "INSERT OR IGNORE INTO device (user, device, display_name, created) VALUES (?, ?, ?, ?)",
        user,
        session.device(),
        session.displayName(),
        tx.timeMillis());
    db.update(
        "INSERT INTO session VALUES (?, ?, ?, ?, ?)",
        session.tokenHash(),
        user,
        session.device(),
        session.expiresMillis(),
        session.refreshTokenHash());
  }

  private Outcome deleteDevices(UserCommand.DeleteDevices delete) {
    for (DeviceId device : delete.devices()) {
      for (String table : new String[] {"session", "to_device", "device"}) {
        db.update("DELETE FROM " + table + " WHERE user = ? AND device = ?", delete.user(), device);
      }
    }
    return Outcome.accepted();
  }

  private Outcome setProfileField(UserCommand.SetProfileField set, Tx tx) {
    Accounts.Account account = accounts.find(set.user()).orElse(null);
    if (account == null) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such user.");
    }
    ObjectNode profile = account.profile();
    if (set.value() == null) {
      profile.remove(set.field());
    } else {
      profile.set(set.field(), set.value());
    }
    if (Json.bytes(profile).length > PROFILE_BYTES_MAX) {
      return Outcome.refused(Refusal.TOO_LARGE, "A profile has at most 64 KiB.");
    }
    db.update("UPDATE account SET profile = ? WHERE user = ?", Json.text(profile), set.user());
    tx.tellAll(new UserCommand.ProfileChanged(set.user(), profile, set.field()));
    return Outcome.accepted();
  }

  private Outcome setAccountData(UserCommand.SetAccountData set, Tx tx) {
    db.update(
        "INSERT OR REPLACE INTO account_data VALUES (?, ?, ?, ?, ?)",
        set.user(),
        set.room() == null ? "" : set.room().value(),
        set.type(),
        Json.text(set.content()),
        tx.nextOrdering());
    return Outcome.accepted();
  }
}
