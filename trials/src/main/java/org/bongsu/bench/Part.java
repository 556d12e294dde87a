package org.bongsu.bench;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The parts of a measurement, in their order. */
public enum Part {
  /** Time from starting the process to its first answer, and memory when idle. */
  STARTUP,
  /** Bytes of the data directory for each message of 30 syllables, search index included. */
  DISK,
  /** Acknowledged sends in a second, closed loop, or open loop if a rate is given. */
  SENDS,
  /** Latency of delivery at 500 sends/s with 1,000 long-polling members. */
  DELIVERY,
  /** Incremental and initial sync of a user in 200 rooms. */
  SYNC,
  /** Memory for each further idle long-poll. */
  LONGPOLL_MEMORY,
  /**
   * The effect on others when thousands of clients that the server has nothing cached for arrive at
   * once.
   */
  STORM,
  /** The cost of pending timers, and of ten thousand that become due at once. */
  TIMERS,
  /**
   * What continuous backups to a directory cost: sends in a second with and without them, in turn.
   */
  BACKUP;

  /** The name on the command line, as in {@code longpoll-memory}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The parts that a word of the command line stands for: one by its label, or {@code all}.
   *
   * @throws IllegalArgumentException if there is no such part
   */
  public static Set<Part> named(String word) {
    if (word.equals("all")) {
      return Collections.unmodifiableSet(EnumSet.allOf(Part.class));
    }
    for (Part part : values()) {
      if (part.label().equals(word)) {
        return Set.of(part);
      }
    }
    String known = Arrays.stream(values()).map(Part::label).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("no part '" + word + "'; there are: " + known + ", all");
  }
}
