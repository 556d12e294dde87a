package org.bongsu.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.bongsu.shard.DigestMark;

/**
 * All decisions of one run of a site: when it joins and serves, when it stops, who leads, which
 * command forms may be written, and when a revocation has reached all sites. It has no thread, no
 * lock and no clock. {@link Site} drives it in the server, and the simulator drives it, too: each
 * event goes in with the time, and what is to be done comes out as {@link SiteAction}s.
 *
 * <p>Times are nanoseconds of one machine's monotonic clock; they wrap, so they are only ever
 * subtracted. If the clock goes back nevertheless, no lease counts any more and the site joins
 * again. If it goes forward, leases lapse.
 *
 * <pre>
 *   waiting ──lease held, caught up──► announcing ──record appended──► at the read barrier
 *      ▲                                   │                               │
 *      │◄──lease lapsed, not appended──────┘                  markers of all shards applied
 *      │                                                                   │
 *      └──◄──lease lapsed, lag, a shard stands still──── serving ◄─────────┘
 *
 *   from anywhere: data differs from two others' ──► quarantined, until its data is rebuilt
 * </pre>
 */
public final class SiteMachine {
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

  /** A record as it was read from the log of sites. */
  public record Placed(long offset, StatusRecord status) {}

  /** How long to wait until the others can know that this site may serve; then it tries again. */
  static final Duration ANNOUNCED_WITHIN = Duration.ofSeconds(10);

  /** How long to wait at the read barrier while joining; then it tries again. */
  static final Duration PASSED_WITHIN = Duration.ofSeconds(15);

  /** How long a read may wait at the read barrier. */
  static final Duration CURRENT_WITHIN = Duration.ofSeconds(5);

  /** Between two looks at what is to be done, while it does not serve. */
  private static final long LOOK_NANOS_MAX = 20_000_000;

  /** Revocations, and reads, that wait at once; more are refused. */
  static final int WAITING_MAX = 10_000;

  /** Records under way before one that is wanted at once waits for an answer, or for the beat. */
  static final int AT_ONCE_MAX = 16;

  /** Records under way before the beat pauses. */
  static final int UNDER_WAY_MAX = 256;

  private static final long NONE = 0;

  private final List<String> sites;
  private final SiteTiming timing;
  private final long[] applied;
  private final List<List<DigestMark>> marks = new ArrayList<>();
  private final Lease lease;
  private final ClusterView board;
  private final SiteStatus own;
  private final ServingState standing;
  private final ReadBarrier barrier = new ReadBarrier();
  private final Revocations revocations = new Revocations();

  /** Reads at the barrier, to when they began. */
  private final Map<Long, Long> reads = new LinkedHashMap<>();

  /** Records that are neither appended nor given up, to when they were sent if that is known. */
  private final Map<Long, OptionalLong> underWay = new HashMap<>();

  /** While it joins: the record that says so and is not appended yet. */
  private long announced = NONE;

  /** While it is at the barrier: the shards whose markers are missing. */
  private final Set<Integer> missing = new HashSet<>();

  /** While it is at the barrier: whether a marker failed. */
  private boolean hasFailed;

  /** Numbers the times at the barrier; the negative number asks for that time's markers. */
  private long attempt;

  /** While it joins: when the present phase began. */
  private long phaseNanos;

  private String awaits = "";
  private boolean wasServing;
  private boolean wasLeader;
  private boolean hasLeft;
  private long lastRecord = NONE;
  private boolean hasBeaten;
  private long beatNanos;
  private boolean hasTime;
  private long latestNanos;
  private long skewNanos;
  private List<SiteAction> actions = new ArrayList<>();

  /**
   * Makes a site that serves nobody yet.
   *
   * @param sites the names of all sites, this one included
   */
  public SiteMachine(Self self, List<String> sites, int shards, SiteTiming timing) {
    this.sites = List.copyOf(sites);
    this.timing = timing;
    this.applied = new long[shards];
    for (int shard = 0; shard < shards; shard++) {
      marks.add(List.of());
    }
    this.lease = new Lease(timing.lease());
    this.board = new ClusterView(self.writer(), timing);
    this.own = new SiteStatus(self, board, lease);
    this.standing = new ServingState(self.site(), lease, board, timing);
  }

