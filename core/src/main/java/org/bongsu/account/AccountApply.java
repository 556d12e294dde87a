package org.bongsu.account;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.UserCommand;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.reference.MediaReferences;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Applies commands about accounts. */
public final class AccountApply {
  /** Specification: a profile has less than 64 KiB in all. */
  private static final int PROFILE_BYTES_MAX = 65_535;

  /**
   * From this level on, erasing an account also concerns what its user said in rooms, and nothing
   * is stored for an account that has been deactivated.
   */
  private static final int CORRECTED_SINCE = 3;

  private static final List<String> IN_MEMBER_EVENTS = List.of("displayname", "avatar_url");

  /** The name of profiles among the sources of references to media. */
  private static final String PROFILE = "profile";

  /** Maximum stored reports of one user about another; further ones are accepted and ignored. */
  private static final int REPORTS_OF_ONE_MAX = 20;

  private final Db db;
  private final Accounts accounts;
  private final Devices devices;
  private final AccountDataRows accountData;
  private final MediaReferences references;
  private final SealedProfiles profiles;

  public AccountApply(Db db) {
    this.db = db;
    this.accounts = new Accounts(db);
    this.devices = new Devices(db);
    this.accountData = new AccountDataRows(db);
    this.references = new MediaReferences(db);
    this.profiles = new SealedProfiles(db);
  }

  public Outcome apply(UserCommand command, Tx tx) {
    if (!(command instanceof UserCommand.SeeDevice)) {
      tx.changed(new Change.OfUser(command.user().value()));
    }
    return switch (command) {
      case UserCommand.RegisterUser register -> tx.atomically(() -> register(register, tx));
      case UserCommand.LogIn logIn -> logIn(logIn, tx);
      case UserCommand.RefreshSession refresh -> devices.refresh(refresh, tx);
      case UserCommand.ConfirmSession confirm -> devices.confirm(confirm, tx);
      case UserCommand.RenameDevice rename -> devices.rename(rename);
      case UserCommand.SeeDevice see -> devices.see(see);
      case UserCommand.DeleteDevices delete -> deleteDevices(delete, tx);
      case UserCommand.DeleteAllDevices delete -> deleteAllDevices(delete, tx);
      case UserCommand.SetPassword set -> setPassword(set, tx);
      case UserCommand.DeactivateUser deactivate -> deactivate(deactivate, tx);
      case UserCommand.LockUser lock -> lock(lock, tx);
      case UserCommand.ReportUser report -> report(report, tx);
      case UserCommand.SetProfileField set -> setProfileField(set, tx);
      case UserCommand.ReleaseProfile release -> releaseProfile(release, tx);
      case UserCommand.SetAccountData set -> setAccountData(set, tx);
      case UserCommand.ProfileChanged ignored -> throw roomsApply();
      case UserCommand.UserDeactivated ignored -> throw roomsApply();
      case UserCommand.UserErased ignored -> throw roomsApply();
    };
  }

  private static IllegalStateException roomsApply() {
    return new IllegalStateException("rooms apply this one");
  }

  private Outcome register(UserCommand.RegisterUser register, Tx tx) {
    int added =
        db.update(
            "INSERT OR IGNORE INTO account (user, password, admin, created, profile, search)"
                + " VALUES (?, ?, ?, ?, '{}', ?)",
            register.user(),
            register.passwordHash(),
            register.admin(),
            tx.timeMillis(),
            searched(register.user(), Json.object()));
    if (added == 0) {
      return Outcome.refused(Refusal.USER_IN_USE, "This user name is taken.");
    }
    profiles.releaseAll(register.user());
    return register.session() == null
        ? Outcome.accepted()
        : devices.signIn(register.user(), register.session(), tx);
  }

  private Outcome logIn(UserCommand.LogIn logIn, Tx tx) {
    if (tx.reapplies()) { // revokes the device's older tokens, and signs nobody in
      devices.endSessions(logIn.user(), logIn.session().device(), tx);
      return Outcome.accepted();
    }
    return provenAccount(logIn.user(), logIn.provenBy())
        .map(account -> devices.signIn(logIn.user(), logIn.session(), tx))
        .orElseGet(AccountApply::notProven);
  }

  /**
   * The account, unless it is deactivated or its password hash is not the one that was verified.
   */
  private Optional<Accounts.Account> provenAccount(UserId user, @Nullable String provenBy) {
    return accounts
        .find(user)
        .filter(account -> !account.isDeactivated())
        .filter(account -> provenBy == null || Objects.equals(provenBy, account.passwordHash()));
  }

  private static Outcome notProven() {
    return Outcome.refused(Refusal.FORBIDDEN, "The user name or password is wrong.");
  }

  private Outcome deleteDevices(UserCommand.DeleteDevices delete, Tx tx) {
    for (DeviceId device : delete.devices()) {
      devices.end(delete.user(), device, tx);
    }
    return Outcome.accepted();
  }

  private Outcome deleteAllDevices(UserCommand.DeleteAllDevices delete, Tx tx) {
    devices.endAll(delete.user(), delete.except(), tx);
    return Outcome.accepted();
  }

  private Outcome setPassword(UserCommand.SetPassword set, Tx tx) {
    String provenBy = tx.reapplies() ? null : set.provenBy();
    if (provenAccount(set.user(), provenBy).isEmpty()) {
      return notProven();
    }
    db.update("UPDATE account SET password = ? WHERE user = ?", set.passwordHash(), set.user());
    if (set.endDevices()) {
      devices.endAll(set.user(), set.except(), tx);
    }
    return Outcome.accepted();
  }

