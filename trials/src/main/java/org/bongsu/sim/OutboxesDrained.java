package org.bongsu.sim;

import java.util.Optional;
import org.bongsu.store.Db;

/** At the end all outboxes are empty, and each shard has received everything sent to it. */
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
              "shard %d sent %3$d deliveries to shard %2$d, which has received %4$d"
                  .formatted(source, target, sent, received));
        }
      }
    }
    return Optional.empty();
  }
}