  /**
   * Time has passed. To be called within {@link #nanosToTick}.
   *
   * @param shardsRun false if a shard here does not apply what its log holds
   */
  public List<SiteAction> tick(boolean shardsRun, long clockNanos) {
    long now = time(clockNanos);
    if (!hasLeft) {
      step(standing.next(applied, shardsRun, now), now);
      boundPhase(now);
      boolean due = !hasBeaten || now - beatNanos >= timing.beat().toNanos();
      if (due && underWay.size() < UNDER_WAY_MAX) {
        append(false, now);
      }
    }
    giveUpOverdue(now);
    return done(now);
  }

  /** How long until the next {@link #tick} is due. */
  public long nanosToTick(long clockNanos) {
    long beat = timing.beat().toNanos();
    long look = standing.hasJoined() ? beat / 4 : Math.min(LOOK_NANOS_MAX, beat / 4);
    if (hasLeft || underWay.size() >= UNDER_WAY_MAX) {
      return look;
    }
    long toBeat = hasBeaten ? beatNanos + beat - (clockNanos + skewNanos) : 0;
    return Math.clamp(toBeat, 0, look);
  }

  /**
   * Records of any site were read from the log of sites, in its order. What is wanted at once
   * because of them is wanted once for all of them.
   */
  public List<SiteAction> read(List<Placed> records, long clockNanos) {
    long now = time(clockNanos);
    records.forEach(record -> own.read(record.offset, record.status, now));
    revocations
        .takeFollowed(board)
        .forEach(id -> actions.add(new SiteAction.ReleaseRevocation(id)));
    appendWanted(now);
    return done(now);
  }

  /** A record of this run was appended: it extends the lease, from the moment it was sent. */
  public List<SiteAction> appended(long sequence, long clockNanos) {
    long now = time(clockNanos);
    underWay
        .getOrDefault(sequence, OptionalLong.empty())
        .ifPresent(sent -> lease.renewed(sent, now));
    underWay.remove(sequence);
    if (sequence == announced) {
      enterBarrier(now);
    }
    recordSettled(sequence, now);
    return done(now);
  }

  /** Nobody knows whether a record of this run was or will be appended. */
  public List<SiteAction> notAppended(long sequence, long clockNanos) {
    long now = time(clockNanos);
    underWay.remove(sequence);
    if (sequence == announced) {
      abandonAnnouncing();
    }
    recordSettled(sequence, now);
    return done(now);
  }

  private void recordSettled(long sequence, long now) {
    if (sequence == lastRecord) {
      actions.add(new SiteAction.End());
    }
    appendWanted(now);
  }

  /**
   * A shard's position and digests here. Everybody who follows the shard must have seen it by now.
   */
  public List<SiteAction> applied(
      int shard, long position, List<DigestMark> digests, long clockNanos) {
    long now = time(clockNanos);
    applied[shard] = Math.max(applied[shard], position);
    marks.set(shard, List.copyOf(digests));
    appendWanted(now);
    return done(now);
  }

  /** A marker of this run was applied here. */
  public List<SiteAction> markerApplied(long marker, long clockNanos) {
    return settle(marker, true, clockNanos);
  }

  /** Nobody knows whether a marker of this run was or will be appended. */
  public List<SiteAction> markerFailed(long marker, long clockNanos) {
    return settle(marker, false, clockNanos);
  }

  private List<SiteAction> settle(long marker, boolean isApplied, long clockNanos) {
    long now = time(clockNanos);
    ReadBarrier.Settled settled = barrier.settle(marker);
    settled.next().ifPresent(next -> addMarker(settled.shard(), next));
    for (long asker : settled.askers()) {
      if (asker < 0) {
        passed(asker, settled.shard(), isApplied, now);
      } else if (reads.remove(asker) != null) {
        actions.add(
            isApplied ? new SiteAction.ReleaseRead(asker) : new SiteAction.RefuseRead(asker));
      }
    }
    return done(now);
  }

