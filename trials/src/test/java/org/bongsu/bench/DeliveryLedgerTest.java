package org.bongsu.bench;

import static org.bongsu.bench.DeliveryLedger.Arrival.DUPLICATE;
import static org.bongsu.bench.DeliveryLedger.Arrival.EARLIER;
import static org.bongsu.bench.DeliveryLedger.Arrival.FIRST;
import static org.bongsu.bench.DeliveryLedger.Arrival.MISDELIVERED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryLedgerTest {
  private static final int BIG = 200;
  private final DeliveryLedger ledger =
      new DeliveryLedger(100, new int[][] {{1, 4}, IntStream.range(0, BIG).toArray(), {}});

  @Test
  void aMessageMayArriveBeforeItsAcknowledgement() {
    int number = ledger.begin(0, 5);
    assertEquals(FIRST, ledger.arrived(4, number));
    assertFalse(ledger.settled());
    ledger.acknowledged(number);
    assertEquals(1, ledger.tally().missing());
    assertEquals(FIRST, ledger.arrived(1, number));
    assertTrue(ledger.settled());
    assertEquals(new DeliveryLedger.Tally(1, 2, 0, 0, 0, 0), ledger.tally());
  }

  @Test
  void inABigRoomEachMemberIsFollowed() {
    int number = ledger.begin(1, 5);
    ledger.acknowledged(number);
    for (int member = 0; member < BIG; member++) {
      assertEquals(BIG - member, ledger.tally().missing());
      assertEquals(FIRST, ledger.arrived(member, number));
      assertEquals(DUPLICATE, ledger.arrived(member, number));
    }
    assertEquals(new DeliveryLedger.Tally(1, BIG, 0, 0, BIG, 0), ledger.tally());
  }

  @Test
  void whatNobodySentOrAnotherRoomGotIsMisdelivered() {
    int number = ledger.begin(0, 5);
    assertEquals(MISDELIVERED, ledger.arrived(2, number));
    assertEquals(MISDELIVERED, ledger.arrived(1, number + 1));
    assertEquals(EARLIER, ledger.arrived(1, 99));
  }

  @Test
  void aFailedSendMayArriveOrNot() {
    int number = ledger.begin(0, 5);
    ledger.failed(number);
    assertTrue(ledger.settled());
    assertEquals(FIRST, ledger.arrived(1, number));
    assertEquals(0, ledger.tally().missing());
  }

  @Test
  void aLimitedTimelinePassesOverEarlierMessagesOfThatRoomAndMemberOnly() {
    int before = ledger.begin(0, 5);
    ledger.acknowledged(before);
    ledger.limited(1, 0);
    int after = ledger.begin(0, 6);
    ledger.acknowledged(after);
    DeliveryLedger.Tally tally = ledger.tally();
    assertEquals(1, tally.skipped());
    assertEquals(3, tally.missing());
  }

  @Test
  void itGrows() {
    for (int i = 0; i < 50_000; i++) {
      int number = ledger.begin(0, i);
      assertEquals(100 + i, number);
      ledger.acknowledged(number);
      ledger.arrived(1, number);
      ledger.arrived(4, number);
    }
    assertTrue(ledger.settled());
    assertEquals(100_000, ledger.tally().delivered());
  }
}
