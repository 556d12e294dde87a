package org.bongsu.sim;

import java.util.List;
import java.util.Optional;
import org.bongsu.store.Db;

/**
 * A transaction id yields one event, and one to-device message per device, however often it was
 * sent.
 */
final class AppliedOnce implements Checker {
  private static final String EVENTS_TWICE =
      "SELECT transaction_id || ' of ' || device || ' in room ' || room FROM event"
          + " WHERE transaction_id IS NOT NULL"
          + " GROUP BY room, sender, device, transaction_id HAVING COUNT(*) > 1";

  private static final String MESSAGES_TWICE =
      "SELECT message || ' for ' || user || ' ' || device FROM to_device"
          + " GROUP BY user, device, message HAVING COUNT(*) > 1";

  @Override
  public Optional<String> check(History history, Sites sites) {
    for (Db db : sites.stores()) {
      for (String twice : List.of(EVENTS_TWICE, MESSAGES_TWICE)) {
        Optional<String> found = db.text(twice);
        if (found.isPresent()) {
          return Optional.of("twice: " + found.get());
        }
      }
    }
    return Optional.empty();
  }
}
