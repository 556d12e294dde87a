package org.bongsu.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a site knows of the others: revocations, leadership, levels; and the effect of clocks. */
class SiteAgreementTest extends SiteTable {
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

  /** Answers may come before the question is read back, or long after. */
  @Test
  void recordsComeInAnyOrder() {
    join();
    at(60, readOwn(2, 1), "lead");
    at(70, read(b().at(0, 0), c().at(9, 9)));
    at(100, revoked(7, 5, 0), "say 3 serves asks leads");
    at(100, revoked(8, 0, 3), "say 4 serves asks leads"); // at the same moment
    at(110, readOwn(4));
    at(120, readOwn(3)); // a duplicate in the log
    at(130, read(b().at(0, 3)), "release 8");
    at(140, read(b().ofRun("2").at(0, 0))); // it starts again, from an older copy
    at(150, read(b().ofRun("2").at(5, 0), b().ofRun("2").at(5, 1)), "release 7");
  }

  @Test
  void recordsSentBeforeTheQuestionReleaseNothing() {
    join();
    at(60, read(b().at(5, 0), c().at(5, 0)));
    at(100, tick());
    at(520, tick(), "say 3 serves claims -1");
    at(520, revoked(7, 5, 0), "say 4 serves asks claims -1"); // in the same moment as the beat
    at(530, readOwn(1, 2, 3), "lead"); // a site that has joined since may not be known yet
    at(540, readOwn(4), "release 7");
  }

  @Test
  void aSiteThatReportsNotServingIsNotWaitedFor() {
    join();
    at(60, read(b().at(0, 0), c().at(0, 0)));
    at(100, revoked(7, 5, 0), "say 3 serves asks claims -1");
    at(110, readOwn(1, 2, 3), "lead");
    at(120, read(b().silent().at(0, 0)));
    at(130, read(c().leaves().at(0, 0)), "release 7");
  }

  /** It has stopped eleven seconds after its last record; only a later own record shows that. */
  @Test
  void aLostSiteIsWaitedForUntilItsLeaseIsOver() {
    join();
    at(60, read(b().at(5, 0), c().at(0, 0)));
    at(100, revoked(7, 5, 0), "say 3 serves asks claims -1");
    at(110, readOwn(1, 2, 3), "lead");
    keepAlive(600, 11_060);
    at(11_060, read(b().at(5, 0)));
    at(11_060, revoked(8, 0, 0), "say " + (last + 1) + " serves asks leads");
    at(11_061, readOwn(last), "release 8"); // not 7: c may still serve then
    at(11_600, tick(), "say " + (last + 1) + " serves leads");
    at(11_610, readOwn(last), "release 7");
  }

  /** It is not released before it is confirmed, but may be confirmed after the lease has lapsed. */
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

  /** A claim names the leader's newest record, so another record of the leader makes it fail. */
  @Test
  void leadershipIsTakenOverFromASiteThatFellSilent() {
    at(0, read(b().claiming(StatusRecord.NOBODY).at(0, 0)));
    join(StatusRecord.NOTHING);
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
    at(60, read(c().claiming(StatusRecord.NOBODY).at(0, 0)));
    at(70, readOwn(1, 2));
    at(520, tick(), "say 3 serves");
  }

  /** Its records are appended, but it reads none: another site may lead by now. */
  @Test
  void aSiteThatDoesNotReadItsOwnRecordsDoesNotLead() {
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

  /** The elapsed time is unknown, so no time measured before counts. */
  @Test
  void aClockThatGoesBackEndsTheLease() {
    join();
    at(60, readOwn(1, 2), "lead");
    at(520, tick(), "say 3 serves leads");
    at(100, tick(), "stop: its lease lapsed", "cease", UNACKNOWLEDGED);
    at(110, appended(3)); // sent before: at an unknown time
    at(120, tick());
    assertFalse(machine.permit().serves(nanos(120)));
    at(600, tick(), "say 4 serves leads");
    at(610, appended(4));
    at(620, tick(), "marker 3 to 0", "marker 4 to 1");
    at(630, markerApplied(3));
    at(640, markerApplied(4), "serve");
    assertTrue(machine.permit().serves(nanos(10_599)));
    assertFalse(machine.permit().serves(nanos(10_600)), "it is measured by the current clock");
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
        machine.tick("", Long.MIN_VALUE + 1_000).stream().map(SiteTable::text).toList());
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
    for (int id = 1; id <= SiteMachine.OUT_OF_TURN_MAX; id++) {
      at(100, revoked(id, 0, 0), "say " + (2 + id) + " serves asks leads");
    }
    at(101, revoked(100, 0, 0));
    at(102, revoked(101, 0, 0));
    at(110, appended(3), "say " + (last + 1) + " serves asks leads");
    at(120, appended(4));
    at(130, readOwn(last - 1), released(1, SiteMachine.OUT_OF_TURN_MAX));
    at(140, readOwn(last), "release 100", "release 101");
  }

  private static String[] released(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(id -> "release " + id).toArray(String[]::new);
  }

  @Test
  void theOldestVersionDeterminesTheLevel() {
    assertEquals(1, machine.permit().level(), "b and c have no record");
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(1, readOwn(1));
    at(2, read(b().at(0, 0)));
    assertEquals(1, machine.permit().level());
    at(3, read(c().at(0, 0)));
    assertEquals(3, machine.permit().level());
  }
}
