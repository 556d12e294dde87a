package org.bongsu.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.shard.DigestMark;
import org.jspecify.annotations.Nullable;

/** What this run of a site says of itself, and whether it is to be said at once. */
final class SiteStatus {
  /** Records of this run under way or not read back yet; beyond, the oldest are forgotten. */
  private static final int SENT_MAX = 256;

  private static final long[] NOTHING = {};

  private final SiteMachine.Self self;
  private final ClusterView board;
  private final Lease lease;
  private final Map<Long, Long> sentNanos = new HashMap<>();
  private long sequence;
  private boolean serves;
  private boolean asks;

  /** What other sites have asked for and this one has not answered yet. */
  private long[] asked = NOTHING;

  /** Has said nothing yet. */
  SiteStatus(SiteMachine.Self self, ClusterView board, Lease lease) {
    this.self = self;
    this.board = board;
    this.lease = lease;
  }

  /**
   * The next record, which says what holds when it is sent: now.
   *
   * @param applied here, of each shard
   */
  StatusRecord next(boolean leaving, long[] applied, List<List<DigestMark>> marks, long nowNanos) {
    boolean holds = board.isHeldBySelf();
    boolean mayClaim = serves && !holds && lease.held(nowNanos) != 0;
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
        serves,
        leaving,
        asking,
        holds,
        mayClaim ? board.claimable(nowNanos) : StatusRecord.NOTHING,
        applied,
        marks);
  }

  /** Of the last record; 0 before the first. */
  long sequence() {
    return sequence;
  }

  /** A record of any site was read from the log: it goes to the board. */
  void read(long offset, StatusRecord status, long nowNanos) {
    boolean own = status.writer().equals(self.writer());
    board.read(offset, status, nowNanos, own ? sent(status.sequence()) : null);
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
   * The site may serve from now on, or may not.
   *
   * @return whether a record is to be sent for that; otherwise it stands in every record since
   */
  boolean changes(boolean mayServe) {
    if (serves == mayServe && sequence > 0) {
      return false;
    }
    serves = mayServe;
    return true;
  }

  /** That it may serve did not become known; the next attempt is to say it anew. */
  void wasNotHeard() {
    serves = false;
  }

  /** The clock cannot be trusted: when records were sent is not known any more. */
  void forgetWhenSent() {
    sentNanos.clear();
  }

  /** Wants to hear from the others at once. */
  void ask() {
    asks = true;
  }

  boolean asks() {
    return asks;
  }

  /** Whether another site waits to be told what this one has applied by now. */
  boolean isAnswerDue(long[] applied) {
    return asked.length > 0 && ServingState.reaches(applied, asked);
  }

  /** As {@link #isAnswerDue}, for a caller that sends a record then: it is the answer. */
  boolean takeAnswerDue(long[] applied) {
    boolean due = isAnswerDue(applied);
    asked = due ? NOTHING : asked;
    return due;
  }
}
