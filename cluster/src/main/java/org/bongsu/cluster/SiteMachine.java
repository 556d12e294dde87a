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
 * All decisions of one run of a site: when it joins, serves and stops, whether it leads, which
 * command level may be written, and when a revocation has reached all sites. It has no thread, no
 * lock and no clock. {@link Site} drives it in the server, and the simulator drives the same class:
 * each event goes in with the time, and the resulting {@link SiteAction}s come out.
 *
 * <p>Times are nanoseconds of one machine's monotonic clock; they wrap, so they are only ever
 * subtracted. If the clock goes back nevertheless, the lease is dropped and the site joins again.
 * If it jumps forward, the lease lapses.
 *
 * <pre>
 *   waiting ──lease held, caught up──► announcing ──record appended──► at the read barrier
 *      ▲                                   │                               │
 *      │◄──lease lapsed, not appended──────┘                  markers of all shards applied
 *      │                                                                   │
 *      └──◄──lease lapsed, lag, a shard has stopped──── serving ◄─────────┘
 *
 *   from anywhere: data differs from two others' ──► quarantined, until its data is rebuilt
 * </pre>
 */
public final class SiteMachine {
  /**
   * The identity of this run.
   *
   * @param level the newest command level that its version applies
   */
  public record Self(String site, String run, String url, int level) {
    /** The run as status records name it: {@code site/run}. */
    public String writer() {
      return site + "/" + run;
    }
  }

  /** A record as it was read from the log of sites. */
  public record Placed(long offset, StatusRecord status) {}

  /** How long the record that announces this site may take to be appended; then it tries again. */
  static final Duration ANNOUNCED_WITHIN = Duration.ofSeconds(10);

  /** How long to wait at the read barrier while joining; then it tries again. */
  static final Duration PASSED_WITHIN = Duration.ofSeconds(15);

  /** How long a read may wait at the read barrier. */
  static final Duration CURRENT_WITHIN = Duration.ofSeconds(5);

  /** At most this long between two ticks until it has joined. */
  private static final long JOINING_TICK_NANOS_MAX = 20_000_000;

  /** Pending revocations, and pending reads; more are refused. */
  static final int PENDING_MAX = 10_000;

  /** With this many records in flight, nothing is appended out of turn, only at the beat. */
  static final int OUT_OF_TURN_MAX = 16;

  /** With this many records in flight, the beat pauses. */
  static final int IN_FLIGHT_MAX = 256;

  private static final long NONE = 0;

  private final List<String> sites;
  private final SiteTiming timing;
  private final long[] applied;
  private final List<List<DigestMark>> marks = new ArrayList<>();
  private final Lease lease;
  private final ClusterView clusterView;
  private final SiteStatus siteStatus;
  private final ServingState servingState;
  private final ReadBarrier barrier = new ReadBarrier();
  private final Revocations revocations = new Revocations();

  /** Reads at the barrier, by id, with the time at which each began. */
  private final Map<Long, Long> reads = new LinkedHashMap<>();

  /** Records in flight, by sequence, with the time of sending if it can be trusted. */
  private final Map<Long, OptionalLong> inFlight = new HashMap<>();

  /** While it joins: the sequence of the announcement that is not appended yet. */
  private long announced = NONE;

  /** While it is at the barrier: the shards whose markers are not applied yet. */
  private final Set<Integer> missing = new HashSet<>();

  /** While it is at the barrier: whether a marker failed. */
  private boolean hasFailed;

  /** Counts attempts to pass the barrier; the negated number is the requester of its markers. */
  private long attempt;

  /** While it joins: when the current phase began. */
  private long phaseNanos;

  private String awaits = "";
  private boolean wasServing;
  private boolean wasLeader;
  private boolean hasLeft;
  private long lastRecord = NONE;
  private boolean hasSentRecord;
  private long beatNanos;
  private boolean hasTime;
  private long latestNanos;
  private long skewNanos;
  private List<SiteAction> actions = new ArrayList<>();

  /**
   * Makes a site that does not serve yet.
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
    this.clusterView = new ClusterView(self.writer(), timing);
    this.siteStatus = new SiteStatus(self, clusterView, lease);
    this.servingState = new ServingState(self.site(), lease, clusterView, timing);
  }

  /**
   * Time has passed. Must be called within {@link #nanosToTick}.
   *
   * @param hindrance why the site cannot serve for a reason that is not in its records: a shard has
   *     stopped, or the log is lost; empty if there is none
   */
  public List<SiteAction> tick(String hindrance, long clockNanos) {
    long now = time(clockNanos);
    if (!hasLeft) {
      step(servingState.next(applied, hindrance, now), now);
      boundPhase(now);
      boolean due = !hasSentRecord || now - beatNanos >= timing.beat().toNanos();
      if (due && inFlight.size() < IN_FLIGHT_MAX) {
        append(false, now);
      }
    }
    refuseOverdue(now);
    return done(now);
  }

