package org.bongsu.effects;

import java.util.LinkedHashSet;
import java.util.Set;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ArrayNode;

/** What is to be done of one shard's events, and has been neither done nor given up. */
final class Ledger {
  /** Beyond, the oldest is forgotten: it is still tried, but not after a restart. */
  static final int WAITING_MAX = 500;

  private final Set<Notification> waiting = new LinkedHashSet<>();
  private int changes;

  synchronized void add(Notification notification) {
    waiting.add(notification);
    changes++;
    if (waiting.size() > WAITING_MAX) {
      waiting.remove(waiting.iterator().next());
    }
  }

  /** It was done, or will never be. */
  synchronized void done(Notification notification) {
    waiting.remove(notification);
    changes++;
  }

  synchronized int size() {
    return waiting.size();
  }

  /** The ledger as it is written. */
  record Page(ArrayNode waiting, int changes) {}

  synchronized Page page() {
    ArrayNode array = Json.array();
    waiting.forEach(notification -> array.add(notification.toJson()));
    return new Page(array, changes);
  }

  /** How often it has changed, for telling whether it must be written again. */
  synchronized int changes() {
    return changes;
  }
}
