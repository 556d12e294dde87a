package org.bongsu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnreadAnswersTest {
  private static final int FREE = 16 * 1024;

  private final UnreadAnswers unread = new UnreadAnswers(1_000, 1_500);

  @Test
  void oneClientHasItsShare() {
    assertTrue(unread.take("a", FREE + 600));
    assertFalse(unread.take("a", FREE + 401));
    assertTrue(unread.take("a", FREE + 400));
    assertTrue(unread.take("b", FREE + 500));
  }

  @Test
  void allClientsTogetherHaveALimit() {
    assertTrue(unread.take("a", FREE + 1_000));
    assertFalse(unread.take("b", FREE + 501));
    assertTrue(unread.take("b", FREE + 500));
  }

  @Test
  void whatWasReadIsFreeAgain() {
    assertTrue(unread.take("a", FREE + 1_000));
    unread.giveBack("a", FREE + 1_000);
    assertTrue(unread.take("a", FREE + 1_000));
    assertTrue(unread.take("b", FREE + 500));
  }

  @Test
  void smallAnswersAreAlwaysSent() {
    assertTrue(unread.take("a", FREE + 1_000));
    assertTrue(unread.take("a", FREE));
  }

  @Test
  void aLargerAnswerMayTakeLonger() {
    assertEquals(Duration.ofSeconds(20), UnreadAnswers.within(100));
    assertEquals(Duration.ofSeconds(20 + 32), UnreadAnswers.within(1 << 20));
  }
}
