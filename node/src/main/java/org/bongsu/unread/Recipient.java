package org.bongsu.unread;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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

/**
 * A user, with the account data that decides what they see and are notified of.
 *
 * @param ignored users whose events are hidden
 * @param rules the user's push rules
 * @param versions of the account data that this was made from
 * @param bytes in memory, approximately
 */
public record Recipient(
    UserId user, Set<UserId> ignored, PushEvaluator rules, List<Long> versions, int bytes) {
  private static final String IGNORED_USERS = "m.ignored_user_list";

  /** Reads users from their shards; unchanged ones come from a cache. */
  public static final class Reader {
    private static final long CACHE_BYTES_MAX = 96L << 20;

    /** Approximate size in memory with default rules, and of a byte of stored account data. */
    private static final int BYTES_MIN = 2_048;

    private static final int BYTES_OF_STORED_BYTE = 12;

    private final Cache<UserId, Recipient> known =
        Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES_MAX)
            .weigher((UserId user, Recipient recipient) -> recipient.bytes())
            .executor(Runnable::run)
            .build();

    public Recipient read(Db db, UserId user) {
      List<Long> versions = versions(db, user);
      Recipient found = known.getIfPresent(user);
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
      int bytes = BYTES_MIN + BYTES_OF_STORED_BYTE * storedBytes(db, user);
      return new Recipient(user, Set.copyOf(ignored), PushEvaluator.of(rules), versions, bytes);
    }

    private static int storedBytes(Db db, UserId user) {
      return Math.toIntExact(
          db.number(
                  "SELECT SUM(octet_length(content)) FROM account_data"
                      + " WHERE user = ? AND room = '' AND type IN (?, ?)",
                  user,
                  IGNORED_USERS,
                  AccountData.PUSH_RULES)
              .orElse(0));
    }
  }
}
