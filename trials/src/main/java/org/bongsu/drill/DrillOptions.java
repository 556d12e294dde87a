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
 * @param peopleEach who write, at each site
 * @param sendsPerSecond messages of all of them together
 * @param probersEach who look for what was taken back, at each site
 * @param seed of the moments and of what people do; threads and the network are not seeded
 */
public record DrillOptions(
    List<Fault> faults,
    int rounds,
    int roundSeconds,
    int peopleEach,
    int sendsPerSecond,
    int probersEach,
    long seed,
    Output output) {

  /** Where to write what, besides the terminal. */
  public record Output(Optional<Path> json, Optional<Path> report) {}

  public DrillOptions {
    faults = List.copyOf(faults);
    if (faults.isEmpty() || rounds < 1 || roundSeconds < 1 || peopleEach < 2) {
      throw new IllegalArgumentException(
          "a drill needs a fault, a round, a second and two people at each site");
    }
    if (sendsPerSecond < 1) {
      throw new IllegalArgumentException("people send at least one message a second");
    }
  }

  /**
   * With the usual crowd: 18 people, and nine who look.
   *
   * @param rounds each kind of fault once where it is empty
   */
  public static DrillOptions of(
      List<Fault> faults,
      Optional<Integer> rounds,
      int roundSeconds,
      int sendsPerSecond,
      long seed,
      Output output) {
    int count = rounds.orElse(faults.size());
    return new DrillOptions(faults, count, roundSeconds, 6, sendsPerSecond, 3, seed, output);
  }
}
