package org.bongsu.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.bongsu.shard.DigestMark;
import org.junit.jupiter.api.Test;

/** How a site joins, when it stops, and when it is quarantined. */
class SiteMachineTest extends SiteTable {
  @Test
  void itJoins() {
    at(0, read(b().at(7, 3)));
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(5, tick());
    at(10, appended(1));
    at(20, tick(), "await it has applied what the others have");
    at(30, applied(0, 7));
    at(31, read(b().at(9, 4))); // the barrier covers what came since
    at(32, applied(1, 3));
    at(40, tick(), "say 2 serves claims -1");
    at(50, tick());
    assertFalse(machine.permit().serves(nanos(50)));
    at(60, appended(2), "marker 1 to 0", "marker 2 to 1");
    at(70, markerApplied(2));
    at(75, markerApplied(2)); // already settled
    assertFalse(machine.permit().serves(nanos(75)), "shard 0 has not come");
    at(80, markerApplied(1), "serve");
    at(540, tick(), "say 3 serves claims -1"); // a beat after the last record
  }

  @Test
  void itAnnouncesAgainAfterAFailedAppend() {
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(10, appended(1));
    at(20, tick(), "say 2 serves claims -1");
    at(30, notAppended(2), "await the others can know of it");
    at(40, tick(), "say 3 serves claims -1");
    at(45, appended(2)); // late, of an earlier attempt
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
  void itRepeatsTheBarrierAfterAFailedMarker() {
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(10, appended(1));
    at(20, tick(), "say 2 serves claims -1");
    at(30, appended(2), "marker 1 to 0", "marker 2 to 1");
    at(40, now -> machine.markerFailed(1, now));
    at(50, markerApplied(2), "await an entry of its own is applied in every shard");
    at(60, tick(), "marker 3 to 0", "marker 4 to 1"); // already announced
    at(70, markerApplied(3));
    at(80, markerApplied(4), "serve");
  }

  /** A marker that was requested before the read proves nothing for it. */
  @Test
  void aReadDuringAMarkerGetsTheNextOne() {
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
  void aReadIsRefusedInTime() {
    join();
    at(100, now -> machine.readAsked(7, 0, now), "marker 3 to 0");
    at(200, now -> machine.readAsked(8, 0, now));
    at(5_100, tick(), "say 3 serves claims -1", "refuse read 7");
    at(5_200, tick(), "refuse read 8");
    at(5_300, markerApplied(3), "marker 4 to 0"); // without a requester: it was queued
    at(5_400, now -> machine.readAsked(9, 0, now));
    at(5_500, markerApplied(4), "marker 5 to 0");
    at(5_600, markerApplied(5), "read 9");
  }

  @Test
  void aLapsedLeaseIsFollowedByTheBarrier() {
    join();
    at(10_020, tick(), "stop: its lease lapsed", UNACKNOWLEDGED, "say 3 serves");
    at(10_025, appended(2)); // of the lapsed lease
    at(10_030, tick());
    at(10_040, appended(3));
    assertFalse(machine.permit().serves(nanos(10_040)));
    at(10_050, tick(), "marker 3 to 0", "marker 4 to 1");
    at(10_060, markerApplied(3));
    at(10_070, markerApplied(4), "serve");
  }

  /** The acknowledgement comes after the lease has lapsed, without a tick in between. */
  @Test
  void aLeaseThatLapsedUnseenIsFollowedByTheBarrier() {
    join();
    at(520, tick(), "say 3 serves claims -1");
    at(10_030, appended(3), "stop: its lease lapsed");
    assertFalse(machine.permit().serves(nanos(10_030)));
    at(10_040, tick(), "marker 3 to 0", "marker 4 to 1", "say 4 serves claims -1");
  }

  @Test
  void aLeaseThatLapsesAtTheBarrierRestartsJoining() {
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(10, appended(1));
    at(20, tick(), "say 2 serves claims -1");
    at(30, appended(2), "marker 1 to 0", "marker 2 to 1");
    at(10_030, tick(), "await its lease lasts while it joins", "say 3 serves");
    at(10_040, appended(3));
    at(10_050, markerApplied(1)); // of the previous attempt
    at(10_060, tick(), "marker 3 to 0"); // shard 1's is still in flight
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
  void aStoppedShardEndsServingAndJoining() {
    join();
    at(60, now -> machine.tick(STOPPED, now), "stop: a shard cannot be written", "say 3");
    at(70, now -> machine.tick(STOPPED, now));
    at(80, tick(), "say 4 serves claims -1");
    at(90, now -> machine.tick(STOPPED, now), "say 5");
    at(95, appended(4)); // of an earlier attempt
    at(100, tick(), "say 6 serves claims -1");
    at(110, appended(6), "marker 3 to 0", "marker 4 to 1");
    at(120, markerApplied(3));
    at(130, now -> machine.tick(STOPPED, now), "say 7");
    at(140, markerApplied(4));
    assertFalse(machine.permit().serves(nanos(140)));
  }

  /** While the log is lost it never serves; once it is found, the site passes the barrier again. */
  @Test
  void aLostLogEndsServingUntilItIsFound() {
    join();
    at(60, now -> machine.tick("the log is lost", now), "stop: the log is lost", "say 3");
    at(65, appended(3));
    at(600, now -> machine.tick("the log is lost", now), "say 4");
    assertFalse(machine.permit().serves(nanos(600)));
    at(610, tick(), "say 5 serves claims -1");
    at(620, appended(5), "marker 3 to 0", "marker 4 to 1");
    at(630, markerApplied(3));
    at(640, markerApplied(4), "serve");
  }

  @Test
  void aDefectAroundItEndsServingUntilItHasJoinedAgain() {
    join();
    at(60, now -> machine.withdraw("a defect", now), "stop: a defect", "say 3");
    at(70, tick(), "say 4 serves claims -1");
  }

  /** It never serves again, whatever the input. */
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
  void aQuarantinedSiteDoesNotFinishJoining() {
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
  void itReportsWhenTheNextTickIsDue() {
    assertEquals(0, machine.nanosToTick(nanos(0)));
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    assertEquals(nanos(20), machine.nanosToTick(nanos(0)));
    assertEquals(nanos(5), machine.nanosToTick(nanos(495)));
    assertEquals(0, machine.nanosToTick(nanos(505)));
  }
}