  /**
   * Something was revoked here, and positions say up to where: the revocation is released when no
   * other site that serves has applied less. Of two with one id the second replaces the first.
   */
  public List<SiteAction> revocationAsked(long id, long[] positions, long clockNanos) {
    long now = time(clockNanos);
    if (revocations.size() >= WAITING_MAX) {
      actions.add(new SiteAction.RefuseRevocation(id));
    } else {
      revocations.add(id, positions, own.sequence(), now);
      own.ask();
      appendWanted(now);
    }
    return done(now);
  }

  /**
   * A read wants everything that any site has acknowledged of a shard by now.
   *
   * @param id at least 0
   */
  public List<SiteAction> readAsked(long id, int shard, long clockNanos) {
    long now = time(clockNanos);
    if (reads.size() >= WAITING_MAX) {
      actions.add(new SiteAction.RefuseRead(id));
    } else {
      reads.put(id, now);
      barrier.ask(shard, id).ifPresent(marker -> addMarker(shard, marker));
    }
    return done(now);
  }

  /** The program around it met a defect: it serves no more until it has joined again. */
  public List<SiteAction> withdraw(String why, long clockNanos) {
    long now = time(clockNanos);
    if (!hasLeft) {
      withdraw(standing.withdraw(why), now);
    }
    return done(now);
  }

  /** It serves no more, for good, and says so; {@link SiteAction.End} follows. */
  public List<SiteAction> leave(long clockNanos) {
    long now = time(clockNanos);
    if (!hasLeft) {
      hasLeft = true;
      endJoining();
      standing.withdraw("it ends");
      stopServing("it ends");
      own.changes(false);
      lastRecord = append(true, now);
    }
    return done(now);
  }

  /** What this site may do now. */
  public Permit permit() {
    long now = latestNanos;
    return new Permit(
        standing.admits(now),
        lease.untilNanos(),
        standing.isLeader(now),
        standing.inChargeUntilNanos(),
        board.level(sites),
        standing.quarantined(),
        skewNanos);
  }

  /** What it has applied of each shard. */
  public long[] positions() {
    return applied.clone();
  }

  /** What is known of this site and the others. */
  SiteView view(String name, long clockNanos) {
    long now = clockNanos + skewNanos;
    return new SiteView(
        name,
        standing.admits(now),
        standing.isLeader(now),
        standing.quarantined(),
        lease.left(now),
        positions(),
        board.view(now));
  }

  /**
   * The machine's time, which never goes back. If the clock does, nobody knows how much time has
   * passed: what was measured by it until now must not allow anything.
   */
  private long time(long clockNanos) {
    long now = clockNanos + skewNanos;
    if (hasTime && now - latestNanos < 0) {
      skewNanos += latestNanos - now;
      now = latestNanos;
      lease.drop();
      underWay.replaceAll((sequence, sent) -> OptionalLong.empty());
      own.forgetWhenSent();
      board.forgetWhenSent();
    }
    hasTime = true;
    latestNanos = now;
    noticeChanges(now);
    return now;
  }

  private void step(ServingState.Step step, long now) {
    switch (step) {
      case ServingState.Step.Rest rest -> {}
      case ServingState.Step.Withdraw withdrawn -> withdraw(withdrawn, now);
      case ServingState.Step.Await(String what) -> await(what);
      case ServingState.Step.Join(long ignored) -> announce(now);
    }
  }

  private void withdraw(ServingState.Step.Withdraw withdrawn, long now) {
    boolean wasAnnouncing = announced != NONE;
    endJoining();
    stopServing(withdrawn.why());
    if (withdrawn.why().equals(standing.quarantined())) {
      actions.add(new SiteAction.Quarantine(withdrawn.why()));
    }
    if (own.changes(false) || wasAnnouncing) {
      append(false, now);
    }
  }

  private void stopServing(String why) {
    if (wasServing) {
      wasServing = false;
      actions.add(new SiteAction.StopServing(why));
    }
  }

