package org.bongsu.effects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(10), 0.5, 3);

  @Test
  void pausesDoubleUpToTheLongest() {
    List<Long> seconds =
        IntStream.rangeClosed(1, 6).mapToObj(i -> POLICY.pause(i, 0).toSeconds()).toList();
    assertEquals(List.of(1L, 2L, 4L, 8L, 10L, 10L), seconds);
    assertEquals(Duration.ofSeconds(10), POLICY.pause(Integer.MAX_VALUE, 0));
  }

  @Test
  void jitterOnlyAddsToAPause() {
    assertEquals(Duration.ofMillis(1_250), POLICY.pause(1, 0.5));
    assertEquals(Duration.ofSeconds(15), POLICY.pause(5, 1));
  }

  @Test
  void itEnds() {
    assertTrue(POLICY.triesAgainAfter(2));
    assertFalse(POLICY.triesAgainAfter(3));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, 0));
  }
}
