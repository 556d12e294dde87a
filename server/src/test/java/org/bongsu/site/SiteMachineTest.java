package org.bongsu.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.bongsu.shard.DigestMark;
import org.junit.jupiter.api.Test;

/**
 * Site a, of a, b and c, with two shards: tables of what it is told, when, and what it wants done.
 * Times are in milliseconds. A lease lasts ten seconds, so a silent site has stopped after eleven,
 * and a revocation waits 21.
 */
class SiteMachineTest {
  private static final SiteTiming TIMING =
      new SiteTiming(Duration.ofMillis(500), Duration.ofSeconds(10));

  private static final String UNACKNOWLEDGED = "await a record of its own is acknowledged";

  private final SiteMachine machine =
      new SiteMachine(
          new SiteMachine.Self("a", "1", "http://a", 3), List.of("a", "b", "c"), 2, TIMING);

  /** What it has appended, by sequence. */
  private final Map<Long, Status> own = new HashMap<>();

  /** The sequence of the newest of them. */
  private long last;

  /** The next offset of the log of sites. */
  private long offset;

  private interface Input {
    List<SiteAction> at(long nanos);
  }

  /** One line of a table. */
  private void at(long millis, Input input, String... wanted) {
    assertEquals(List.of(wanted), does(millis, input), "at " + millis);
  }

  private List<String> does(long millis, Input input) {
    List<SiteAction> actions = input.at(nanos(millis));
    actions.forEach(action -> {
      if (action instanceof SiteAction.AppendStatus(Status status)) {
        own.put(status.sequence(), status);
        last = status.sequence();
      }
    });
    return actions.stream().map(SiteMachineTest::text).toList();
  }

  /** Beats, whose records are appended and read back at once. */
  private void keepAlive(long fromMillis, long untilMillis) {
    for (long millis = fromMillis; millis < untilMillis; millis += 500) {
      at(millis, tick(), "say " + (last + 1) + " serves leads");
      at(millis, appended(last));
      at(millis, readOwn(last));
    }
  }