  /** How long until the next {@link #tick} is due. */
  public long nanosToTick(long clockNanos) {
    long beat = timing.beat().toNanos();
    long idle = servingState.hasJoined() ? beat / 4 : Math.min(JOINING_TICK_NANOS_MAX, beat / 4);
    if (hasLeft || inFlight.size() >= IN_FLIGHT_MAX) {
      return idle;
    }
    long toBeat = hasSentRecord ? beatNanos + beat - (clockNanos + skewNanos) : 0;
    return Math.clamp(toBeat, 0, idle);
  }

  /**
   * Records of any site were read from the status log, in its order. If they call for an answer at
   * once, one record answers all of them.
   */
  public List<SiteAction> read(List<Placed> records, long clockNanos) {
    long now = time(clockNanos);
    records.forEach(record -> siteStatus.read(record.offset, record.status, now));
    revocations
        .takeReleased(clusterView)
        .forEach(id -> actions.add(new SiteAction.ReleaseRevocation(id)));
    appendOutOfTurn(now);
    return done(now);
  }

  /** A record of this run was appended: it extends the lease, from the moment it was sent. */
  public List<SiteAction> appended(long sequence, long clockNanos) {
    long now = time(clockNanos);
    inFlight
        .getOrDefault(sequence, OptionalLong.empty())
        .ifPresent(sent -> lease.renewed(sent, now));
    inFlight.remove(sequence);
    if (sequence == announced) {
      enterBarrier(now);
    }
    recordSettled(sequence, now);
    return done(now);
  }

  /** It is unknown whether a record of this run was or will be appended. */
  public List<SiteAction> notAppended(long sequence, long clockNanos) {
    long now = time(clockNanos);
    inFlight.remove(sequence);
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
    appendOutOfTurn(now);
  }

  /**
   * A local shard has applied everything before a position. All its commit listeners must have been
   * called.
   */
  public List<SiteAction> applied(
      int shard, long position, List<DigestMark> digests, long clockNanos) {
    long now = time(clockNanos);
    applied[shard] = Math.max(applied[shard], position);
    marks.set(shard, List.copyOf(digests));
    appendOutOfTurn(now);
    return done(now);
  }

  /** A marker of this run was applied here. */
  public List<SiteAction> markerApplied(long marker, long clockNanos) {
    return settle(marker, true, clockNanos);
  }

  /** It is unknown whether a marker of this run was or will be appended. */
  public List<SiteAction> markerFailed(long marker, long clockNanos) {
    return settle(marker, false, clockNanos);
  }

  private List<SiteAction> settle(long marker, boolean isApplied, long clockNanos) {
    long now = time(clockNanos);
    ReadBarrier.Settled settled = barrier.settle(marker);
    settled.next().ifPresent(next -> addMarker(settled.shard(), next));
    for (long requester : settled.requesters()) {
      if (requester < 0) {
        passed(requester, settled.shard(), isApplied, now);
      } else if (reads.remove(requester) != null) {
        actions.add(
            isApplied
                ? new SiteAction.ReleaseRead(requester)
                : new SiteAction.RefuseRead(requester));
      }
    }
    return done(now);
  }

  /**
   * Something was revoked here by an entry before these positions: the revocation is released when
   * every other site has applied them or does not serve. A second call with the same id replaces
   * the first.
   */
  public List<SiteAction> revocationAsked(long id, long[] positions, long clockNanos) {
    long now = time(clockNanos);
    if (revocations.size() >= PENDING_MAX) {
      actions.add(new SiteAction.RefuseRevocation(id));
    } else {
      revocations.add(id, positions, siteStatus.sequence(), now);
      siteStatus.ask();
      appendOutOfTurn(now);
    }
    return done(now);
  }

  /**
   * A read must see everything that any site has acknowledged of a shard by now.
   *
   * @param id at least 0
   */
  public List<SiteAction> readAsked(long id, int shard, long clockNanos) {
    long now = time(clockNanos);
    if (reads.size() >= PENDING_MAX) {
      actions.add(new SiteAction.RefuseRead(id));
    } else {
      reads.put(id, now);
      barrier.ask(shard, id).ifPresent(marker -> addMarker(shard, marker));
    }
    return done(now);
  }

