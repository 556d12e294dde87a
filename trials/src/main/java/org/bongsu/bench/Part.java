package org.bongsu.bench;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be measured, in the order in which it is. */
public enum Part {
  /** Time from starting the process to its first answer, and memory when idle. */
  STARTUP,
  /** Bytes of the data directory for each message of 30 syllables, search index included. */
  DISK,
  /** Acknowledged sends in a second, closed loop, or open loop where a rate is given. */
  SENDS,
  /** Latency of delivery at 500 sends/s with 1,000 long-polling members. */
  DELIVERY,
  /** Incremental and initial sync of a user in 200 rooms. */
  SYNC,
  /** Memory for each further idle long-poll. */
  LONGPOLL_MEMORY,
  /** What others notice when thousands of clients that the server does not know arrive at once. */
  STORM,
  /** What timers cost that wait, and ten thousand of them that come due at once. */
  TIMERS;

  /** The name on the command line, as in {@code longpoll-memory}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The parts that a word of the command line stands for: one by its label, or {@code all}.
   *
   * @throws IllegalArgumentException where there is no such part
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
