package org.bongsu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The memory of bodies that arrive. */
class ByteBudgetTest {
  @Test
  void largeBodiesAreRefusedBeforeTheyFillTheMemory() {
    ByteBudget bodies = new ByteBudget(1_000_000);
    long large = ByteBudget.counted(600_000);
    assertTrue(bodies.take(large));
    assertFalse(bodies.take(large), "two do not fit");
    assertEquals(0, ByteBudget.counted(16_384), "small ones are always accepted");
    assertTrue(bodies.take(ByteBudget.counted(16_384)));
    bodies.giveBack(large);
    assertTrue(bodies.take(large));
  }
}
