package org.bongsu.sim;

import java.util.Optional;
import org.bongsu.store.Db;

/** In the end no shard owes another anything, and each has had all that was meant for it. */
final class OutboxesDrained implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    for (int source = 0; source < sites.map().count(); source++) {
      Db db = sites.any().db(source);
      long waiting = db.number("SELECT COUNT(*) FROM outbox").orElse(0);
      if (waiting > 0) {
        return Optional.of("shard %d still keeps %d deliveries".formatted(source, waiting));
      }
      for (int target = 0; target < sites.map().count(); target++) {
        long sent = db.number("SELECT sequence FROM outbox_end WHERE target = ?", target).orElse(0);
        long received =
            sites
                .any()
                .db(target)
                .number("SELECT sequence FROM inbox WHERE source = ?", source)
                .orElse(0);
        if (sent != received) {
          return Optional.of(
              "shard %d told shard %d %d times, which has heard %d"
                  .formatted(source, target, sent, received));
        }
      }
    }
    return Optional.empty();
  }
}
