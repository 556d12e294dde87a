package org.bongsu.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What was taken back and acknowledged so far, for those who look. For many threads. */
final class Narrowings {
  /** So many of the newest are looked at most. */
  private static final int RECENT = 8;

  private final List<Narrowing> all = new ArrayList<>();

  synchronized void add(Narrowing narrowing) {
    all.add(narrowing);
  }

  /** One to look at: more often one of the newest than any other. */
  synchronized Optional<Narrowing> one(SplittableRandom random) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    int among = random.nextInt(3) == 0 ? all.size() : Math.min(RECENT, all.size());
    return Optional.of(all.get(all.size() - 1 - random.nextInt(among)));
  }
}