  private void await(String what) {
    if (!what.equals(awaits)) {
      awaits = what;
      actions.add(new SiteAction.Await(what));
    }
  }

  /** First the others learn that it may serve, then it passes the barrier, then it serves. */
  private void announce(long now) {
    phaseNanos = now;
    if (own.changes(true)) {
      announced = append(false, now);
    } else {
      enterBarrier(now); // the others know: its records went on to say so
    }
  }

  private void enterBarrier(long now) {
    announced = NONE;
    phaseNanos = now;
    hasFailed = false;
    attempt++;
    for (int shard = 0; shard < applied.length; shard++) {
      int of = shard;
      missing.add(of);
      barrier.ask(of, -attempt).ifPresent(marker -> addMarker(of, marker));
    }
  }

  private void addMarker(int shard, long marker) {
    actions.add(new SiteAction.AppendMarker(shard, marker));
  }

  /** A marker that joining has asked for is settled, perhaps of an attempt that was abandoned. */
  private void passed(long asker, int shard, boolean isApplied, long now) {
    if (asker != -attempt || !missing.remove(shard)) {
      return;
    }
    hasFailed |= !isApplied;
    if (!missing.isEmpty()) {
      return;
    }
    if (hasFailed) {
      endJoining();
      await("an entry of its own is applied in every shard");
    } else if (standing.join(standing.joining(), now)) {
      awaits = "";
      wasServing = true;
      actions.add(new SiteAction.StartServing());
    } else {
      endJoining();
      await("its lease lasts while it joins");
    }
  }

  private void boundPhase(long now) {
    if (standing.joining() == 0) {
      endJoining();
    } else if (announced != NONE && now - phaseNanos >= ANNOUNCED_WITHIN.toNanos()) {
      abandonAnnouncing();
    } else if (!missing.isEmpty() && now - phaseNanos >= PASSED_WITHIN.toNanos()) {
      endJoining();
      await("an entry of its own is applied in every shard");
    }
  }

  private void abandonAnnouncing() {
    endJoining();
    await("the others can know of it");
  }

  /** An announcement of which it is not known whether the others know is to be made again. */
  private void endJoining() {
    if (announced != NONE) {
      announced = NONE;
      own.wasNotHeard();
    }
    missing.clear();
    standing.abandonJoining();
  }

  private void giveUpOverdue(long now) {
    revocations
        .takeOverdue(timing.patience().toNanos(), now)
        .forEach(id -> actions.add(new SiteAction.RefuseRevocation(id)));
    reads
        .entrySet()
        .removeIf(read -> {
          boolean overdue = now - read.getValue() >= CURRENT_WITHIN.toNanos();
          if (overdue) {
            barrier.forget(read.getKey());
            actions.add(new SiteAction.RefuseRead(read.getKey()));
          }
          return overdue;
        });
  }

  /** What another site waits for, or asks of the others, is not left to the next beat. */
  private void appendWanted(long now) {
    if (!hasLeft && underWay.size() < AT_ONCE_MAX && (own.asks() || own.isAnswerDue(applied))) {
      append(false, now);
    }
  }

  /** Appends what holds now, and gives the record's sequence. */
  private long append(boolean leaving, long now) {
    own.takeAnswerDue(applied);
    StatusRecord status = own.next(leaving, applied.clone(), List.copyOf(marks), now);
    underWay.put(status.sequence(), OptionalLong.of(now));
    hasBeaten = true;
    beatNanos = now;
    actions.add(new SiteAction.AppendStatus(status));
    return status.sequence();
  }

  private List<SiteAction> done(long now) {
    noticeChanges(now);
    List<SiteAction> wanted = actions;
    actions = new ArrayList<>();
    return wanted;
  }

  /** What follows from the passing of time, or from what an input has changed. */
  private void noticeChanges(long now) {
    if (!standing.admits(now)) {
      stopServing("its lease lapsed");
    }
    boolean leads = standing.isLeader(now);
    if (leads != wasLeader) {
      wasLeader = leads;
      actions.add(leads ? new SiteAction.BecomeLeader() : new SiteAction.CeaseLeading());
    }
  }
}
