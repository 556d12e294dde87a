package org.bongsu.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When which site is checked: all of them in each round; in turn one of them thoroughly; and at
 * once, and thoroughly, one at which something is in doubt. A site is never checked twice at once.
 */
final class Schedule {
  /** Between a failure and the check that confirms it. */
  private static final Duration AGAIN_AFTER = Duration.ofMillis(500);

  /** Between two checks that another watcher's doubts cause. */
  private static final Duration DOUBTS_EVERY = Duration.ofSeconds(10);

  /**
   * How often.
   *
   * @param round all sites
   * @param thorough one of the sites, in turn, thoroughly: what is written then stays stored
   */
  record Rhythm(Duration round, Duration thorough) {
    static final Rhythm DEFAULT = new Rhythm(Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  private static final class OfSite {
    long nextNanos;
    long thoroughNanos;
    long doubtedNanos;
    long endedNanos;
    boolean isRunning;
  }

  private final Rhythm rhythm;
  private final Map<String, OfSite> sites = new HashMap<>();

  Schedule(WatchedDeployment watched, Rhythm rhythm, Moment now) {
    this.rhythm = rhythm;
    int count = watched.sites().size();
    int first = Math.floorMod(watched.watcher().hashCode(), count);
    for (int i = 0; i < count; i++) {
      OfSite site = new OfSite();
      site.nextNanos = now.nanos();
      site.thoroughNanos =
          now.nanos() + rhythm.thorough.toNanos() * Math.floorMod(i + first, count);
      site.doubtedNanos = now.nanos() - DOUBTS_EVERY.toNanos();
      site.endedNanos = now.nanos() - AGAIN_AFTER.toNanos();
      sites.put(watched.sites().get(i), site);
    }
  }

  /**
   * Whether a site is to be checked now; then the check has begun.
   *
   * @return whether thoroughly; empty if it is not to be checked now
   */
  Optional<Boolean> begin(String name, Doubt doubt, Moment now) {
    OfSite site = site(name);
    boolean isDue = now.nanos() - site.nextNanos >= 0;
    if (site.isRunning || !(isDue || mayBeDoubted(site, doubt, now))) {
      return Optional.empty();
    }
    site.isRunning = true;
    if (doubt == Doubt.OF_ANOTHER_WATCHER) {
      site.doubtedNanos = now.nanos();
    }
    if (isDue) {
      site.nextNanos = next(site.nextNanos, rhythm.round, now);
    }
    boolean isTurn = now.nanos() - site.thoroughNanos >= 0;
    if (isTurn) {
      site.thoroughNanos =
          next(site.thoroughNanos, rhythm.thorough.multipliedBy(sites.size()), now);
    }
    return Optional.of(isTurn || doubt != Doubt.NONE);
  }

  private static boolean mayBeDoubted(OfSite site, Doubt doubt, Moment now) {
    return switch (doubt) {
      case NONE -> false;
      case OF_ANOTHER_WATCHER -> now.nanos() - site.doubtedNanos >= DOUBTS_EVERY.toNanos();
      case OF_OWN_RESULT -> now.nanos() - site.endedNanos >= AGAIN_AFTER.toNanos();
    };
  }

  void ended(String name, Moment now) {
    OfSite site = site(name);
    site.isRunning = false;
    site.endedNanos = now.nanos();
  }

  private OfSite site(String name) {
    OfSite site = sites.get(name);
    if (site == null) {
      throw new IllegalArgumentException("no such site: " + name);
    }
    return site;
  }

  /** The next time after now in the same rhythm; what was missed is left out. */
  private static long next(long due, Duration every, Moment now) {
    long missed = Math.max(0, now.nanos() - due) / every.toNanos();
    return due + (missed + 1) * every.toNanos();
  }
}
