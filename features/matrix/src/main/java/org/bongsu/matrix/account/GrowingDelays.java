package org.bongsu.matrix.account;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bongsu.http.RequestError;

/**
 * Makes clients wait that fail repeatedly: after some free attempts 5 s, then twice as long each
 * time, up to a maximum. An attempt counts as failed until {@link #succeeded} is called, so that
 * concurrent ones are counted. The {@value #KEPT_MAX} most recent failures are kept, each for an
 * hour.
 */
final class GrowingDelays {
  private static final int KEPT_MAX = 50_000;
  private static final Duration KEPT_FOR = Duration.ofHours(1);

  private static final long FIRST_MILLIS = 5_000;

  /** 5 s * 2^20 is longer than any maximum. */
  private static final int DOUBLINGS_MAX = 20;

  private record Failures(int count, long lastMillis, long nextMillis) {}

  private final Clock clock;
  private final int free;
  private final Duration max;
  private final Map<Object, Failures> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Failures> eldest) {
          return size() > KEPT_MAX;
        }
      };

  GrowingDelays(Clock clock, int free, Duration max) {
    this.clock = clock;
    this.free = free;
    this.max = max;
  }

  /**
   * Counts an attempt.
   *
   * @param who the one that fails, by {@code equals}
   * @throws RequestError 429 if it has to wait; then nothing is counted
   */
  synchronized void begin(Object who) {
    long now = clock.millis();
    Failures before = kept.get(who);
    if (before == null || now - before.lastMillis > KEPT_FOR.toMillis()) {
      before = new Failures(0, now, now);
    }
    if (now < before.nextMillis) {
      throw RequestError.tooMany(Duration.ofMillis(before.nextMillis - now));
    }
    int count = before.count + 1;
    kept.put(who, new Failures(count, now, now + delayMillis(count)));
  }

  private long delayMillis(int count) {
    if (count < free) {
      return 0;
    }
    return Math.min(FIRST_MILLIS << Math.min(count - free, DOUBLINGS_MAX), max.toMillis());
  }

  synchronized void succeeded(Object who) {
    kept.remove(who);
  }
}
