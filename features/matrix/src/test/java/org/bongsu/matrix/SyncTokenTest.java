package org.bongsu.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bongsu.node.MatrixError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncTokenTest {
  @Test
  void whatIsWrittenIsRead() {
    SyncToken token = new SyncToken(new long[] {0, 35, 36, 1L << 40}, 77, "aB3", 5);
    SyncToken read = SyncToken.parse(token.toString(), 4).orElseThrow();
    assertArrayEquals(token.positions(), read.positions());
    assertEquals(token.toString(), read.toString());
    assertEquals(77, read.deviceUpTo());
    assertEquals("aB3", read.run());
    assertEquals(5, read.ephemeral());
    assertEquals(36L << 16, read.ordering(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "1_2_3_4",
        "s1_2_3",
        "s1_2_3_4_5",
        "s1_2_3_-4",
        "s1_2_3_4 ",
        "s1__3_4",
        "s1_2_3_4.",
        "s1_2_3_4.x1",
        "s1_2_3_4.e-1",
        "s1_2_3_zzzzzzzzzzzz",
        "s1_2_3_4.e1-1.d1",
        "S1_2_3_4",
        "s1_2_3_4.dzzzzzzzzzzzzz"
      })
  void whatIsNoTokenIsNotRead(String text) {
    assertTrue(SyncToken.parse(text, 4).isEmpty());
  }

  @Test
  void aSyncTokenNamesAPointOfEachTimeline() {
    assertEquals(3L << 16, TimelineToken.parse("s1_2_3_4", 2, 4).ordering());
    TimelineToken own = new TimelineToken(1234567);
    assertEquals(own, TimelineToken.parse(own.toString(), 0, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "t", "t-1", "t+1", "tzzzzzzzzzzzzz", "t1 ", "s1_2_3", "1", "t한"})
  void whatIsNoTimelineTokenIsRefused(String text) {
    assertThrows(MatrixError.class, () -> TimelineToken.parse(text, 0, 4));
  }
}
