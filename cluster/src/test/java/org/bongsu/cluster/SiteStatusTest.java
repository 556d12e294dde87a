package org.bongsu.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a site of one shard reports, and when. */
class SiteStatusTest {
  private static final SiteTiming TIMING =
      new SiteTiming(Duration.ofMillis(500), Duration.ofSeconds(10));
  private static final SiteMachine.Self SELF = new SiteMachine.Self("a", "1", "http://a", 3);

  private final Lease lease = new Lease(TIMING.lease());
  private final ClusterView clusterView = new ClusterView(SELF.writer(), TIMING);
  private final SiteStatus siteStatus = new SiteStatus(SELF, clusterView, lease);
  private long offset;

  private StatusRecord next(long now) {
    return siteStatus.next(false, new long[] {5}, List.of(List.of()), now);
  }

  private void asks(String site, long position) {
    StatusRecord status =
        new StatusRecord(
            site,
            "1",
            1,
            "",
            1,
            true,
            false,
            true,
            false,
            StatusRecord.NOTHING,
            new long[] {position},
            List.of());
    siteStatus.read(offset++, status, 1);
  }

  @Test
  void reportsItsIdentityAndPositions() {
    StatusRecord first = next(1);
    assertEquals("a/1", first.writer());
    assertEquals(3, first.level());
    assertArrayEquals(new long[] {5}, first.positions());
    assertEquals(first.sequence() + 1, next(2).sequence());
  }

  @Test
  void aChangeOfServingIsReportedOnce() {
    assertTrue(siteStatus.changes(true));
    assertTrue(next(1).serves());
    assertFalse(siteStatus.changes(true), "the last record says so");
    siteStatus.announcementLost();
    assertTrue(siteStatus.changes(true));
    assertTrue(siteStatus.changes(false));
    assertFalse(next(2).serves());
  }

  @Test
  void asksInOneRecord() {
    siteStatus.ask();
    assertTrue(next(1).asks());
    assertFalse(next(2).asks());
  }

  @Test
  void answersWhenItHasAppliedWhatAllRequestersHave() {
    asks("b", 7);
    asks("c", 6);
    assertFalse(siteStatus.takeAnswerDue(new long[] {6}));
    assertTrue(siteStatus.isAnswerDue(new long[] {7}));
    assertTrue(siteStatus.takeAnswerDue(new long[] {7}));
    assertFalse(siteStatus.takeAnswerDue(new long[] {7}), "it has answered");
  }

  @Test
  void doesNotAnswerItself() {
    siteStatus.ask();
    siteStatus.read(offset++, next(1), 2);
    assertFalse(siteStatus.isAnswerDue(new long[] {9}));
  }

  @Test
  void passesTheTimeOfSendingToTheView() {
    siteStatus.read(offset++, next(41), 50);
    assertEquals(Optional.of(41L), clusterView.ownSentNanos());
  }

  @Test
  void claimsLeadershipOnlyWhileItServesUnderALease() {
    assertEquals(StatusRecord.NOTHING, next(1).claims());
    siteStatus.changes(true);
    assertEquals(StatusRecord.NOTHING, next(2).claims());
    lease.renewed(2, 2);
    StatusRecord claim = next(3);
    assertEquals(StatusRecord.NOBODY, claim.claims());
    siteStatus.read(offset++, claim, 4);
    assertTrue(next(5).holds());
  }
}
