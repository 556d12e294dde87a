package org.bongsu.api.sync;

import java.util.LinkedHashSet;
import java.util.Set;
import org.bongsu.account.Accounts;
import org.bongsu.id.UserId;
import org.bongsu.store.Db;

/** Whoever syncs, and what of the account decides how rooms look to them. */
record Person(UserId user, Set<UserId> ignored) {
  static final String IGNORED_USERS = "m.ignored_user_list";

  /** Reads it from the user's shard. */
  static Person read(Db db, UserId user) {
    Set<UserId> ignored = new LinkedHashSet<>();
    new Accounts(db)
        .accountData(user, null, IGNORED_USERS)
        .ifPresent(content ->
            content
                .path("ignored_users")
                .properties()
                .forEach(entry -> UserId.parse(entry.getKey()).ifPresent(ignored::add)));
    ignored.remove(user);
    return new Person(user, Set.copyOf(ignored));
  }
}
