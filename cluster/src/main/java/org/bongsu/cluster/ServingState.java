package org.bongsu.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether this run of a site answers requests: decided from its lease, the status records of all
 * sites, and the positions of its shards. {@link SiteMachine} calls {@link #next} at each tick and
 * carries out the step.
 */
final class ServingState {
  /** The next step. */
  sealed interface Step {
    /** Nothing to do: it serves, is joining, or is quarantined. */
    record Rest() implements Step {}

    /**
     * It stops serving now and announces it.
     *
     * @param served whether it served until now
     */
    record Withdraw(String why, boolean served) implements Step {}

    /** It does not serve yet; {@code what} has to happen first. */
    record Await(String what) implements Step {}

    /**
     * It announces that it may serve, then passes the read barrier, then calls {@link #join}.
     *
     * @param lease the number of the lease that must hold throughout
     */
    record Join(long lease) implements Step {}
  }

  private final String site;
  private final Lease lease;
  private final ClusterView clusterView;
  private final Lag lag;
  private final Duration leaseLength;

  /** The lease under which the read barrier was passed; 0 for none. */
  private long joined;

  /** The lease under which it is joining; 0 for none. */
  private long joining;

  /** Until it has caught up: what the other sites had applied when it was first asked. */
  private long[] toReach = {};

  private String quarantined = "";

  /**
   * Makes a state that does not serve yet.
   *
   * @param site its name
   */
  ServingState(String site, Lease lease, ClusterView clusterView, SiteTiming timing) {
    this.site = site;
    this.lease = lease;
    this.clusterView = clusterView;
    this.lag = new Lag(timing.lapsed());
    this.leaseLength = timing.lease();
  }

  /**
   * Decides the next step.
   *
   * @param applied the local position of each shard
   * @param hindrance why it cannot serve, whatever the records say; empty if nothing hinders it
   */
  Step next(long[] applied, String hindrance, long nowNanos) {
    if (!quarantined.isEmpty()) {
      return new Step.Rest();
    }
    Optional<String> differing = clusterView.differing(site);
    if (differing.isPresent()) {
      quarantined = "its data differs from two other sites' in " + differing.get();
      return withdraw(quarantined);
    }
    if (!hindrance.isEmpty()) {
      return withdraw(hindrance);
    }
    if (lag.isTooLong(applied, clusterView.furthest(applied.length), nowNanos)) {
      return withdraw("it does not keep up with the others");
    }
    if (joining != 0 && joining != lease.held(nowNanos)) {
      joining = 0;
      return new Step.Await("its lease lasts while it joins");
    }
    return admits(nowNanos) || joining != 0 ? new Step.Rest() : towardsJoining(applied, nowNanos);
  }

  private Step towardsJoining(long[] applied, long nowNanos) {
    long held = lease.held(nowNanos);
    if (held == 0) {
      return new Step.Await("a record of its own is acknowledged");
    }
    if (!isCaughtUp(applied)) {
      return new Step.Await("it has applied what the others have");
    }
    joining = held;
    return new Step.Join(held);
  }

  /** This attempt to join has failed; the next step begins another. */
  void abandonJoining() {
    joining = 0;
  }

  /** The lease under which it is joining; 0 for none. */
  long joining() {
    return joining;
  }

  /**
   * Whether everything that other sites had applied when this was first called is applied here. The
   * target stays fixed, because a moving one might never be reached; the read barrier covers what
   * was written since.
   */
  private boolean isCaughtUp(long[] applied) {
    if (toReach.length == 0) {
      toReach = clusterView.furthest(applied.length);
    }
    if (!reaches(applied, toReach)) {
      return false;
    }
    toReach = new long[0];
    return true;
  }

  /** Whether {@code positions} is at least {@code wanted} in every shard. */
  static boolean reaches(long[] positions, long[] wanted) {
    for (int shard = 0; shard < wanted.length; shard++) {
      if (positions[shard] < wanted[shard]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Starts serving: the announcement is appended and the read barrier is passed.
   *
   * @param under the lease of {@link Step.Join}
   * @return whether it serves now; false if that lease has lapsed meanwhile or the site is
   *     quarantined
   */
  boolean join(long under, long nowNanos) {
    joining = 0;
    if (lease.held(nowNanos) != under || !quarantined.isEmpty()) {
      return false;
    }
    joined = under;
    return true;
  }

  /** Stops serving until it joins again. Call this before the other sites are informed. */
  Step.Withdraw withdraw(String why) {
    boolean served = joined != 0;
    joined = 0;
    joining = 0;
    return new Step.Withdraw(why, served);
  }

  /** Whether it answers requests now. */
  boolean admits(long nowNanos) {
    long held = lease.held(nowNanos);
    return held != 0 && held == joined;
  }

  /** Whether it has joined; its lease may have lapsed since. */
  boolean hasJoined() {
    return joined != 0;
  }

  /** Why the site must not serve before it is rebuilt; empty if it is not quarantined. */
  String quarantined() {
    return quarantined;
  }

  /**
   * Whether this run is the leader: it serves, it leads by the status log as read up to its own
   * newest record, and that record was sent less than a lease ago.
   */
  boolean isLeader(long nowNanos) {
    return admits(nowNanos)
        && clusterView.isLedBySelf()
        && clusterView
            .ownSentNanos()
            .filter(sent -> nowNanos - sent < leaseLength.toNanos())
            .isPresent();
  }

  /** Until when {@link #isLeader} holds at most, if it holds now. */
  long leaderUntilNanos() {
    return clusterView.ownSentNanos().orElse(0L) + leaseLength.toNanos();
  }
}