  private static long nanos(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private static String text(SiteAction action) {
    return switch (action) {
      case SiteAction.AppendStatus(Status status) -> text(status);
      case SiteAction.AppendMarker(int shard, long marker) -> "marker " + marker + " to " + shard;
      case SiteAction.StartServing start -> "serve";
      case SiteAction.StopServing(String why) -> "stop: " + why;
      case SiteAction.Await(String what) -> "await " + what;
      case SiteAction.Quarantine quarantined -> "quarantine";
      case SiteAction.BecomeLeader become -> "lead";
      case SiteAction.CeaseLeading cease -> "cease";
      case SiteAction.ReleaseRevocation(long id) -> "release " + id;
      case SiteAction.RefuseRevocation(long id) -> "refuse " + id;
      case SiteAction.ReleaseRead(long id) -> "read " + id;
      case SiteAction.RefuseRead(long id) -> "refuse read " + id;
      case SiteAction.End end -> "end";
    };
  }

  private static String text(Status status) {
    String text = "say " + status.sequence();
    text += status.serves() ? " serves" : "";
    text += status.asks() ? " asks" : "";
    text += status.holds() ? " leads" : "";
    text += status.claims() == Status.NOTHING ? "" : " claims " + status.claims();
    return text + (status.leaving() ? " leaving" : "");
  }

  private Input tick() {
    return now -> machine.tick(true, now);
  }

  private Input appended(long sequence) {
    return now -> machine.appended(sequence, now);
  }

  private Input notAppended(long sequence) {
    return now -> machine.notAppended(sequence, now);
  }

  private Input markerApplied(long marker) {
    return now -> machine.markerApplied(marker, now);
  }

  private Input applied(int shard, long position) {
    return now -> machine.applied(shard, position, List.of(), now);
  }

  private Input revoked(long id, long... positions) {
    return now -> machine.revocationAsked(id, positions, now);
  }

  private Input read(Status... records) {
    return now ->
        machine.read(
            Arrays.stream(records).map(record -> new SiteMachine.Placed(offset++, record)).toList(),
            now);
  }

  /** Its own records come back through the log. */
  private Input readOwn(long... sequences) {
    return now -> read(LongStream.of(sequences).mapToObj(own::get).toArray(Status[]::new)).at(now);
  }

  /** Of another site. */
  private record Other(
      String site,
      String run,
      boolean serves,
      boolean asks,
      boolean holds,
      boolean leaving,
      long claims,
      List<List<DigestMark>> marks) {
    static Other named(String site) {
      return new Other(site, "1", true, false, false, false, Status.NOTHING, List.of());
    }

    Other ofRun(String another) {
      return new Other(site, another, serves, asks, holds, leaving, claims, marks);
    }

    Other silent() {
      return new Other(site, run, false, asks, holds, leaving, claims, marks);
    }

    Other asking() {
      return new Other(site, run, serves, true, holds, leaving, claims, marks);
    }

    Other leaves() {
      return new Other(site, run, false, asks, holds, true, claims, marks);
    }

    Other claiming(long of) {
      return new Other(site, run, serves, asks, holds, leaving, of, marks);
    }

    Other marked(String digest) {
      return new Other(
          site,
          run,
          serves,
          asks,
          holds,
          leaving,
          claims,
          List.of(List.of(new DigestMark(64, digest)), List.of()));
    }

    Status at(long... positions) {
      return new Status(
          site, run, 1, "", 3, serves, leaving, asks, holds, claims, positions, marks);
    }
  }

  private static Other b() {
    return Other.named("b");
  }

  private static Other c() {
    return Other.named("c");
  }

  /** The lease is of the record sent at 20, so it ends at 10,020. Its records are not read back. */
  private void join() {
    join(Status.NOBODY);
  }

  private void join(long claims) {
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(10, appended(1));
    at(20, tick(), claims == Status.NOTHING ? "say 2 serves" : "say 2 serves claims " + claims);
    at(30, appended(2), "marker 1 to 0", "marker 2 to 1");
    at(40, markerApplied(1));
    at(50, markerApplied(2), "serve");
    assertTrue(machine.permit().serves(nanos(10_019)));
    assertFalse(machine.permit().serves(nanos(10_020)), "by the clock alone");
  }

  @Test
  void itJoins() {
    at(0, read(b().at(7, 3)));
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(5, tick());
    at(10, appended(1));
    at(20, tick(), "await it has applied what the others have");
    at(30, applied(0, 7));
    at(31, read(b().at(9, 4))); // it need not reach what came since: the barrier sees to that
    at(32, applied(1, 3));
    at(40, tick(), "say 2 serves claims -1");
    at(50, tick());
    assertFalse(machine.permit().serves(nanos(50)));
    at(60, appended(2), "marker 1 to 0", "marker 2 to 1");
    at(70, markerApplied(2));
    at(75, markerApplied(2)); // of no meaning any more
    assertFalse(machine.permit().serves(nanos(75)), "shard 0 has not come");
    at(80, markerApplied(1), "serve");
    at(540, tick(), "say 3 serves claims -1"); // a beat after the last record
  }

  @Test
  void itAnnouncesAgainWhatTheOthersMayNotKnow() {
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(10, appended(1));
    at(20, tick(), "say 2 serves claims -1");
    at(30, notAppended(2), "await the others can know of it");
    at(40, tick(), "say 3 serves claims -1");
    at(45, appended(2)); // late, and of an attempt that is over
    at(50, appended(3), "marker 1 to 0", "marker 2 to 1");
  }

  /** An announcement that hangs while other records are acknowledged. */
  @Test
  void itAnnouncesAgainAfterAWhile() {
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(10, appended(1));
    at(20, tick(), "say 2 serves claims -1");
    at(5_000, tick(), "say 3 serves claims -1");
    at(5_010, appended(3));
    at(10_020, tick(), "await the others can know of it", "say 4");
    at(10_030, tick(), "say 5 serves claims -1");
  }

  @Test
  void itPassesTheBarrierAgainWhereAMarkerFailed() {
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(10, appended(1));
    at(20, tick(), "say 2 serves claims -1");
    at(30, appended(2), "marker 1 to 0", "marker 2 to 1");
    at(40, now -> machine.markerFailed(1, now));
    at(50, markerApplied(2), "await an entry of its own is applied in every shard");
    at(60, tick(), "marker 3 to 0", "marker 4 to 1"); // the others know already
    at(70, markerApplied(3));
    at(80, markerApplied(4), "serve");
  }

  /** The marker after it has to be its own: one appended before it asked shows nothing. */
  @Test
  void whoAsksWhileAMarkerIsUnderWayGetsTheNext() {
    join();
    at(100, now -> machine.readAsked(7, 0, now), "marker 3 to 0");
    at(101, now -> machine.readAsked(8, 0, now));
    at(102, now -> machine.readAsked(9, 0, now));
    at(103, now -> machine.readAsked(10, 1, now), "marker 4 to 1");
    at(110, markerApplied(3), "marker 5 to 0", "read 7");
    at(120, now -> machine.markerFailed(4, now), "refuse read 10");
    at(130, markerApplied(5), "read 8", "read 9");
  }

  @Test
  void aReadDoesNotWaitForEver() {
    join();
    at(100, now -> machine.readAsked(7, 0, now), "marker 3 to 0");
    at(200, now -> machine.readAsked(8, 0, now));
    at(5_100, tick(), "say 3 serves claims -1", "refuse read 7");
    at(5_200, tick(), "refuse read 8");
    at(5_300, markerApplied(3), "marker 4 to 0"); // for nobody: it was on its way
    at(5_400, now -> machine.readAsked(9, 0, now));
    at(5_500, markerApplied(4), "marker 5 to 0");
    at(5_600, markerApplied(5), "read 9");
  }

  @Test
  void aRevocationIsReleasedWhenAllHaveApplied() {
    join();
    at(60, read(b().at(4, 0), c().at(5, 0)));
    at(100, revoked(7, 5, 0), "say 3 serves asks claims -1");
    at(110, read(b().at(5, 0)));
    at(120, readOwn(1)); // of before
    at(130, readOwn(2), "lead"); // of before, too
    at(140, readOwn(3), "release 7");
    at(150, readOwn(3));
  }

  /** They may answer before the question comes back, or long after. */
  @Test
  void recordsComeInAnyOrder() {
    join();
    at(60, readOwn(2, 1), "lead");
    at(70, read(b().at(0, 0), c().at(9, 9)));
    at(100, revoked(7, 5, 0), "say 3 serves asks leads");
    at(100, revoked(8, 0, 3), "say 4 serves asks leads"); // at the same moment
    at(110, readOwn(4));
    at(120, readOwn(3)); // the log repeats what was sent twice
    at(130, read(b().at(0, 3)), "release 8");
    at(140, read(b().ofRun("2").at(0, 0))); // it starts again, from an older copy
    at(150, read(b().ofRun("2").at(5, 0), b().ofRun("2").at(5, 1)), "release 7");
  }

  @Test
  void whatComesBackFromBeforeTheQuestionReleasesNothing() {
    join();
    at(60, read(b().at(5, 0), c().at(5, 0)));
    at(100, tick());
    at(520, tick(), "say 3 serves claims -1");
    at(520, revoked(7, 5, 0), "say 4 serves asks claims -1"); // in the same moment as the beat
    at(530, readOwn(1, 2, 3), "lead"); // a site that has joined since may not be known yet
    at(540, readOwn(4), "release 7");
  }

  @Test
  void aSiteThatSaysThatItDoesNotServeIsNotWaitedFor() {
    join();
    at(60, read(b().at(0, 0), c().at(0, 0)));
    at(100, revoked(7, 5, 0), "say 3 serves asks claims -1");
    at(110, readOwn(1, 2, 3), "lead");
    at(120, read(b().silent().at(0, 0)));
    at(130, read(c().leaves().at(0, 0)), "release 7");
  }

  /** It has stopped eleven seconds after its last record; only a later own record shows that. */
  @Test
  void aSiteThatNeverComesBackIsWaitedForUntilItsLeaseIsOver() {
    join();
    at(60, read(b().at(5, 0), c().at(0, 0)));
    at(100, revoked(7, 5, 0), "say 3 serves asks claims -1");
    at(110, readOwn(1, 2, 3), "lead");
    keepAlive(600, 11_060);
    at(11_060, read(b().at(5, 0)));
    at(11_060, revoked(8, 0, 0), "say " + (last + 1) + " serves asks leads");
    at(11_061, readOwn(last), "release 8"); // 7 is not: c may serve at that very moment
    at(11_600, tick(), "say " + (last + 1) + " serves leads");
    at(11_610, readOwn(last), "release 7");
  }

  /** Nobody says that it is known while it is not; it may go on when it is known after all. */
  @Test
  void aRevocationOutlivesTheOwnLease() {
    join();
    at(60, read(b().at(0, 0)));
    at(100, revoked(7, 5, 0), "say 3 serves asks claims -1");
    at(200, revoked(8, 6, 0), "say 4 serves asks claims -1");
    at(210, readOwn(1, 2, 3), "lead");
    at(10_020, tick(), "stop: its lease lapsed", "cease", UNACKNOWLEDGED, "say 5 serves leads");
    at(10_030, readOwn(4));
    at(20_000, read(b().at(5, 0)), "release 7");
    at(21_199, tick(), "say 6 serves leads");
    at(21_200, tick(), "refuse 8");
    at(21_210, read(b().at(6, 0)));
  }

  @Test
  void aLapsedLeaseIsFollowedByTheBarrier() {
    join();
    at(10_020, tick(), "stop: its lease lapsed", UNACKNOWLEDGED, "say 3 serves");
    at(10_025, appended(2)); // of the lapsed one
    at(10_030, tick());
    at(10_040, appended(3));
    assertFalse(machine.permit().serves(nanos(10_040)));
    at(10_050, tick(), "marker 3 to 0", "marker 4 to 1");
    at(10_060, markerApplied(3));
    at(10_070, markerApplied(4), "serve");
  }

  /** The first acknowledgement comes after the lease had lapsed, and nobody has looked since. */
  @Test
  void aLeaseThatLapsedUnseenIsFollowedByTheBarrier() {
    join();
    at(520, tick(), "say 3 serves claims -1");
    at(10_030, appended(3), "stop: its lease lapsed");
    assertFalse(machine.permit().serves(nanos(10_030)));
    at(10_040, tick(), "marker 3 to 0", "marker 4 to 1", "say 4 serves claims -1");
  }

  @Test
  void aLeaseThatLapsesAtTheBarrierBeginsTheWayAnew() {
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(10, appended(1));
    at(20, tick(), "say 2 serves claims -1");
    at(30, appended(2), "marker 1 to 0", "marker 2 to 1");
    at(10_030, tick(), "await its lease lasts while it joins", "say 3 serves");
    at(10_040, appended(3));
    at(10_050, markerApplied(1)); // of the attempt before
    at(10_060, tick(), "marker 3 to 0"); // the one of shard 1 is still under way
    at(10_070, markerApplied(2), "marker 4 to 1");
    at(10_080, markerApplied(3));
    at(10_090, markerApplied(4), "serve");
  }

  @Test
  void aLeaseThatLapsesWhileTheAnnouncementIsUnderWayIsAnnouncedAgain() {
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(10, appended(1));
    at(20, tick(), "say 2 serves claims -1");
    at(10_000, tick(), "await its lease lasts while it joins", "say 3");
    at(10_010, appended(3));
    at(10_020, tick(), "say 4 serves claims -1");
    at(10_030, appended(4), "marker 1 to 0", "marker 2 to 1");
  }

  @Test
  void aShardThatStandsStillEndsServingAndJoining() {
    join();
    at(60, now -> machine.tick(false, now), "stop: a shard cannot be written", "say 3");
    at(70, now -> machine.tick(false, now));
    at(80, tick(), "say 4 serves claims -1");
    at(90, now -> machine.tick(false, now), "say 5");
    at(95, appended(4)); // of an attempt that is over
    at(100, tick(), "say 6 serves claims -1");
    at(110, appended(6), "marker 3 to 0", "marker 4 to 1");
    at(120, markerApplied(3));
    at(130, now -> machine.tick(false, now), "say 7");
    at(140, markerApplied(4));
    assertFalse(machine.permit().serves(nanos(140)));
  }

  @Test
  void aDefectAroundItEndsServingUntilItHasJoinedAgain() {
    join();
    at(60, now -> machine.withdraw("a defect", now), "stop: a defect", "say 3");
    at(70, tick(), "say 4 serves claims -1");
  }

  /** It never serves again, whatever it is told. */
  @Test
  void aSiteWhoseDataDiffersIsQuarantined() {
    join();
    at(60, readOwn(1, 2), "lead");
    at(70, now -> machine.applied(0, 64, List.of(new DigestMark(64, "wrong")), now));
    at(520, tick(), "say 3 serves leads");
    at(521, readOwn(3));
    at(530, read(b().marked("right").at(64, 0)));
    at(540, tick());
    at(545, now -> machine.readAsked(5, 0, now), "marker 3 to 0");
    at(550, read(c().marked("right").at(64, 0)));
    String why = "its data differs from two other sites' in shard 0 at position 64";
    at(560, tick(), "stop: " + why, "quarantine", "say 4 leads", "cease");
    assertEquals(why, machine.permit().quarantined());
    at(570, markerApplied(3), "read 5");
    at(580, appended(4));
    at(1_060, tick(), "say 5 leads");
    at(1_070, appended(5));
    at(1_080, tick());
    assertFalse(machine.permit().serves(nanos(1_080)));
  }

  @Test
  void aQuarantinedSiteDoesNotEndItsWayThroughTheBarrier() {
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(5, now -> machine.applied(0, 64, List.of(new DigestMark(64, "wrong")), now));
    at(10, appended(1));
    at(20, tick(), "say 2 serves claims -1");
    at(30, appended(2), "marker 1 to 0", "marker 2 to 1");
    at(35, readOwn(1, 2));
    at(40, read(b().marked("right").at(64, 0), c().marked("right").at(64, 0)));
    at(50, tick(), "quarantine", "say 3 leads");
    at(60, markerApplied(1));
    at(70, markerApplied(2));
    assertFalse(machine.permit().serves(nanos(70)));
  }

  /** The claim names the newest record of the site that leads, so a sign of life makes it void. */
  @Test
  void leadershipIsTakenOverFromASiteThatFellSilent() {
    at(0, read(b().claiming(Status.NOBODY).at(0, 0)));
    join(Status.NOTHING);
    at(60, readOwn(1, 2));
    for (long millis = 520; millis < 11_000; millis += 500) {
      at(millis, tick(), "say " + (last + 1) + " serves");
      at(millis, appended(last));
    }
    at(11_020, tick(), "say " + (last + 1) + " serves claims 0");
    long claim = last;
    at(11_030, appended(claim));
    at(11_040, read(b().at(0, 0))); // it was only slow
    at(11_050, readOwn(claim));
    for (long millis = 11_520; millis < 22_040; millis += 500) {
      at(millis, tick(), "say " + (last + 1) + " serves");
      at(millis, appended(last));
    }
    at(22_041, tick());
    at(22_520, tick(), "say " + (last + 1) + " serves claims 3");
    at(22_530, appended(last));
    at(22_540, readOwn(last), "lead");
    at(23_020, tick(), "say " + (last + 1) + " serves leads");
  }

  @Test
  void ofTwoClaimsTheFirstLeads() {
    join();
    at(60, read(c().claiming(Status.NOBODY).at(0, 0)));
    at(70, readOwn(1, 2));
    at(520, tick(), "say 3 serves");
  }

  /** What it writes is appended, but what it reads stands still: another one may lead by now. */
  @Test
  void whoDoesNotReadItsOwnRecordsLeadsNoMore() {
    join();
    at(60, readOwn(1, 2), "lead");
    for (long millis = 520; millis < 10_020; millis += 500) {
      at(millis, tick(), "say " + (last + 1) + " serves leads");
      at(millis, appended(last));
    }
    assertTrue(machine.permit().isLeader(nanos(10_019)));
    assertFalse(machine.permit().isLeader(nanos(10_020)), "by the clock alone");
    assertTrue(machine.permit().serves(nanos(10_020)));
    at(10_020, tick(), "cease", "say " + (last + 1) + " serves leads");
    at(10_030, readOwn(last), "lead");
  }

  /** How much time has passed is not known: nothing measured until then allows anything. */
  @Test
  void aClockThatGoesBackEndsTheLease() {
    join();
    at(60, readOwn(1, 2), "lead");
    at(520, tick(), "say 3 serves leads");
    at(100, tick(), "stop: its lease lapsed", "cease", UNACKNOWLEDGED);
    at(110, appended(3)); // sent before: nobody knows when
    at(120, tick());
    assertFalse(machine.permit().serves(nanos(120)));
    at(600, tick(), "say 4 serves leads");
    at(610, appended(4));
    at(620, tick(), "marker 3 to 0", "marker 4 to 1");
    at(630, markerApplied(3));
    at(640, markerApplied(4), "serve");
    assertTrue(machine.permit().serves(nanos(10_599)));
    assertFalse(machine.permit().serves(nanos(10_600)), "it is measured by the clock of now");
    at(650, readOwn(4), "lead");
  }

  @Test
  void aClockThatGoesBackReleasesNothingAndRefusesInTheEnd() {
    join();
    at(60, read(b().at(0, 0)));
    at(5_000, revoked(7, 5, 0), "say 3 serves asks claims -1");
    at(100, tick(), "stop: its lease lapsed", UNACKNOWLEDGED);
    at(110, readOwn(1, 2, 3));
    at(120, tick());
    at(600, tick(), "say 4 serves leads");
    at(610, readOwn(4));
    at(21_100, tick(), "say 5 serves leads", "refuse 7");
  }

  /** As after a machine has slept. A site that lives has written meanwhile, and is read first. */
  @Test
  void aClockThatGoesForwardEndsTheLeaseAndReleasesNothing() {
    join();
    at(60, read(b().at(0, 0)));
    at(100, revoked(7, 5, 0), "say 3 serves asks claims -1");
    at(110, readOwn(1, 2), "lead");
    at(15_000, tick(), "stop: its lease lapsed", "cease", UNACKNOWLEDGED, "say 4 serves leads");
    at(15_010, read(b().at(4, 0)));
    at(15_020, readOwn(3, 4));
    at(15_030, read(b().at(5, 0)), "release 7");
  }

  @Test
  void theClockMayWrap() {
    long wrap = Long.MAX_VALUE / 1_000_000 - 15;
    at(wrap, tick(), UNACKNOWLEDGED, "say 1");
    at(wrap + 10, appended(1));
    assertEquals(
        List.of("say 2 serves claims -1"),
        machine.tick(true, Long.MIN_VALUE + 1_000).stream().map(SiteMachineTest::text).toList());
    assertFalse(machine.appended(2, Long.MIN_VALUE + 2_000).isEmpty());
    machine.markerApplied(1, Long.MIN_VALUE + 3_000);
    machine.markerApplied(2, Long.MIN_VALUE + 4_000);
    assertTrue(machine.permit().serves(Long.MIN_VALUE + 5_000));
  }

  @Test
  void itAnswersWhenItHasAppliedWhatAnotherSiteAsksFor() {
    join();
    at(60, read(b().asking().at(5, 0), c().asking().at(4, 2)));
    at(70, applied(0, 5));
    at(80, applied(1, 2), "say 3 serves claims -1");
    at(90, applied(1, 3));
    at(100, read(b().asking().at(5, 0), b().asking().at(5, 1)), "say 4 serves claims -1");
  }

  /** Many revocations at once do not write a record each while the log is slow. */
  @Test
  void recordsWantedAtOnceAreLimited() {
    join();
    at(60, readOwn(1, 2), "lead");
    for (int id = 1; id <= SiteMachine.AT_ONCE_MAX; id++) {
      at(100, revoked(id, 0, 0), "say " + (2 + id) + " serves asks leads");
    }
    at(101, revoked(100, 0, 0));
    at(102, revoked(101, 0, 0));
    at(110, appended(3), "say " + (last + 1) + " serves asks leads");
    at(120, appended(4));
    at(130, readOwn(last - 1), released(1, SiteMachine.AT_ONCE_MAX));
    at(140, readOwn(last), "release 100", "release 101");
  }

  private static String[] released(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(id -> "release " + id).toArray(String[]::new);
  }

  @Test
  void itLeaves() {
    join();
    at(60, readOwn(1, 2), "lead");
    at(70, now -> machine.leave(now), "stop: it ends", "say 3 leads leaving", "cease");
    at(75, now -> machine.leave(now));
    at(80, tick());
    at(90, applied(0, 9));
    at(100, appended(3), "end");
    at(20_000, tick());
  }

  @Test
  void theOldestVersionSaysWhatMayBeWritten() {
    assertEquals(1, machine.permit().level(), "c and b were never heard");
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(1, readOwn(1));
    at(2, read(b().at(0, 0)));
    assertEquals(1, machine.permit().level());
    at(3, read(c().at(0, 0)));
    assertEquals(3, machine.permit().level());
  }

  @Test
  void itSaysWhenItHasToBeLookedAfter() {
    assertEquals(0, machine.nanosToTick(nanos(0)));
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    assertEquals(nanos(20), machine.nanosToTick(nanos(0)));
    assertEquals(nanos(5), machine.nanosToTick(nanos(495)));
    assertEquals(0, machine.nanosToTick(nanos(505)));
  }

  /**
   * Whatever comes in whatever order: it serves only within a lease's length after a record that
   * was acknowledged, and settles each revocation once.
   */
  @Test
  void nothingMakesItServeWithoutALease() {
    for (long seed = 1; seed <= 300; seed++) {
      new Chaos(seed).run();
    }
  }

  /** A machine of one shard that is told anything. */
  private static final class Chaos {
    private final Random random;
    private final SiteMachine machine =
        new SiteMachine(new SiteMachine.Self("a", "1", "", 3), List.of("a", "b", "c"), 1, TIMING);
    private final Map<Long, Long> sent = new HashMap<>();
    private final List<Status> log = new ArrayList<>();
    private final Set<Long> markers = new HashSet<>();
    private final Set<Long> revocations = new HashSet<>();
    private final String message;
    private long now;
    private long acknowledged = Long.MIN_VALUE;
    private long offset;
    private long ids;
    private boolean quarantined;
    private boolean hasServed;

    Chaos(long seed) {
      random = new Random(seed);
      message = "seed " + seed;
    }

    void run() {
      for (int step = 0; step < 400; step++) {
        now += nanos(random.nextInt(100) == 0 ? 15_000 : random.nextInt(60));
        act().forEach(this::note);
        boolean serves = machine.permit().serves(now);
        hasServed |= serves;
        assertTrue(!serves || now - acknowledged < TIMING.lease().toNanos(), message);
        assertFalse(serves && quarantined, message);
      }
      for (int beat = 0; beat < 3; beat++) {
        now += TIMING.patience().toNanos();
        machine.tick(true, now).forEach(this::note);
      }
      assertEquals(Set.of(), revocations, message);
    }

    private List<SiteAction> act() {
      return switch (random.nextInt(9)) {
        case 0, 1, 2 -> machine.tick(random.nextInt(50) > 0, now);
        case 3 -> acknowledge();
        case 4 -> settleMarker();
        case 5 -> ask();
        case 6 -> machine.applied(0, random.nextInt(100), List.of(), now);
        case 7 -> readOwn();
        default -> readOther();
      };
    }

    private List<SiteAction> acknowledge() {
      if (sent.isEmpty()) {
        return List.of();
      }
      long sequence = pick(sent.keySet());
      long at = sent.remove(sequence);
      if (random.nextInt(10) == 0) {
        return machine.notAppended(sequence, now);
      }
      acknowledged = Math.max(acknowledged, at);
      return machine.appended(sequence, now);
    }

    private List<SiteAction> settleMarker() {
      if (markers.isEmpty()) {
        return List.of();
      }
      long marker = pick(markers);
      markers.remove(marker);
      return random.nextInt(10) == 0
          ? machine.markerFailed(marker, now)
          : machine.markerApplied(marker, now);
    }

    private long pick(Set<Long> of) {
      return of.stream().sorted().skip(random.nextInt(of.size())).findFirst().orElseThrow();
    }

    private List<SiteAction> ask() {
      revocations.add(++ids);
      return machine.revocationAsked(ids, machine.positions(), now);
    }

    private List<SiteAction> readOwn() {
      List<SiteMachine.Placed> records =
          log.stream().map(status -> new SiteMachine.Placed(offset++, status)).toList();
      log.clear();
      return machine.read(records, now);
    }

    private List<SiteAction> readOther() {
      Other other = random.nextBoolean() ? b() : c();
      other = random.nextInt(4) == 0 ? other.asking() : other;
      other = random.nextInt(4) == 0 ? other.silent() : other;
      other = random.nextInt(9) == 0 ? other.claiming(random.nextInt(9) - 1L) : other;
      long[] positions = {random.nextInt(120)};
      return machine.read(List.of(new SiteMachine.Placed(offset++, other.at(positions))), now);
    }

    private void note(SiteAction action) {
      switch (action) {
        case SiteAction.AppendStatus(Status status) -> {
          sent.put(status.sequence(), now);
          log.add(status);
        }
        case SiteAction.AppendMarker(int shard, long marker) -> markers.add(marker);
        case SiteAction.ReleaseRevocation(long id) -> assertTrue(revocations.remove(id), message);
        case SiteAction.RefuseRevocation(long id) -> assertTrue(revocations.remove(id), message);
        case SiteAction.Quarantine quarantine -> quarantined = true;
        default -> {}
      }
    }
  }
}
