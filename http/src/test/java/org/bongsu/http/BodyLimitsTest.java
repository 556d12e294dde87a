package org.bongsu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The memory of bodies that arrive. */
class BodyLimitsTest {
  @Test
  void largeBodiesAreRefusedBeforeTheyFillTheMemory() {
    BodyLimits bodies = new BodyLimits(10, 1_000_000, Duration.ofSeconds(1));
    long large = BodyLimits.counted(600_000);
    assertTrue(bodies.take(large));
    assertFalse(bodies.take(large), "two do not fit");
    assertEquals(0, BodyLimits.counted(16_384), "small ones are always accepted");
    assertTrue(bodies.take(BodyLimits.counted(16_384)));
    bodies.giveBack(large);
    assertTrue(bodies.take(large));
  }
}
