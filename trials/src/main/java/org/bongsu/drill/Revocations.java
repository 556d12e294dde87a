package org.bongsu.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What was taken back and acknowledged so far, for those who look. For many threads. */
final class Revocations {
  /** So many of the newest are looked at most. */
  private static final int RECENT = 8;

  /**
   * One that somebody has not looked at.
   *
   * @param seen how many they have looked at with it
   */
  record Unseen(Revocation revocation, int seen) {}

  private final List<Revocation> all = new ArrayList<>();

  synchronized void add(Revocation revocation) {
    all.add(revocation);
  }

  /**
   * The next that somebody has not looked at who has looked at so many; empty where there is none.
   * Whoever is behind goes on with the newest.
   */
  synchronized Optional<Unseen> unseen(int seen) {
    int next = Math.max(seen, all.size() - RECENT);
    return next < all.size() ? Optional.of(new Unseen(all.get(next), next + 1)) : Optional.empty();
  }

  /** One to look at again: more often one of the newest than any other. */
  synchronized Optional<Revocation> any(SplittableRandom random) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    int among = random.nextInt(3) == 0 ? all.size() : Math.min(RECENT, all.size());
    return Optional.of(all.get(all.size() - 1 - random.nextInt(among)));
  }
}