  private Outcome deactivate(UserCommand.DeactivateUser deactivate, Tx tx) {
    UserId user = deactivate.user();
    Accounts.Account account = accounts.find(user).orElse(null);
    if (account == null) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such user.");
    }
    if (!account.isDeactivated()) {
      references.replace(tx, user, PROFILE, () -> profiles.whole(user), Json.object());
      db.update(
          "UPDATE account SET password = NULL, admin = 0, deactivated = ?, profile = '{}',"
              + " search = '' WHERE user = ?",
          tx.timeMillis(),
          user);
      devices.endAll(user, null, tx);
      tx.broadcast(new UserCommand.UserDeactivated(user));
    }
    if (deactivate.erase()) {
      accountData.deleteAll(user, tx);
      if (tx.level() >= CORRECTED_SINCE) {
        tx.broadcast(new UserCommand.UserErased(user));
      }
    }
    return Outcome.accepted();
  }

  /** How many accounts and pieces of account data there are, at most {@code max}. */
  public long countContents(int max) {
    return db.number(
            "SELECT COUNT(*) FROM (SELECT 1 FROM account UNION ALL SELECT 1 FROM account_data"
                + " LIMIT ?)",
            max)
        .orElseThrow();
  }

  /** Records the references to media of all profiles and account data. */
  public void recordReferences() {
    record Profile(UserId user, ObjectNode content) {}
    db.list(
            "SELECT user, profile FROM account WHERE profile LIKE ? ORDER BY user",
            row -> new Profile(new UserId(row.getString(1)), Json.object(row.getString(2))),
            MediaReferences.ANY)
        .forEach(one ->
            references.record(one.user.serverName(), one.user.value(), PROFILE, one.content));
    accountData.recordReferences();
  }

  private Outcome lock(UserCommand.LockUser lock, Tx tx) {
    if (provenAccount(lock.user(), null).isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such user.");
    }
    db.update("UPDATE account SET locked = ? WHERE user = ?", lock.locked(), lock.user());
    tx.changed(new Change.OfSessions(lock.user().value()));
    return Outcome.accepted();
  }

  private Outcome report(UserCommand.ReportUser report, Tx tx) {
    if (accounts.find(report.user()).isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such user.");
    }
    long before =
        db.number(
                "SELECT COUNT(*) FROM user_report WHERE user = ? AND reporter = ?",
                report.user(),
                report.reporter())
            .orElse(0);
    if (before < REPORTS_OF_ONE_MAX) {
      db.update(
          "INSERT INTO user_report VALUES (?, ?, ?, ?, ?)",
          tx.nextOrdering(),
          report.user(),
          report.reporter(),
          report.reason(),
          tx.timeMillis());
    }
    return Outcome.accepted();
  }

  private Outcome setProfileField(UserCommand.SetProfileField set, Tx tx) {
    if (provenAccount(set.user(), null).isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such user.");
    }
    ObjectNode profile = profiles.whole(set.user());
    ObjectNode before = profile.deepCopy();
    if (set.value() == null || set.value().isNull()) {
      profile.remove(set.field());
    } else {
      profile.set(set.field(), set.value());
    }
    if (Json.bytes(profile).length > PROFILE_BYTES_MAX) {
      if (!tx.reapplies()) {
        return Outcome.refused(Refusal.TOO_LARGE, "A profile has less than 64 KiB.");
      }
      profile.remove(set.field()); // the old value must go
    }
    boolean wasHidden = profiles.release(set.user(), set.field());
    if (profile.equals(before) && !wasHidden) {
      return Outcome.accepted();
    }
    references.replace(tx, set.user(), PROFILE, () -> before, profile);
    db.update(
        "UPDATE account SET profile = ?, search = ? WHERE user = ?",
        Json.text(profile),
        searched(set.user(), profile),
        set.user());
    if (IN_MEMBER_EVENTS.contains(set.field())) {
      broadcast(set.user(), profile, set.field(), tx);
    }
    return Outcome.accepted();
  }

  private void broadcast(UserId user, ObjectNode profile, String field, Tx tx) {
    tx.broadcast(new UserCommand.ProfileChanged(user, profiles.shown(user, profile), field));
  }

  private Outcome releaseProfile(UserCommand.ReleaseProfile release, Tx tx) {
    if (provenAccount(release.user(), null).isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such user.");
    }
    if (profiles.releaseAll(release.user())) {
      broadcast(release.user(), profiles.whole(release.user()), "avatar_url", tx);
    }
    return Outcome.accepted();
  }

  /** Hides the profiles of the shard, except display names; see {@link SealedProfiles}. */
  public void seal() {
    profiles.seal();
  }

  /** The text that the user directory searches: localpart and display name, each on a line. */
  private static String searched(UserId user, ObjectNode profile) {
    return folded(user.localpart() + "\n" + profile.path("displayname").stringValue(""));
  }

  /** Lower case and NFC, so that Hangul typed as separate jamo matches composed syllables. */
  public static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  private Outcome setAccountData(UserCommand.SetAccountData set, Tx tx) {
    if (tx.level() >= CORRECTED_SINCE && accounts.active(set.user()).isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such user.");
    }
    return accountData.put(set.user(), set.room(), set.type(), set.content(), tx);
  }
}
