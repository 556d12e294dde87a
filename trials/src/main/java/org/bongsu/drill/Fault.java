package org.bongsu.drill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Kinds of faults. */
public enum Fault {
  /** SIGKILL of the node; its broker ends with it. */
  KILL_NODE(Needs.NOTHING),
  /** SIGKILL of the broker alone; its node starts it again. */
  KILL_BROKER(Needs.NOTHING),
  /** SIGKILL of node and broker at once. */
  KILL_SITE(Needs.NOTHING),
  /** SIGSTOP of the node while its broker goes on, and SIGCONT. */
  FREEZE_NODE(Needs.NOTHING),
  /** SIGSTOP of the broker while its node goes on, and SIGCONT. */
  FREEZE_BROKER(Needs.NOTHING),
  /** SIGSTOP of both, and SIGCONT. */
  FREEZE_SITE(Needs.NOTHING),
  /** SIGKILL of both, the site's directory deleted, and the site rebuilt from the others. */
  BURN(Needs.NOTHING),
  /** As above, and killed again while it is rebuilt. */
  BURN_TWICE(Needs.NOTHING),
  /** SIGKILL of two sites at once. */
  TWO_SITES(Needs.NOTHING),
  /**
   * SIGKILL of all brokers at once, and their directories deleted: Kafka has lost everything. The
   * operator runs {@code bongsu recover}.
   */
  LOSE_LOG(Needs.NOTHING),
  /** Each site in turn is stopped gracefully and started again. */
  ROLLING_RESTART(Needs.NOTHING),
  /** No packet passes between the site and the others; its clients still reach it. */
  CUT(Needs.NETWORK),
  /** Packets from the site reach the others, but not the reverse. */
  CUT_ONE_WAY(Needs.NETWORK),
  /** A few megabits a second between the site and the others. */
  SLOW_LINK(Needs.NETWORK),
  /** No space is left on the site's disk, and then there is again. */
  DISK_FULL(Needs.DISK),
  /** The site's time of day jumps. */
  CLOCK_JUMP(Needs.CLOCK),
  /**
   * SIGKILL of all nodes and brokers at once, and all directories deleted: a new deployment is made
   * from the backup alone. It ends a drill; see {@link DisasterRecovery}.
   */
  LOSE_EVERYTHING(Needs.NOTHING);

  /** What a fault needs besides the sites. */
  enum Needs {
    NOTHING,
    NETWORK,
    DISK,
    CLOCK
  }

  private final Needs needs;

  Fault(Needs needs) {
    this.needs = needs;
  }

  Needs needs() {
    return needs;
  }

  /** As on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it hits one site only, so that the others should hardly be affected. */
  boolean hitsOneSite() {
    return switch (this) {
      case TWO_SITES, LOSE_LOG, ROLLING_RESTART, LOSE_EVERYTHING -> false;
      case KILL_NODE, KILL_BROKER, KILL_SITE, FREEZE_NODE, FREEZE_BROKER, FREEZE_SITE -> true;
      case BURN, BURN_TWICE, CUT, CUT_ONE_WAY, SLOW_LINK, DISK_FULL, CLOCK_JUMP -> true;
    };
  }

  /**
   * Faults by their labels, or {@code all}.
   *
   * @throws IllegalArgumentException if there is no such fault
   */
  public static List<Fault> named(List<String> labels) {
    if (labels.equals(List.of("all"))) {
      return List.of(values());
    }
    List<Fault> faults = new ArrayList<>();
    for (String label : labels) {
      faults.add(
          Arrays.stream(values())
              .filter(fault -> fault.label().equals(label.strip()))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "there is no fault \"%s\"; there are: %s, or all"
                          .formatted(label, labels()))));
    }
    return faults;
  }

  /** All labels, for a message. */
  private static String labels() {
    return Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", "));
  }
}
