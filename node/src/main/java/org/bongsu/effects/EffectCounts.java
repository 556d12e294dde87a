package org.bongsu.effects;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts of an effect since the node has started.
 *
 * @param name of the effect
 * @param queued tasks that wait or are being performed
 * @param done tasks that were done
 * @param retried failures after which a task was tried again
 * @param givenUp tasks that were given up: refused, failed too often, or too many
 * @param obsolete tasks that were no longer needed when their turn came
 */
public record EffectCounts(
    String name, long queued, long done, long retried, long givenUp, long obsolete) {

  /** Thread-safe counters. */
  static final class Counter {
    final AtomicLong queued = new AtomicLong();
    final AtomicLong done = new AtomicLong();
    final AtomicLong retried = new AtomicLong();
    final AtomicLong givenUp = new AtomicLong();
    final AtomicLong obsolete = new AtomicLong();

    EffectCounts counts(String name) {
      return new EffectCounts(
          name, queued.get(), done.get(), retried.get(), givenUp.get(), obsolete.get());
    }
  }
}
