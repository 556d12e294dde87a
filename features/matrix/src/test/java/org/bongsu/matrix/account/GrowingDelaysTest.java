package org.bongsu.matrix.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.bongsu.http.RequestError;
import org.bongsu.testing.SetClock;
import org.junit.jupiter.api.Test;

/** How long somebody waits who fails again and again. */
class GrowingDelaysTest {
  private final SetClock clock = new SetClock();
  private final GrowingDelays delays = new GrowingDelays(clock, 3, Duration.ofSeconds(25));

  private long waitOf(Object who) {
    RequestError refused = assertThrows(RequestError.class, () -> delays.begin(who));
    assertEquals(429, refused.status());
    return refused.retryAfter().orElseThrow().toMillis();
  }

  @Test
  void eachFailureDoublesTheWait() {
    for (int i = 0; i < 3; i++) {
      delays.begin("bora");
    }
    for (long wait : new long[] {5_000, 10_000, 20_000, 25_000, 25_000}) {
      assertEquals(wait, waitOf("bora"));
      clock.millis += wait - 1;
      assertEquals(1, waitOf("bora"), "too early is not counted");
      clock.millis += 1;
      delays.begin("bora");
    }
    delays.begin("dara");
  }

  @Test
  void oneSuccessOrAnHourEndsIt() {
    for (int i = 0; i < 3; i++) {
      delays.begin("bora");
    }
    delays.succeeded("bora");
    for (int i = 0; i < 3; i++) {
      delays.begin("bora");
    }
    assertEquals(5_000, waitOf("bora"));
    clock.millis += Duration.ofHours(2).toMillis();
    for (int i = 0; i < 3; i++) {
      delays.begin("bora");
    }
    assertEquals(5_000, waitOf("bora"));
  }
}
