package org.bongsu.watch;

import java.time.Instant;
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

/**
 * A time in which something did not work, or that the operator wrote about. Entries are only added,
 * and everything else follows from them, so watchers exchange incidents by uniting their entries.
 *
 * @param id part of its address; begins with its time
 * @param entries by time; never empty
 */
public record Incident(String id, List<IncidentEntry> entries) {
  private static final Comparator<IncidentEntry> BY_TIME =
      Comparator.comparing(IncidentEntry::at).thenComparing(IncidentEntry::watcher);

  /** An incident with these entries, each of them once, in any order. */
  public Incident {
    entries = entries.stream().distinct().sorted(BY_TIME).toList();
  }

  /** Whether a text may be the id of an incident: it becomes part of file names. */
  static boolean isId(String text) {
    return text.matches("[0-9]{8}-[0-9]{6}-[A-Za-z0-9-]{1,40}");
  }

  /** The same with further entries. */
  Incident with(Collection<? extends IncidentEntry> more) {
    List<IncidentEntry> all = new ArrayList<>(entries);
    all.addAll(more);
    return new Incident(id, all);
  }

  public Instant began() {
    return entries.getFirst().at();
  }

  /** The time of the newest entry. */
  public Instant changed() {
    return entries.getLast().at();
  }

  /** When it ended; empty while it is open. */
  public Optional<Instant> ended() {
    for (IncidentEntry entry : entries.reversed()) {
      switch (entry) {
        case Recovered recovered -> {
          return Optional.of(recovered.at());
        }
        case Disturbed _ -> {
          return Optional.empty();
        }
        case Words words -> {
          if (isByHand() && words.phase() == Phase.RESOLVED) {
            return Optional.of(words.at());
          }
        }
      }
    }
    return Optional.empty();
  }

  public boolean isOpen() {
    return ended().isEmpty();
  }

  /** Whether the operator opened it and no watcher has found anything. */
  public boolean isByHand() {
    return entries.stream().allMatch(Words.class::isInstance);
  }

  /** What is down at present; empty once it has ended. */
  public Map<String, Set<Service>> down() {
    for (IncidentEntry entry : entries.reversed()) {
      switch (entry) {
        case Disturbed disturbed -> {
          return disturbed.down();
        }
        case Recovered _ -> {
          return Map.of();
        }
        case Words _ -> {
          // says nothing about it
        }
      }
    }
    return Map.of();
  }

  /** For each site, what was down at any time. */
  public Map<String, Set<Service>> everDown() {
    Map<String, Set<Service>> all = new TreeMap<>();
    for (IncidentEntry entry : entries) {
      if (entry instanceof Disturbed disturbed) {
        disturbed
            .down()
            .forEach((site, services) ->
                all.computeIfAbsent(site, one -> EnumSet.noneOf(Service.class)).addAll(services));
      }
    }
    return all;
  }

  /** Its entries without those that repeat what another watcher has written a moment before. */
  public List<IncidentEntry> timeline() {
    List<IncidentEntry> lines = new ArrayList<>();
    Optional<IncidentEntry> last = Optional.empty();
    for (IncidentEntry entry : entries) {
      boolean isRepeated = last.filter(before -> saysTheSame(before, entry)).isPresent();
      if (!isRepeated) {
        lines.add(entry);
      }
      if (!(entry instanceof Words)) {
        last = Optional.of(entry);
      }
    }
    return lines;
  }

  private static boolean saysTheSame(IncidentEntry one, IncidentEntry other) {
    return switch (one) {
      case Disturbed a -> other instanceof Disturbed b && a.down().equals(b.down());
      case Recovered _ -> other instanceof Recovered;
      case Words _ -> false;
    };
  }
}
