package org.bongsu.site;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.shard.DigestMark;
import org.jspecify.annotations.Nullable;

/**
 * What this run of a site says of itself, and whether it is to be said at once. It has no thread
 * and no clock: {@link Beacon} drives it, and so does the simulator.
 */
public final class OwnStatus {
  /** Records of this run under way or not read back yet; beyond, the oldest are forgotten. */
  private static final int SENT_MAX = 256;

  private static final long[] NOTHING = {};

  /**
   * Who speaks.
   *
   * @param level the newest command forms that its version applies
   */
  public record Self(String site, String run, String url, int level) {
    /** As records name it. */
    public String writer() {
      return site + "/" + run;
    }
  }

  private final Self self;
  private final Board board;
  private final Lease lease;
  private final Map<Long, Long> sentNanos = new HashMap<>();
  private long sequence;
  private boolean serves;
  private boolean asks;

  /** What other sites have asked for and this one has not answered yet. */
  private long[] asked = NOTHING;

  /** Has said nothing yet. */
  public OwnStatus(Self self, Board board, Lease lease) {
    this.self = self;
    this.board = board;
    this.lease = lease;
  }

  /**
   * The next record, which says what holds when it is sent: now.
   *
   * @param applied here, of each shard
   */
  public synchronized Status next(
      boolean leaving, long[] applied, List<List<DigestMark>> marks, long nowNanos) {
    boolean holds = board.isHeldBySelf();
    boolean mayClaim = serves && !holds && lease.held(nowNanos) != 0;
    boolean asking = asks;
    asks = false;
    sentNanos.put(++sequence, nowNanos);
    sentNanos.remove(sequence - SENT_MAX);
    return new Status(
        self.site,
        self.run,
        sequence,
        self.url,
        self.level,
        serves,
        leaving,
        asking,
        holds,
        mayClaim ? board.claimable(nowNanos) : Status.NOTHING,
        applied,
        marks);
  }

  /** A record of any site was read from the log: it goes to the board. */
  public void read(long offset, Status status, long nowNanos) {
    boolean own = status.writer().equals(self.writer());
    board.read(offset, status, nowNanos, own ? sent(status.sequence()) : null);
    if (status.asks() && !own) {
      asked(status.positions());
    }
  }

  private synchronized @Nullable Long sent(long of) {
    return sentNanos.remove(of);
  }

  private synchronized void asked(long[] positions) {
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
  public synchronized boolean changes(boolean mayServe) {
    if (serves == mayServe && sequence > 0) {
      return false;
    }
    serves = mayServe;
    return true;
  }

  /** That it may serve did not become known; the next attempt is to say it anew. */
  public synchronized void wasNotHeard() {
    serves = false;
  }

  /** Wants to hear from the others at once. */
  public synchronized void ask() {
    asks = true;
  }

  synchronized boolean asks() {
    return asks;
  }

  /** Whether another site waits to be told that this one has applied something. */
  synchronized boolean isAsked() {
    return asked.length > 0;
  }

  /** Whether another site waits to be told what this one has applied by now. */
  public synchronized boolean isAnswerDue(long[] applied) {
    return asked.length > 0 && Standing.reaches(applied, asked);
  }

  /** As {@link #isAnswerDue}, for whoever then sends a record: it is the answer. */
  public synchronized boolean takeAnswerDue(long[] applied) {
    boolean due = isAnswerDue(applied);
    asked = due ? NOTHING : asked;
    return due;
  }
}
