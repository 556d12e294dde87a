package org.bongsu.watch;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A line of an incident's timeline. */
public sealed interface IncidentEntry {
  Instant at();

  /** The watcher that wrote it. */
  String watcher();

  /**
   * The watchers agree that something does not work.
   *
   * @param down for each site at which something is down, what
   */
  record Disturbed(Instant at, String watcher, Map<String, Set<Service>> down)
      implements IncidentEntry {
    public Disturbed {
      Map<String, Set<Service>> copy = new TreeMap<>();
      down.forEach((site, services) -> copy.put(site, EnumSet.copyOf(services)));
      down = copy;
    }
  }

  /** The watchers agree that everything has worked since then. */
  record Recovered(Instant at, String watcher) implements IncidentEntry {}

  /** What the operator says. */
  record Words(Instant at, String watcher, Phase phase, Text text) implements IncidentEntry {}

  /** How far the operator has come. */
  enum Phase {
    /** Work or a disturbance that was announced before. */
    ANNOUNCED,
    INVESTIGATING,
    CAUSE_FOUND,
    BEING_MENDED,
    RESOLVED
  }
}
