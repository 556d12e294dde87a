package org.bongsu.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.bongsu.cluster.ServingState.Step;
import org.bongsu.shard.DigestMark;
import org.junit.jupiter.api.Test;

/** What a site of one shard decides. Times are in seconds here, and a lease lasts ten. */
class ServingStateTest {
  private static final SiteTiming TIMING =
      new SiteTiming(Duration.ofMillis(500), Duration.ofSeconds(10));
  private static final List<List<DigestMark>> NO_MARKS = List.of(List.of());

  private final Lease lease = new Lease(TIMING.lease());
  private final ClusterView board = new ClusterView("a/1", TIMING);
  private final ServingState standing = new ServingState("a", lease, board, TIMING);
  private long offset;

  private static long nanos(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private void says(String site, long position, List<List<DigestMark>> marks) {
    long[] applied = {position};
    StatusRecord status =
        new StatusRecord(
            site, "1", 1, "", 1, true, false, false, false, StatusRecord.NOTHING, applied, marks);
    board.read(offset++, status, 0, null);
  }

  private Step next(long applied, long now) {
    return standing.next(new long[] {applied}, true, nanos(now));
  }

  private void join(long now) {
    lease.renewed(nanos(now), nanos(now));
    Step.Join join = assertInstanceOf(Step.Join.class, next(0, now));
    assertTrue(standing.join(join.lease(), nanos(now)));
  }

  @Test
  void servesOnceItHasALeaseHasCaughtUpAndHasPassedTheGate() {
    says("b", 7, NO_MARKS);
    assertEquals(new Step.Await("a record of its own is acknowledged"), next(0, 1));
    lease.renewed(nanos(1), nanos(1));
    assertEquals(new Step.Await("it has applied what the others have"), next(6, 1));
    says("b", 9, NO_MARKS); // it need not reach what came since: the gate sees to that
    Step.Join join = assertInstanceOf(Step.Join.class, next(7, 2));
    assertFalse(standing.admits(nanos(2)), "it has not passed the gate");
    assertTrue(standing.join(join.lease(), nanos(3)));
    assertTrue(standing.admits(nanos(3)));
    assertEquals(new Step.Rest(), next(9, 3));
  }

  @Test
  void servesNobodyUnderALeaseThatLapsed() {
    join(1);
    assertTrue(standing.admits(nanos(10)));
    assertFalse(standing.admits(nanos(11)));
    lease.renewed(nanos(12), nanos(12));
    assertFalse(standing.admits(nanos(12)), "a new lease begins behind the gate");
    assertInstanceOf(Step.Join.class, next(0, 12));
  }

  @Test
  void doesNotJoinWhereTheLeaseLapsedOnTheWay() {
    lease.renewed(nanos(1), nanos(1));
    Step.Join join = assertInstanceOf(Step.Join.class, next(0, 1));
    lease.renewed(nanos(13), nanos(13));
    assertFalse(standing.join(join.lease(), nanos(13)));
    assertFalse(standing.admits(nanos(13)));
  }

  @Test
  void withdrawsWhereAShardStandsStill() {
    join(1);
    assertEquals(
        new Step.Withdraw("a shard cannot be written", true),
        standing.next(new long[] {0}, false, nanos(2)));
    assertFalse(standing.admits(nanos(2)));
    assertInstanceOf(Step.Join.class, next(0, 3));
  }

  @Test
  void withdrawsWhereItDoesNotKeepUp() {
    join(1);
    says("b", 5, NO_MARKS);
    next(0, 1); // had all that it knew of, and hears of more
    for (long now = 2; now <= 12; now++) {
      lease.renewed(nanos(now), nanos(now));
      assertEquals(new Step.Rest(), next(0, now));
    }
    lease.renewed(nanos(13), nanos(13));
    assertEquals(new Step.Withdraw("it does not keep up with the others", true), next(0, 13));
    assertFalse(standing.admits(nanos(13)));
  }

  @Test
  void servesNeverAgainWhereItsDataDiffersFromTwoOthers() {
    join(1);
    says("a", 64, List.of(List.of(new DigestMark(64, "otherwise"))));
    says("b", 64, List.of(List.of(new DigestMark(64, "so"))));
    assertEquals(new Step.Rest(), next(64, 2), "one against one");
    says("c", 64, List.of(List.of(new DigestMark(64, "so"))));
    assertInstanceOf(Step.Withdraw.class, next(64, 2));
    assertTrue(standing.quarantined().contains("shard 0 at position 64"), standing.quarantined());
    assertFalse(standing.admits(nanos(2)));
    assertEquals(new Step.Rest(), next(64, 3));
    assertFalse(standing.join(lease.held(nanos(3)), nanos(3)), "it was on its way to join");
  }

  @Test
  void isInChargeOnlyByARecordOfItsOwnThatIsYoung() {
    join(1);
    long[] applied = {0};
    board.read(
        offset++,
        new StatusRecord(
            "a", "1", 2, "", 1, true, false, false, false, StatusRecord.NOBODY, applied, NO_MARKS),
        nanos(2),
        nanos(2));
    assertTrue(standing.isLeader(nanos(3)));
    lease.renewed(nanos(9), nanos(9)); // appended, but not read back
    assertFalse(standing.isLeader(nanos(12)));
  }
}
