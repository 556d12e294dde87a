package org.bongsu.accountdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Supplier;
import org.bongsu.account.AccountDataRows;
import org.bongsu.account.Accounts;
import org.bongsu.apply.Change;
import org.bongsu.apply.Quota;
import org.bongsu.apply.Tx;
import org.bongsu.apply.Usage;
import org.bongsu.command.AccountDataCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.push.PushRules;
import org.bongsu.push.RuleKind;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Applies commands about tags, push rules, filters and pushers. */
public final class AccountDataApply {
  /** Maximum tags of one room. */
  private static final int TAGS_MAX = 100;

  /** Maximum distinct filters of one user. */
  private static final int FILTERS_MAX = 1_000;

  /** Maximum pushers of one user; the oldest is dropped. */
  private static final int PUSHERS_MAX = 100;

  /**
   * From this level on, nothing is stored for an account that has been deactivated, and no pusher
   * for a device that has been signed out.
   */
  private static final int CORRECTED_SINCE = 3;

  private final Db db;
  private final Accounts accounts;
  private final AccountDataRows rows;
  private final Usage usage;

  public AccountDataApply(Db db) {
    this.db = db;
    this.accounts = new Accounts(db);
    this.rows = new AccountDataRows(db);
    this.usage = new Usage(db);
  }

