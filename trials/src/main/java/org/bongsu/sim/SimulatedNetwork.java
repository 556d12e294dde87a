package org.bongsu.sim;

import java.util.Arrays;

/**
 * The network between the sites: messages take some milliseconds, and are lost if a link is cut.
 */
final class SimulatedNetwork {
  /** The state of a site's machine. */
  private enum Host {
    UP,
    /** Nothing runs; arriving messages wait until it is thawed. */
    FROZEN,
    DOWN
  }

  private static final long THAW_LOOK_MILLIS = 10;

  private final Scheduler scheduler;
  private final SeededRandom random;
  private final Host[] hosts;

  /** By site, how often its processes have ended. */
  private final int[] runs;

  /** Cut links, from a site to a site. */
  private final boolean[][] cut;

  SimulatedNetwork(int sites, Scheduler scheduler, SeededRandom random) {
    this.scheduler = scheduler;
    this.random = random;
    this.hosts = new Host[sites];
    this.runs = new int[sites];
    this.cut = new boolean[sites][sites];
    Arrays.fill(hosts, Host.UP);
  }

  boolean isUp(int site) {
    return hosts[site] == Host.UP;
  }

  /** A machine's processes end; messages on the way to them are lost. */
  void down(int site) {
    hosts[site] = Host.DOWN;
    runs[site]++;
  }

  void up(int site) {
    hosts[site] = Host.UP;
  }

  /** Stops a machine that is up, for a while. */
  void freeze(int site, long millis) {
    if (hosts[site] == Host.UP) {
      hosts[site] = Host.FROZEN;
      scheduler.after(
          millis,
          () -> {
            if (hosts[site] == Host.FROZEN) {
              hosts[site] = Host.UP;
            }
          });
    }
  }

  void cut(int from, int to) {
    cut[from][to] = true;
  }

  /** Repairs all links. */
  void mend() {
    for (boolean[] from : cut) {
      Arrays.fill(from, false);
    }
  }

  /** Repairs all links and thaws all machines. */
  void heal() {
    mend();
    for (int site = 0; site < hosts.length; site++) {
      hosts[site] = hosts[site] == Host.FROZEN ? Host.UP : hosts[site];
    }
  }

  /** Whether two machines that are up can talk. */
  boolean connects(int one, int other) {
    return isUp(one) && isUp(other) && carries(one, other) && carries(other, one);
  }

  private boolean carries(int from, int to) {
    return from == to || !cut[from][to];
  }

  /**
   * Sends a message; it arrives after some milliseconds, when a frozen receiver is thawed, or
   * never.
   */
  void send(int from, int to, Runnable arrives) {
    if (hosts[from] == Host.UP && hosts[to] != Host.DOWN && carries(from, to)) {
      int run = runs[to];
      scheduler.after(from == to ? 0 : random.between(1, 8), () -> arrive(from, to, run, arrives));
    }
  }

  private void arrive(int from, int to, int run, Runnable arrives) {
    if (hosts[to] == Host.FROZEN) {
      scheduler.after(THAW_LOOK_MILLIS, () -> arrive(from, to, run, arrives));
    } else if (hosts[to] == Host.UP && runs[to] == run && carries(from, to)) {
      arrives.run();
    }
  }
}
