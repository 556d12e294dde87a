package org.bongsu.drill;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The faults and the load of a drill.
 *
 * @param faults kinds that take turns
 * @param rounds number of faults in all
 * @param roundSeconds shortest time from one fault to the next
 * @param ledgerLost whether the ledger of revocations burns, too, in {@link Fault#LOSE_EVERYTHING}
 * @param watchers how many status watchers there are; none is 0
 * @param seed of the times of faults and of what people do; threads and the network are not seeded
 */
public record DrillOptions(
    List<Fault> faults,
    int rounds,
    int roundSeconds,
    Load load,
    boolean ledgerLost,
    int watchers,
    long seed,
    Output output) {

  /**
   * The actors, and their load.
   *
   * @param peopleEach people who write, at each site
   * @param sendsPerSecond messages of all of them together
   * @param probersEach clients that look for what was revoked, at each site
   * @param mediaMegabytes uploaded before the load starts: what a burnt site has to copy
   */
  public record Load(int peopleEach, int sendsPerSecond, int probersEach, int mediaMegabytes) {
    /** Half as many probers as people who write. */
    public static Load of(int peopleEach, int sendsPerSecond, int mediaMegabytes) {
      return new Load(peopleEach, sendsPerSecond, Math.max(1, peopleEach / 2), mediaMegabytes);
    }

    public Load {
      if (peopleEach < 2 || sendsPerSecond < 1) {
        throw new IllegalArgumentException(
            "a drill needs two people at each site, and they send at least one message a second");
      }
      if (mediaMegabytes < 0 || mediaMegabytes > MEDIA_MEGABYTES_MAX) {
        throw new IllegalArgumentException(
            "media of 0 to %,d megabytes".formatted(MEDIA_MEGABYTES_MAX));
      }
    }
  }

  private static final int WATCHERS_MAX = 9;

  private static final int MEDIA_MEGABYTES_MAX = 100_000;

  /** Output files, in addition to the terminal. */
  public record Output(Optional<Path> json, Optional<Path> report) {}

  public DrillOptions {
    faults = List.copyOf(faults);
    if (faults.isEmpty() || rounds < 1 || roundSeconds < 1) {
      throw new IllegalArgumentException("a drill needs a fault, a round and a second");
    }
    int last = faults.indexOf(Fault.LOSE_EVERYTHING);
    if (last >= 0 && last < faults.size() - 1) {
      throw new IllegalArgumentException(
          "%s ends a drill: name it last".formatted(Fault.LOSE_EVERYTHING.label()));
    }
    if (last == 0 && rounds > 1) {
      throw new IllegalArgumentException(
          "%s ends a drill: for more rounds name faults before it"
              .formatted(Fault.LOSE_EVERYTHING.label()));
    }
    if (ledgerLost && last < 0) {
      throw new IllegalArgumentException(
          "the ledger is lost only with " + Fault.LOSE_EVERYTHING.label());
    }
  }

  /** Whether everything burns at the end. */
  public boolean losesEverything() {
    return faults.contains(Fault.LOSE_EVERYTHING);
  }

  /**
   * A drill.
   *
   * @param rounds if empty, each kind of fault once
   */
  public static DrillOptions of(
      List<Fault> faults,
      Optional<Integer> rounds,
      int roundSeconds,
      Load load,
      boolean ledgerLost,
      long seed,
      Output output) {
    int count = rounds.orElse(faults.size());
    return new DrillOptions(faults, count, roundSeconds, load, ledgerLost, 0, seed, output);
  }

  /** The same, watched by status watchers. */
  public DrillOptions watchedBy(int count) {
    if (count < 0 || count > WATCHERS_MAX) {
      throw new IllegalArgumentException("0 to %d watchers".formatted(WATCHERS_MAX));
    }
    return new DrillOptions(faults, rounds, roundSeconds, load, ledgerLost, count, seed, output);
  }
}
