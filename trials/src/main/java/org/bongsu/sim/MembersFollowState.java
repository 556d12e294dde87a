package org.bongsu.sim;

import java.util.Optional;
import org.bongsu.store.Db;

/** The member table agrees with each user's newest member event in the room. */
final class MembersFollowState implements Checker {
  private static final String SAID_BY_EVENTS =
      "SELECT e.room, e.state_key, json_extract(e.content, '$.membership'), MAX(e.ordering)"
          + " FROM event e WHERE e.type = 'm.room.member' AND e.state_key IS NOT NULL"
          + " GROUP BY e.room, e.state_key";

  private static final String SAID_BY_TABLE =
      "SELECT m.room, a.user, m.membership, m.event FROM member m JOIN actor a ON a.id = m.user";

  @Override
  public Optional<String> check(History history, Sites sites) {
    for (Db db : sites.stores()) {
      Optional<String> missing = first(db, SAID_BY_EVENTS + " EXCEPT " + SAID_BY_TABLE);
      if (missing.isPresent()) {
        return Optional.of("the table lacks what an event says: " + missing.get());
      }
      Optional<String> invented = first(db, SAID_BY_TABLE + " EXCEPT " + SAID_BY_EVENTS);
      if (invented.isPresent()) {
        return Optional.of("the table says what no event says: " + invented.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> first(Db db, String sql) {
    return db.one(
        sql, row -> "room " + row.getString(1) + ": " + row.getString(2) + " " + row.getString(3));
  }
}
