package org.bongsu.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether this run of a site answers requests: decided from its lease, from what all sites have
 * said, and from how far its shards are. {@link SiteMachine} asks at each tick what is to be done
 * and does it.
 */
final class ServingState {
  /** What is to be done now. */
  sealed interface Step {
    /** Nothing: it serves, or is on its way to, or never will again. */
    record Rest() implements Step {}

    /**
     * It serves no more from now on; the others are to be told.
     *
     * @param served whether it did until now
     */
    record Withdraw(String why, boolean served) implements Step {}

    /** It does not serve yet; something has to come first. */
    record Await(String what) implements Step {}

    /**
     * The others are to be told that it may serve, then it is to pass the gate, then to {@link
     * #join}.
     *
     * @param lease under which all that has to happen
     */
    record Join(long lease) implements Step {}
  }

  private final String site;
  private final Lease lease;
  private final ClusterView board;
  private final Lag lag;
  private final Duration leaseLength;

  /** The lease under which the gate was passed; 0 for none. */
  private long joined;

  /** The lease under which it is on its way to serve; 0 for none. */
  private long joining;

  /** While it joins: what the others had applied when it began to; empty before. */
  private long[] toReach = {};

  private String quarantined = "";

  /**
   * Begins without serving.
   *
   * @param site its name
   */
  ServingState(String site, Lease lease, ClusterView board, SiteTiming timing) {
    this.site = site;
    this.lease = lease;
    this.board = board;
    this.lag = new Lag(timing.lapsed());
    this.leaseLength = timing.lease();
  }

  /**
   * What is to be done now.
   *
   * @param applied here, of each shard
   * @param applies false where a shard here does not apply what its log holds
   */
  Step next(long[] applied, boolean applies, long nowNanos) {
    if (!quarantined.isEmpty()) {
      return new Step.Rest();
    }
    Optional<String> differing = board.differing(site);
    if (differing.isPresent()) {
      quarantined = "its data differs from two other sites' in " + differing.get();
      return withdraw(quarantined);
    }
    if (!applies) {
      return withdraw("a shard cannot be written");
    }
    if (lag.isTooLong(applied, board.furthest(applied.length), nowNanos)) {
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

  /** It did not come to serve this time; it begins again at the next step. */
  void abandonJoining() {
    joining = 0;
  }

  /** The lease under which it is on its way to serve; 0 for none. */
  long joining() {
    return joining;
  }

  /**
   * Whether what the others had when this was first asked is applied here. They go on writing: who
   * waited for what they have now might wait for ever. What was written since, the gate waits for.
   */
  private boolean isCaughtUp(long[] applied) {
    if (toReach.length == 0) {
      toReach = board.furthest(applied.length);
    }
    if (!reaches(applied, toReach)) {
      return false;
    }
    toReach = new long[0];
    return true;
  }

  /** Whether positions are at least as far as others, in every shard. */
  static boolean reaches(long[] positions, long[] wanted) {
    for (int shard = 0; shard < wanted.length; shard++) {
      if (positions[shard] < wanted[shard]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Others know that it may serve, and it has passed the gate.
   *
   * @param under the lease of {@link Step.Join}
   * @return whether it serves now; not where that lease has lapsed meanwhile, or what is amiss
   */
  boolean join(long under, long nowNanos) {
    joining = 0;
    if (lease.held(nowNanos) != under || !quarantined.isEmpty()) {
      return false;
    }
    joined = under;
    return true;
  }

  /** It serves no more, before the others may rely on it, until it joins anew. */
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

  /** Why it serves nobody until its files are made anew; empty while all is well. */
  String quarantined() {
    return quarantined;
  }

  /**
   * Whether this site does what is to be done once: its lease holds, and the log said so when it
   * was read last, by a record of this site's own that is younger than a lease.
   */
  boolean isLeader(long nowNanos) {
    return admits(nowNanos)
        && board.isHeldBySelf()
        && board.ownSentNanos().filter(sent -> nowNanos - sent < leaseLength.toNanos()).isPresent();
  }

  /** Until when {@link #isLeader} holds at most, if it holds now. */
  long inChargeUntilNanos() {
    return board.ownSentNanos().orElse(0L) + leaseLength.toNanos();
  }
}