  /** The caller met a defect: the site stops serving until it has joined again. */
  public List<SiteAction> withdraw(String why, long clockNanos) {
    long now = time(clockNanos);
    if (!hasLeft) {
      withdraw(servingState.withdraw(why), now);
    }
    return done(now);
  }

  /** Stops serving for good and announces it; {@link SiteAction.End} follows. */
  public List<SiteAction> leave(long clockNanos) {
    long now = time(clockNanos);
    if (!hasLeft) {
      hasLeft = true;
      endJoining();
      servingState.withdraw("it ends");
      stopServing("it ends");
      siteStatus.changes(false);
      lastRecord = append(true, now);
    }
    return done(now);
  }

  /** What this site may do now. */
  public Permit permit() {
    long now = latestNanos;
    return new Permit(
        servingState.admits(now),
        lease.untilNanos(),
        servingState.isLeader(now),
        servingState.leaderUntilNanos(),
        clusterView.level(sites),
        servingState.quarantined(),
        skewNanos);
  }

  /** The local position of each shard. */
  public long[] positions() {
    return applied.clone();
  }

  /** What is known of this site and the others. */
  SiteView view(String name, long clockNanos) {
    long now = clockNanos + skewNanos;
    return new SiteView(
        name,
        servingState.admits(now),
        servingState.isLeader(now),
        servingState.quarantined(),
        lease.left(now),
        positions(),
        clusterView.view(now));
  }

  /**
   * The machine's time, which never goes back. If the clock does, the elapsed time is unknown, so
   * the lease and all send times measured by it so far are dropped.
   */
  private long time(long clockNanos) {
    long now = clockNanos + skewNanos;
    if (hasTime && now - latestNanos < 0) {
      skewNanos += latestNanos - now;
      now = latestNanos;
      lease.drop();
      inFlight.replaceAll((sequence, sent) -> OptionalLong.empty());
      siteStatus.forgetWhenSent();
      clusterView.forgetWhenSent();
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
    if (withdrawn.why().equals(servingState.quarantined())) {
      actions.add(new SiteAction.Quarantine(withdrawn.why()));
    }
    if (siteStatus.changes(false) || wasAnnouncing) {
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

  /** First the announcement is appended, then the barrier is passed, then the site serves. */
  private void announce(long now) {
    phaseNanos = now;
    if (siteStatus.changes(true)) {
      announced = append(false, now);
    } else {
      enterBarrier(now); // still announced: every record since has said so
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

  /** A marker for joining is settled; the attempt may have been abandoned meanwhile. */
  private void passed(long requester, int shard, boolean isApplied, long now) {
    if (requester != -attempt || !missing.remove(shard)) {
      return;
    }
    hasFailed |= !isApplied;
    if (!missing.isEmpty()) {
      return;
    }
    if (hasFailed) {
      endJoining();
      await("an entry of its own is applied in every shard");
    } else if (servingState.join(servingState.joining(), now)) {
      awaits = "";
      wasServing = true;
      actions.add(new SiteAction.StartServing());
    } else {
      endJoining();
      await("its lease lasts while it joins");
    }
  }

  private void boundPhase(long now) {
    if (servingState.joining() == 0) {
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

  /** If it is unknown whether the announcement was appended, the next attempt repeats it. */
  private void endJoining() {
    if (announced != NONE) {
      announced = NONE;
      siteStatus.announcementLost();
    }
    missing.clear();
    servingState.abandonJoining();
  }

  private void refuseOverdue(long now) {
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

  /** Appends a record out of turn if this site asks the others, or owes them an answer. */
  private void appendOutOfTurn(long now) {
    if (!hasLeft
        && inFlight.size() < OUT_OF_TURN_MAX
        && (siteStatus.asks() || siteStatus.isAnswerDue(applied))) {
      append(false, now);
    }
  }

  /** Appends the current status; returns the record's sequence. */
  private long append(boolean leaving, long now) {
    siteStatus.takeAnswerDue(applied);
    StatusRecord status = siteStatus.next(leaving, applied.clone(), List.copyOf(marks), now);
    inFlight.put(status.sequence(), OptionalLong.of(now));
    hasSentRecord = true;
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

  /** Emits the actions for a lapsed lease and for a change of leadership. */
  private void noticeChanges(long now) {
    if (!servingState.admits(now)) {
      stopServing("its lease lapsed");
    }
    boolean leads = servingState.isLeader(now);
    if (leads != wasLeader) {
      wasLeader = leads;
      actions.add(leads ? new SiteAction.BecomeLeader() : new SiteAction.CeaseLeading());
    }
  }
}
