package org.bongsu.watch;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Sees to it that each line of an incident is told once: by the watcher with the first name among
 * those that report. What was told is kept and exchanged like incidents, so another watcher goes on
 * with the rest. At least once: a line whose answer was lost is told again, with the same key.
 */
final class Announcer implements AutoCloseable {
  /** Older lines are not told, for example after a start. */
  private static final Duration TOLD_OF = Duration.ofHours(1);

  /** Watchers agree on the words of a line within this time. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private static final int KEPT_MAX = 5000;

  private final List<URI> addresses;
  private final TreeSet<String> told = new TreeSet<>();
  private final List<Webhook> webhooks = new ArrayList<>();

  Announcer(List<URI> addresses, Optional<SharedSecret> secret, Duration pauseMin) {
    for (URI address : addresses) {
      webhooks.add(
          Webhook.start(address, secret, pauseMin, key -> merge(List.of(mark(address, key)))));
    }
    this.addresses = List.copyOf(addresses);
  }

  private static String mark(URI address, String key) {
    return key + " " + address;
  }

  /** Tells what is new, if it is this watcher's turn. */
  synchronized void look(StatusView view, boolean isTurn, Instant now) {
    if (!isTurn || webhooks.isEmpty()) {
      return;
    }
    for (Incident incident : view.incidents()) {
      if (incident.changed().isBefore(now.minus(TOLD_OF))) {
        continue;
      }
      for (Webhook.Line line : Webhook.Line.of(incident)) {
        Instant at = line.entry().at();
        if (at.isAfter(now.minus(TOLD_OF)) && at.isBefore(now.minus(SETTLED))) {
          tell(line, view);
        }
      }
    }
  }

  private void tell(Webhook.Line line, StatusView view) {
    for (int i = 0; i < webhooks.size(); i++) {
      if (!told.contains(mark(addresses.get(i), line.key()))) {
        webhooks.get(i).tell(line, view);
      }
    }
  }

  /** What was told, for the file and the other watchers. */
  synchronized List<String> told() {
    return List.copyOf(told);
  }

  /** Takes what another watcher has told. */
  synchronized void merge(Collection<String> others) {
    told.addAll(others);
    while (told.size() > KEPT_MAX) {
      told.pollFirst(); // keys begin with the time of their incident
    }
  }

  @Override
  public void close() {
    webhooks.forEach(Webhook::close);
  }
}
