package org.bongsu.sim;

import java.util.Arrays;

/**
 * What lies between the sites: messages take some milliseconds, and where a link is cut, are lost.
 */
final class SimulatedNetwork {
  /** How a site's machine is. */
  private enum Host {
    UP,
    /** Nothing runs; what arrives waits until it goes on. */
    FROZEN,
    DOWN
  }

  private static final long THAW_LOOK_MILLIS = 10;

  private final Scheduler agenda;
  private final SeededRandom chance;
  private final Host[] hosts;

  /** How often a machine's processes have ended. */
  private final int[] runs;

  /** From which site to which nothing gets through. */
  private final boolean[][] cut;

  SimulatedNetwork(int sites, Scheduler agenda, SeededRandom chance) {
    this.agenda = agenda;
    this.chance = chance;
    this.hosts = new Host[sites];
    this.runs = new int[sites];
    this.cut = new boolean[sites][sites];
    Arrays.fill(hosts, Host.UP);
  }

  boolean isUp(int site) {
    return hosts[site] == Host.UP;
  }

  /** A machine's processes end; what is on the way to them never arrives. */
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
      agenda.after(
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

  /** All links carry again. */
  void mend() {
    for (boolean[] from : cut) {
      Arrays.fill(from, false);
    }
  }

  /** All links carry again, and what was frozen goes on. */
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

  /** Sends a message; it arrives in a moment, when a frozen receiver goes on, or never. */
  void send(int from, int to, Runnable arrives) {
    if (hosts[from] == Host.UP && hosts[to] != Host.DOWN && carries(from, to)) {
      int run = runs[to];
      agenda.after(from == to ? 0 : chance.between(1, 8), () -> arrive(from, to, run, arrives));
    }
  }

  private void arrive(int from, int to, int run, Runnable arrives) {
    if (hosts[to] == Host.FROZEN) {
      agenda.after(THAW_LOOK_MILLIS, () -> arrive(from, to, run, arrives));
    } else if (hosts[to] == Host.UP && runs[to] == run && carries(from, to)) {
      arrives.run();
    }
  }
}
