package org.bongsu.unread;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bongsu.account.Accounts;
import org.bongsu.accountdata.AccountData;
import org.bongsu.id.UserId;
import org.bongsu.push.PushEvaluator;
import org.bongsu.push.PushRules;
import org.bongsu.store.Db;
import org.bongsu.store.LruCache;

/**
 * A user, with the account data that decides what they see and are notified of.
 *
 * @param ignored users whose events are hidden
 * @param rules the user's push rules
 * @param versions of the account data that this was made from
 */
public record Recipient(
    UserId user, Set<UserId> ignored, PushEvaluator rules, List<Long> versions) {
  private static final String IGNORED_USERS = "m.ignored_user_list";

  /** Reads users from their shards; unchanged ones come from a cache. */
  public static final class Reader {
    private static final int REMEMBERED_MAX = 20_000;

    private final LruCache<UserId, Recipient> known = new LruCache<>(REMEMBERED_MAX);

    public Recipient read(Db db, UserId user) {
      List<Long> versions = versions(db, user);
      Recipient found = known.get(user);
      if (found == null || !found.versions.equals(versions)) {
        found = make(db, user, versions);
        known.put(user, found);
      }
      return found;
    }

    private static List<Long> versions(Db db, UserId user) {
      List<Long> versions = new ArrayList<>(2);
      for (String type : List.of(IGNORED_USERS, AccountData.PUSH_RULES)) {
        versions.add(
            db.number(
                    "SELECT ordering FROM account_data WHERE user = ? AND room = '' AND type = ?",
                    user,
                    type)
                .orElse(0));
      }
      return versions;
    }

    private static Recipient make(Db db, UserId user, List<Long> versions) {
      Set<UserId> ignored = new LinkedHashSet<>();
      Accounts accounts = new Accounts(db);
      accounts
          .accountData(user, null, IGNORED_USERS)
          .ifPresent(content ->
              content
                  .path("ignored_users")
                  .properties()
                  .forEach(entry -> UserId.parse(entry.getKey()).ifPresent(ignored::add)));
      ignored.remove(user);
      PushRules rules = AccountData.pushRules(accounts, user);
      return new Recipient(user, Set.copyOf(ignored), PushEvaluator.of(rules), versions);
    }
  }
}
