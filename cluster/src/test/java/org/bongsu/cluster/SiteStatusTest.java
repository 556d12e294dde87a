package org.bongsu.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a site of one shard says, and when. */
class SiteStatusTest {
  private static final SiteTiming TIMING =
      new SiteTiming(Duration.ofMillis(500), Duration.ofSeconds(10));
  private static final SiteMachine.Self SELF = new SiteMachine.Self("a", "1", "http://a", 3);

  private final Lease lease = new Lease(TIMING.lease());
  private final ClusterView board = new ClusterView(SELF.writer(), TIMING);
  private final SiteStatus own = new SiteStatus(SELF, board, lease);
  private long offset;

  private StatusRecord next(long now) {
    return own.next(false, new long[] {5}, List.of(List.of()), now);
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
    own.read(offset++, status, 1);
  }

  @Test
  void saysWhoItIsAndWhatItHasApplied() {
    StatusRecord first = next(1);
    assertEquals("a/1", first.writer());
    assertEquals(3, first.level());
    assertArrayEquals(new long[] {5}, first.positions());
    assertEquals(first.sequence() + 1, next(2).sequence());
  }

  @Test
  void isToldOnceThatItMayServe() {
    assertTrue(own.changes(true));
    assertTrue(next(1).serves());
    assertFalse(own.changes(true), "every record says so");
    own.wasNotHeard();
    assertTrue(own.changes(true));
    assertTrue(own.changes(false));
    assertFalse(next(2).serves());
  }

  @Test
  void asksInOneRecord() {
    own.ask();
    assertTrue(next(1).asks());
    assertFalse(next(2).asks());
  }

  @Test
  void answersWhenItHasAppliedWhatAllWhoAskedHave() {
    asks("b", 7);
    asks("c", 6);
    assertFalse(own.takeAnswerDue(new long[] {6}));
    assertTrue(own.isAnswerDue(new long[] {7}));
    assertTrue(own.takeAnswerDue(new long[] {7}));
    assertFalse(own.takeAnswerDue(new long[] {7}), "it has answered");
  }

  @Test
  void doesNotAnswerItself() {
    own.ask();
    own.read(offset++, next(1), 2);
    assertFalse(own.isAnswerDue(new long[] {9}));
  }

  @Test
  void tellsTheBoardWhenTheRecordWasSent() {
    own.read(offset++, next(41), 50);
    assertEquals(Optional.of(41L), board.ownSentNanos());
  }

  @Test
  void claimsTheChargeOnlyWhileItServesUnderALease() {
    assertEquals(StatusRecord.NOTHING, next(1).claims());
    own.changes(true);
    assertEquals(StatusRecord.NOTHING, next(2).claims());
    lease.renewed(2, 2);
    StatusRecord claim = next(3);
    assertEquals(StatusRecord.NOBODY, claim.claims());
    own.read(offset++, claim, 4);
    assertTrue(next(5).holds());
  }
}
