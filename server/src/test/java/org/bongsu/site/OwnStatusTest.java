package org.bongsu.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a site of one shard says, and when. */
class OwnStatusTest {
  private static final SiteTiming TIMING =
      new SiteTiming(Duration.ofMillis(500), Duration.ofSeconds(10));
  private static final SiteMachine.Self SELF = new SiteMachine.Self("a", "1", "http://a", 3);

  private final Lease lease = new Lease(TIMING.lease());
  private final Board board = new Board(SELF.writer(), TIMING);
  private final OwnStatus own = new OwnStatus(SELF, board, lease);
  private long offset;

  private Status next(long now) {
    return own.next(false, new long[] {5}, List.of(List.of()), now);
  }

  private void asks(String site, long position) {
    Status status =
        new Status(
            site,
            "1",
            1,
            "",
            1,
            true,
            false,
            true,
            false,
            Status.NOTHING,
            new long[] {position},
            List.of());
    own.read(offset++, status, 1);
  }

  @Test
  void saysWhoItIsAndWhatItHasApplied() {
    Status first = next(1);
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
    assertEquals(Status.NOTHING, next(1).claims());
    own.changes(true);
    assertEquals(Status.NOTHING, next(2).claims());
    lease.renewed(2, 2);
    Status claim = next(3);
    assertEquals(Status.NOBODY, claim.claims());
    own.read(offset++, claim, 4);
    assertTrue(next(5).holds());
  }
}
