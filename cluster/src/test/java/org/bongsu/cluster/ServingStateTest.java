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

/** What a site of one shard decides. Times are in seconds; a lease lasts ten. */
class ServingStateTest {
  private static final SiteTiming TIMING =
      new SiteTiming(Duration.ofMillis(500), Duration.ofSeconds(10));
  private static final List<List<DigestMark>> NO_MARKS = List.of(List.of());

  private final Lease lease = new Lease(TIMING.lease());
  private final ClusterView clusterView = new ClusterView("a/1", TIMING);
  private final ServingState servingState = new ServingState("a", lease, clusterView, TIMING);
  private long offset;

  private static long nanos(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private void report(String site, long position, List<List<DigestMark>> marks) {
    long[] applied = {position};
    StatusRecord status =
        new StatusRecord(
            site, "1", 1, "", 1, true, false, false, false, StatusRecord.NOTHING, applied, marks);
    clusterView.read(offset++, status, 0, null);
  }

  private Step next(long applied, long now) {
    return servingState.next(new long[] {applied}, "", nanos(now));
  }

  private void join(long now) {
    lease.renewed(nanos(now), nanos(now));
    Step.Join join = assertInstanceOf(Step.Join.class, next(0, now));
    assertTrue(servingState.join(join.lease(), nanos(now)));
  }

  @Test
  void servesWithALeaseCaughtUpAndBehindTheReadBarrier() {
    report("b", 7, NO_MARKS);
    assertEquals(new Step.Await("a record of its own is acknowledged"), next(0, 1));
    lease.renewed(nanos(1), nanos(1));
    assertEquals(new Step.Await("it has applied what the others have"), next(6, 1));
    report("b", 9, NO_MARKS); // the barrier covers what came since
    Step.Join join = assertInstanceOf(Step.Join.class, next(7, 2));
    assertFalse(servingState.admits(nanos(2)), "it has not passed the read barrier");
    assertTrue(servingState.join(join.lease(), nanos(3)));
    assertTrue(servingState.admits(nanos(3)));
    assertEquals(new Step.Rest(), next(9, 3));
  }

  @Test
  void servesNobodyUnderALeaseThatLapsed() {
    join(1);
    assertTrue(servingState.admits(nanos(10)));
    assertFalse(servingState.admits(nanos(11)));
    lease.renewed(nanos(12), nanos(12));
    assertFalse(servingState.admits(nanos(12)), "a new lease begins behind the read barrier");
    assertInstanceOf(Step.Join.class, next(0, 12));
  }

  @Test
  void doesNotJoinIfTheLeaseLapsesMeanwhile() {
    lease.renewed(nanos(1), nanos(1));
    Step.Join join = assertInstanceOf(Step.Join.class, next(0, 1));
    lease.renewed(nanos(13), nanos(13));
    assertFalse(servingState.join(join.lease(), nanos(13)));
    assertFalse(servingState.admits(nanos(13)));
  }

  @Test
  void withdrawsIfAShardHasStopped() {
    join(1);
    assertEquals(
        new Step.Withdraw("a shard cannot be written", true),
        servingState.next(new long[] {0}, "a shard cannot be written", nanos(2)));
    assertFalse(servingState.admits(nanos(2)));
    assertInstanceOf(Step.Join.class, next(0, 3));
  }

  @Test
  void withdrawsIfItDoesNotKeepUp() {
    join(1);
    report("b", 5, NO_MARKS);
    next(0, 1); // caught up, then learns of more
    for (long now = 2; now <= 12; now++) {
      lease.renewed(nanos(now), nanos(now));
      assertEquals(new Step.Rest(), next(0, now));
    }
    lease.renewed(nanos(13), nanos(13));
    assertEquals(new Step.Withdraw("it does not keep up with the others", true), next(0, 13));
    assertFalse(servingState.admits(nanos(13)));
  }

  @Test
  void isQuarantinedIfItsDataDiffersFromTwoOthers() {
    join(1);
    report("a", 64, List.of(List.of(new DigestMark(64, "otherwise"))));
    report("b", 64, List.of(List.of(new DigestMark(64, "so"))));
    assertEquals(new Step.Rest(), next(64, 2), "one against one");
    report("c", 64, List.of(List.of(new DigestMark(64, "so"))));
    assertInstanceOf(Step.Withdraw.class, next(64, 2));
    assertTrue(
        servingState.quarantined().contains("shard 0 at position 64"), servingState.quarantined());
    assertFalse(servingState.admits(nanos(2)));
    assertEquals(new Step.Rest(), next(64, 3));
    assertFalse(servingState.join(lease.held(nanos(3)), nanos(3)), "it was joining");
  }

  @Test
  void leadsOnlyByARecentRecordOfItsOwn() {
    join(1);
    long[] applied = {0};
    clusterView.read(
        offset++,
        new StatusRecord(
            "a", "1", 2, "", 1, true, false, false, false, StatusRecord.NOBODY, applied, NO_MARKS),
        nanos(2),
        nanos(2));
    assertTrue(servingState.isLeader(nanos(3)));
    lease.renewed(nanos(9), nanos(9)); // appended, but not read back
    assertFalse(servingState.isLeader(nanos(12)));
  }
}
