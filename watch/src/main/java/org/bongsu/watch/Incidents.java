package org.bongsu.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bongsu.watch.IncidentEntry.Disturbed;
import org.bongsu.watch.IncidentEntry.Phase;
import org.bongsu.watch.IncidentEntry.Recovered;
import org.bongsu.watch.IncidentEntry.Words;
import org.jspecify.annotations.Nullable;

/**
 * The incidents of the last months. At most one that watchers have found is open; those that
 * overlap are one. Not thread-safe.
 */
final class Incidents {
  /** An incident ends when everything has worked for so long; it ended when that began. */
  static final Duration CALM = Duration.ofSeconds(12);

  /** What is down has to be the same for so long before another line says so. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  /** If something fails again so soon, the former incident goes on. */
  private static final Duration GOES_ON = Duration.ofMinutes(5);

  /** Entries of another watcher that are later than that by this watcher's clock wait. */
  private static final Duration CLOCKS_DIFFER_MAX = Duration.ofMinutes(1);

  private static final Duration KEPT = Duration.ofDays(StatusView.DAYS + 10);
  private static final int INCIDENTS_MAX = 1000;

  /** Lines of watchers in one incident; words are added beyond that. */
  private static final int LINES_MAX = 200;

  private static final int WORDS_MAX = 100;

  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final String watcher;
  private final Map<String, Incident> byId = new TreeMap<>();
  private @Nullable Moment calmSince;
  private @Nullable Moment differsSince;
  private Map<String, Set<Service>> differs = Map.of();

  Incidents(String watcher) {
    this.watcher = watcher;
  }

  /** All incidents, newest first. */
  List<Incident> all() {
    return byId.values().stream().sorted(Comparator.comparing(Incident::began).reversed()).toList();
  }

  /** The incident that watchers have found and that has not ended. */
  Optional<Incident> open() {
    return byId.values().stream()
        .filter(one -> one.isOpen() && !one.isByHand())
        .min(Comparator.comparing(Incident::began));
  }

  /** Opens, continues or ends an incident. */
  void step(Situation situation, Moment now) {
    Optional<Incident> open = open();
    Map<String, Set<Service>> down = downOrNotKnown(situation, open);
    if (down.isEmpty()) {
      differsSince = null;
      open.ifPresent(incident -> calm(incident, now));
      return;
    }
    calmSince = null;
    if (open.isEmpty()) {
      begin(down, now);
    } else if (open.get().down().equals(down)) {
      differsSince = null;
    } else if (hasSettled(down, now) && open.get().entries().size() < LINES_MAX) {
      differsSince = null;
      add(open.get(), new Disturbed(next(open.get(), now), watcher, down));
    }
  }

  /** What is down, and what was down and is not known to work again. */
  private static Map<String, Set<Service>> downOrNotKnown(
      Situation situation, Optional<Incident> open) {
    Map<String, Set<Service>> down = situation.down();
    open.map(Incident::down)
        .orElse(Map.of())
        .forEach((site, services) -> {
          for (Service service : services) {
            if (situation.isWatched(site, service) && situation.at(site, service).isEmpty()) {
              down.computeIfAbsent(site, one -> EnumSet.noneOf(Service.class)).add(service);
            }
          }
        });
    return down;
  }

  private void calm(Incident open, Moment now) {
    Moment since = calmSince;
    if (since == null) {
      calmSince = now;
    } else if (!now.isWithin(CALM, since)) {
      calmSince = null;
      add(open, new Recovered(next(open, since), watcher));
    }
  }

  private boolean hasSettled(Map<String, Set<Service>> down, Moment now) {
    Moment since = differsSince;
    if (since == null || !differs.equals(down)) {
      differsSince = now;
      differs = down;
      return false;
    }
    return !now.isWithin(SETTLED, since);
  }

  private void begin(Map<String, Set<Service>> down, Moment now) {
    Optional<Incident> justEnded =
        byId.values().stream()
            .filter(one -> !one.isByHand())
            .max(Comparator.comparing(Incident::changed))
            .filter(one -> one.ended().orElse(Instant.MAX).plus(GOES_ON).isAfter(now.time()));
    if (justEnded.isPresent() && justEnded.get().entries().size() < LINES_MAX) {
      add(justEnded.get(), new Disturbed(next(justEnded.get(), now), watcher, down));
    } else {
      put(new Incident(newId(now.time()), List.of(new Disturbed(now.time(), watcher, down))));
    }
  }

  /**
   * Adds words of the operator.
   *
   * @param id of the incident; empty to open one by hand
   * @return the incident
   * @throws IllegalArgumentException if there is no such incident, or it has too many words
   */
  Incident say(Optional<String> id, Phase phase, Text text, Moment now) {
    if (id.isEmpty()) {
      return put(
          new Incident(newId(now.time()), List.of(new Words(now.time(), watcher, phase, text))));
    }
    Incident incident = byId.get(id.get());
    if (incident == null) {
      throw new IllegalArgumentException("there is no incident " + id.get());
    }
    if (incident.entries().stream().filter(Words.class::isInstance).count() >= WORDS_MAX) {
      throw new IllegalArgumentException(
          "the incident has %d messages already".formatted(WORDS_MAX));
    }
    return add(incident, new Words(next(incident, now), watcher, phase, text));
  }

  /** Later than all entries, even if another watcher's clock is fast. */
  private static Instant next(Incident incident, Moment moment) {
    Instant last = incident.changed();
    return moment.time().isAfter(last) ? moment.time() : last.plusMillis(1);
  }

  private String newId(Instant time) {
    return ID.format(time) + "-" + watcher;
  }

  private Incident add(Incident incident, IncidentEntry entry) {
    return put(incident.with(List.of(entry)));
  }

  private Incident put(Incident incident) {
    byId.put(incident.id(), incident);
    return incident;
  }

  /** Unites the incidents of another watcher, or of a file, with these. */
  void merge(Collection<Incident> others, Instant now) {
    Instant latest = now.plus(CLOCKS_DIFFER_MAX);
    boolean isNew = false;
    for (Incident other : others) {
      Incident mine = byId.get(other.id());
      List<IncidentEntry> known = mine == null ? List.of() : mine.entries();
      List<IncidentEntry> more =
          other.entries().stream()
              .filter(entry -> !entry.at().isAfter(latest) && !known.contains(entry))
              .toList();
      if (!more.isEmpty()) {
        put(mine == null ? new Incident(other.id(), more) : mine.with(more));
        isNew = true;
      }
    }
    if (isNew) {
      uniteOverlapping(now);
    }
    dropOld(now);
  }

  private void uniteOverlapping(Instant now) {
    List<Incident> found = new ArrayList<>();
    byId.values().stream()
        .filter(one -> !one.isByHand())
        .sorted(Comparator.comparing(Incident::began).thenComparing(Incident::id))
        .forEach(found::add);
    for (int i = 1; i < found.size(); i++) {
      Incident before = found.get(i - 1);
      Incident one = found.get(i);
      if (!one.began().isAfter(before.ended().orElse(now))) {
        byId.remove(one.id());
        Incident united = add(before, one);
        found.set(i, united);
      }
    }
  }

  private Incident add(Incident incident, Incident other) {
    return put(incident.with(other.entries()));
  }

  private void dropOld(Instant now) {
    byId.values().removeIf(one -> !one.isOpen() && one.changed().isBefore(now.minus(KEPT)));
    while (byId.size() > INCIDENTS_MAX) {
      byId.values().stream()
          .min(Comparator.comparing(Incident::changed))
          .ifPresent(oldest -> byId.remove(oldest.id()));
    }
  }
}