  public Outcome apply(AccountDataCommand command, Tx tx) {
    if (tx.reapplies() && command instanceof AccountDataCommand.SetPusher set) {
      return setPusherAgain(set, tx);
    }
    if (tx.level() >= CORRECTED_SINCE && !isOwnerThere(command)) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such user or device.");
    }
    return switch (command) {
      case AccountDataCommand.SetTag set -> setTag(set, tx);
      case AccountDataCommand.ChangePushRule change -> changePushRule(change, tx);
      case AccountDataCommand.StoreFilter store -> storeFilter(store, tx);
      case AccountDataCommand.SetPusher set -> setPusher(set, tx);
      case AccountDataCommand.DropPushersOfOthers drop -> dropPushersOfOthers(drop);
    };
  }

  /** Whether there is the account, and the device, that the command stores something for. */
  private boolean isOwnerThere(AccountDataCommand command) {
    return switch (command) {
      case AccountDataCommand.DropPushersOfOthers storesNothing -> true;
      case AccountDataCommand.SetPusher set ->
          set.pusher() == null || accounts.hasDevice(set.user(), set.device());
      case AccountDataCommand.SetTag set -> isActive(set.user());
      case AccountDataCommand.ChangePushRule change -> isActive(change.user());
      case AccountDataCommand.StoreFilter store -> isActive(store.user());
    };
  }

  private boolean isActive(UserId user) {
    return accounts.active(user).isPresent();
  }

  private Outcome setTag(AccountDataCommand.SetTag set, Tx tx) {
    ObjectNode content =
        accounts.accountData(set.user(), set.room(), AccountData.TAG).orElseGet(Json::object);
    ObjectNode tags =
        content.path("tags") instanceof ObjectNode known ? known : content.putObject("tags");
    if (set.content() == null) {
      if (tags.remove(set.tag()) == null) {
        return Outcome.accepted();
      }
    } else {
      tags.set(set.tag(), set.content());
    }
    if (tags.size() > TAGS_MAX) {
      return Outcome.refused(Refusal.LIMIT_REACHED, "A room has at most " + TAGS_MAX + " tags.");
    }
    return store(set.user(), set.room(), AccountData.TAG, content, tx);
  }

  private Outcome store(
      UserId user, @Nullable RoomId room, String type, ObjectNode content, Tx tx) {
    Outcome stored = rows.put(user, room, type, content, tx);
    if (stored instanceof Outcome.Accepted) {
      tx.changed(new Change.OfUser(user.value()));
    }
    return stored;
  }

  private Outcome changePushRule(AccountDataCommand.ChangePushRule change, Tx tx) {
    PushRules rules = AccountData.pushRules(accounts, change.user());
    return RuleKind.of(change.kind())
        .map(kind -> changed(rules, kind, change))
        .map(outcome ->
            switch (outcome) {
              case PushRules.Changed done ->
                  store(change.user(), null, AccountData.PUSH_RULES, done.rules().toStored(), tx);
              case PushRules.Refused refused ->
                  Outcome.refused(refusal(refused.reason()), refused.detail());
            })
        .orElseGet(() -> Outcome.refused(Refusal.INVALID, "There is no such kind of push rule."));
  }

  private static PushRules.Outcome changed(
      PushRules rules, RuleKind kind, AccountDataCommand.ChangePushRule change) {
    JsonNode value = change.value() == null ? Json.object() : change.value();
    return switch (change.change()) {
      case PUT ->
          rules.put(
              kind,
              change.ruleId(),
              value instanceof ObjectNode body ? body : Json.object(),
              change.before(),
              change.after());
      case REMOVE -> rules.remove(kind, change.ruleId());
      case SET_ENABLED -> rules.setEnabled(kind, change.ruleId(), value.booleanValue(false));
      case SET_ACTIONS -> rules.setActions(kind, change.ruleId(), value);
    };
  }

  private static Refusal refusal(PushRules.Reason reason) {
    return switch (reason) {
      case NOT_FOUND -> Refusal.NOT_FOUND;
      case DEFAULT_RULE, BAD_RULE_ID, NEIGHBOUR_NOT_FOUND, INVALID -> Refusal.INVALID;
      case TOO_MANY -> Refusal.LIMIT_REACHED;
    };
  }

  private Outcome storeFilter(AccountDataCommand.StoreFilter store, Tx tx) {
    String text = Json.text(store.filter());
    long known =
        db.number("SELECT id FROM filter WHERE user = ? AND filter = ?", store.user(), text)
            .orElse(0);
    if (known > 0) {
      return Outcome.accepted("filter_id", Long.toString(known));
    }
    long last = db.number("SELECT MAX(id) FROM filter WHERE user = ?", store.user()).orElse(0);
    if (last >= FILTERS_MAX) {
      return Outcome.refused(
          Refusal.LIMIT_REACHED, "A user has at most " + FILTERS_MAX + " filters.");
    }
    Usage.Total one = Usage.Total.added(text.getBytes(UTF_8).length);
    if (!usage.add(tx, Quota.FILTERS, store.user().value(), one, countedFilters(store.user()))) {
      return Outcome.refused(Refusal.LIMIT_REACHED, Quota.FILTERS.limit("A user's filters"));
    }
    db.update("INSERT INTO filter VALUES (?, ?, ?)", store.user(), last + 1, text);
    return Outcome.accepted("filter_id", Long.toString(last + 1));
  }

  private Supplier<Usage.Total> countedFilters(UserId user) {
    return Usage.counting(
        db,
        "SELECT COUNT(*), COALESCE(SUM(octet_length(filter)), 0) FROM filter WHERE user = ?",
        user);
  }

  /**
   * Even if the new pusher's device is not there, the pushers that it took the place of must go.
   */
  private Outcome setPusherAgain(AccountDataCommand.SetPusher set, Tx tx) {
    if (isOwnerThere(set)) {
      return setPusher(set, tx);
    }
    remove(set);
    takeFromOthers(set, tx);
    return Outcome.accepted();
  }

  private void remove(AccountDataCommand.SetPusher set) {
    db.update(
        "DELETE FROM pusher WHERE user = ? AND app_id = ? AND push_key = ?",
        set.user(),
        set.appId(),
        set.pushKey());
  }

  private static void takeFromOthers(AccountDataCommand.SetPusher set, Tx tx) {
    if (!set.append()) {
      tx.broadcast(
          new AccountDataCommand.DropPushersOfOthers(set.user(), set.appId(), set.pushKey()));
    }
  }

  private Outcome setPusher(AccountDataCommand.SetPusher set, Tx tx) {
    if (set.pusher() == null) {
      remove(set);
      return Outcome.accepted();
    }
    db.update(
        "INSERT OR REPLACE INTO pusher VALUES (?, ?, ?, ?, ?, ?)",
        set.user(),
        set.appId(),
        set.pushKey(),
        set.device(),
        Json.text(set.pusher()),
        tx.nextOrdering());
    db.update(
        "DELETE FROM pusher WHERE user = ?1 AND ordering IN (SELECT ordering FROM pusher"
            + " WHERE user = ?1 ORDER BY ordering DESC LIMIT -1 OFFSET ?2)",
        set.user(),
        PUSHERS_MAX);
    tx.changed(new Change.OfPushers(set.user().value()));
    takeFromOthers(set, tx);
    return Outcome.accepted();
  }

  private Outcome dropPushersOfOthers(AccountDataCommand.DropPushersOfOthers drop) {
    db.update(
        "DELETE FROM pusher WHERE app_id = ? AND push_key = ? AND user <> ?",
        drop.appId(),
        drop.pushKey(),
        drop.user());
    return Outcome.accepted();
  }
}
