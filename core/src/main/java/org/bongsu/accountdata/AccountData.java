package org.bongsu.accountdata;

import java.util.List;
import java.util.Optional;
import org.bongsu.account.Accounts;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.push.PushRules;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/** Reads the push rules, filters and pushers of users. */
public final class AccountData {
  /** Type of the push rules; stored in the form of {@link PushRules#toStored}. */
  public static final String PUSH_RULES = "m.push_rules";

  public static final String TAG = "m.tag";

  /** The user's fully-read marker of a room; set through receipts only. */
  public static final String FULLY_READ = "m.fully_read";

  private final Db db;

  public AccountData(Db db) {
    this.db = db;
  }

  /** The push rules of a user; the defaults if they were never changed. */
  public static PushRules pushRules(Accounts accounts, UserId user) {
    return accounts
        .accountData(user, null, PUSH_RULES)
        .map(stored -> PushRules.stored(user, stored))
        .orElseGet(() -> PushRules.defaultsOf(user));
  }

  public PushRules pushRules(UserId user) {
    return pushRules(new Accounts(db), user);
  }

  public Optional<ObjectNode> filter(UserId user, long id) {
    return db.text("SELECT filter FROM filter WHERE user = ? AND id = ?", user, id)
        .map(Json::object);
  }

  /** The pushers of a user, the oldest first. */
  public List<ObjectNode> pushers(UserId user) {
    return db.list(
        "SELECT pusher FROM pusher WHERE user = ? ORDER BY ordering",
        row -> Json.object(row.getString(1)),
        user);
  }

  /** The users of this shard that have pushers. */
  public List<UserId> usersWithPushers() {
    return db.list(
        "SELECT DISTINCT user FROM pusher ORDER BY user", row -> new UserId(row.getString(1)));
  }
}
