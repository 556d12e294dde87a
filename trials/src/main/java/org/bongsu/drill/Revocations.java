package org.bongsu.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The acknowledged revocations so far, for the probers. Thread-safe. */
final class Revocations {
  /** The newest ones, which are looked at most often. */
  private static final int RECENT = 8;

  /**
   * A revocation that a prober has not looked at.
   *
   * @param seen how many the prober has looked at, this one included
   */
  record Unseen(Revocation revocation, int seen) {}

  private final List<Revocation> all = new ArrayList<>();

  synchronized List<Revocation> all() {
    return List.copyOf(all);
  }

  synchronized void add(Revocation revocation) {
    all.add(revocation);
  }

  /**
   * The next revocation for a prober that has looked at {@code seen}; empty if there is none. A
   * prober that is behind skips to the newest.
   */
  synchronized Optional<Unseen> unseen(int seen) {
    int next = Math.max(seen, all.size() - RECENT);
    return next < all.size() ? Optional.of(new Unseen(all.get(next), next + 1)) : Optional.empty();
  }

  /** One to look at again, more often a new one. */
  synchronized Optional<Revocation> any(SplittableRandom random) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    int among = random.nextInt(3) == 0 ? all.size() : Math.min(RECENT, all.size());
    return Optional.of(all.get(all.size() - 1 - random.nextInt(among)));
  }
}
