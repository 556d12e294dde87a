package org.bongsu.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.shard.DigestMark;
import org.jspecify.annotations.Nullable;

/** The next status record of this run, and whether it is due before the next beat. */
final class SiteStatus {
  /** Send times kept for records that are not read back yet; the oldest are dropped. */
  private static final int SENT_MAX = 256;

  private static final long[] NONE = {};

  private final SiteMachine.Self self;
  private final ClusterView clusterView;
  private final Lease lease;
  private final Map<Long, Long> sentNanos = new HashMap<>();
  private long sequence;
  private boolean mayServe;
  private boolean asks;

  /** Positions that other sites asked about and this one has not confirmed yet. */
  private long[] asked = NONE;

  /** Before the first record. */
  SiteStatus(SiteMachine.Self self, ClusterView clusterView, Lease lease) {
    this.self = self;
    this.clusterView = clusterView;
    this.lease = lease;
  }

  /**
   * Makes the next record, to be sent now.
   *
   * @param applied the local position of each shard
   */
  StatusRecord next(boolean leaving, long[] applied, List<List<DigestMark>> marks, long nowNanos) {
    boolean holds = clusterView.isLedBySelf();
    boolean mayClaim = mayServe && !holds && lease.held(nowNanos) != 0;
    boolean asking = asks;
    asks = false;
    sentNanos.put(++sequence, nowNanos);
    sentNanos.remove(sequence - SENT_MAX);
    return new StatusRecord(
        self.site(),
        self.run(),
        sequence,
        self.url(),
        self.level(),
        mayServe,
        leaving,
        asking,
        holds,
        mayClaim ? clusterView.claimable(nowNanos) : StatusRecord.NOTHING,
        applied,
        marks);
  }

  /** The sequence of the last record; 0 before the first. */
  long sequence() {
    return sequence;
  }

  /** Passes a record that was read from the status log to the cluster view. */
  void read(long offset, StatusRecord status, long nowNanos) {
    boolean own = status.writer().equals(self.writer());
    clusterView.read(offset, status, nowNanos, own ? sent(status.sequence()) : null);
    if (status.asks() && !own) {
      asked(status.positions());
    }
  }

  private @Nullable Long sent(long of) {
    return sentNanos.remove(of);
  }

  private void asked(long[] positions) {
    long[] furthest = positions.clone();
    for (int shard = 0; shard < asked.length; shard++) {
      furthest[shard] = Math.max(furthest[shard], asked[shard]);
    }
    asked = furthest;
  }

  /**
   * Sets whether the site may serve.
   *
   * @return whether a record must be sent for that; if not, the last record already says so
   */
  boolean changes(boolean newMayServe) {
    if (mayServe == newMayServe && sequence > 0) {
      return false;
    }
    mayServe = newMayServe;
    return true;
  }

  /** It is unknown whether the announcement was appended; the next attempt announces again. */
  void announcementLost() {
    mayServe = false;
  }

  /** The clock cannot be trusted: drops all send times. */
  void forgetWhenSent() {
    sentNanos.clear();
  }

  /** The next record asks the other sites to answer at once. */
  void ask() {
    asks = true;
  }

  boolean asks() {
    return asks;
  }

  /** Whether another site waits for positions that this one has applied by now. */
  boolean isAnswerDue(long[] applied) {
    return asked.length > 0 && ServingState.reaches(applied, asked);
  }

  /** As {@link #isAnswerDue}, and clears it: the caller sends a record, which is the answer. */
  boolean takeAnswerDue(long[] applied) {
    boolean due = isAnswerDue(applied);
    asked = due ? NONE : asked;
    return due;
  }
}
