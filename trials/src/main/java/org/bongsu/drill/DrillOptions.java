package org.bongsu.drill;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is drilled, and how hard.
 *
 * @param faults kinds that take turns
 * @param rounds how many faults there are in all
 * @param roundSeconds how long a round lasts at least, from one fault to the next
 * @param seed of the moments and of what people do; threads and the network are not seeded
 */
public record DrillOptions(
    List<Fault> faults, int rounds, int roundSeconds, Load load, long seed, Output output) {

  /**
   * Who acts, and how much.
   *
   * @param peopleEach who write, at each site
   * @param sendsPerSecond messages of all of them together
   * @param probersEach who look for what was taken back, at each site
   * @param mediaMegabytes uploaded before anything else happens: what a burnt site has to copy
   */
  public record Load(int peopleEach, int sendsPerSecond, int probersEach, int mediaMegabytes) {
    /** 18 people, nine who look, and nothing that was there before. */
    public static Load usual(int sendsPerSecond) {
      return new Load(6, sendsPerSecond, 3, 0);
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

  private static final int MEDIA_MEGABYTES_MAX = 100_000;

  /** Where to write what, besides the terminal. */
  public record Output(Optional<Path> json, Optional<Path> report) {}

  public DrillOptions {
    faults = List.copyOf(faults);
    if (faults.isEmpty() || rounds < 1 || roundSeconds < 1) {
      throw new IllegalArgumentException("a drill needs a fault, a round and a second");
    }
  }

  /**
   * A drill.
   *
   * @param rounds each kind of fault once where it is empty
   */
  public static DrillOptions of(
      List<Fault> faults,
      Optional<Integer> rounds,
      int roundSeconds,
      Load load,
      long seed,
      Output output) {
    int count = rounds.orElse(faults.size());
    return new DrillOptions(faults, count, roundSeconds, load, seed, output);
  }
}
