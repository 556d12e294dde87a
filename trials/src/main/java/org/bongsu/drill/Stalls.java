package org.bongsu.drill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.bongsu.drill.Operation.Kind;

/**
 * The effects of one fault on clients, in milliseconds.
 *
 * @param writes by client of a surviving site, the longest wait for an acknowledged message
 * @param reads every read at a surviving site
 * @param readStalls by reader there, its longest read
 * @param displacedSends by client of a site that was hit, from the fault to its next acknowledged
 *     message
 * @param photos the same for photos
 * @param revocations duration of revocations at the surviving sites
 * @param siteBack from undoing the fault until all sites served; empty if they did not
 */
record Stalls(
    FaultRun run,
    List<Double> writes,
    List<Double> reads,
    List<Double> readStalls,
    List<Double> displacedSends,
    List<Double> photos,
    List<Double> revocations,
    OptionalDouble siteBack) {

  static Stalls of(FaultRun run, List<Operation> operations) {
    List<Operation> touched =
        operations.stream().filter(one -> one.isOk() && run.touches(one)).toList();
    return new Stalls(
        run,
        longest(run, touched, Kind.SEND),
        touched.stream()
            .filter(one -> one.kind() == Kind.READ && survives(run, one))
            .map(one -> one.millisSince(run.injectedNanos()))
            .sorted()
            .toList(),
        longest(run, touched, Kind.READ),
        untilNext(run, touched, Kind.SEND),
        untilNext(run, touched, Kind.UPLOAD),
        touched.stream()
            .filter(one -> one.kind() == Kind.REVOKE && survives(run, one))
            .map(one -> one.millisSince(run.injectedNanos()))
            .sorted()
            .toList(),
        run.backNanos().isPresent()
            ? OptionalDouble.of((run.backNanos().get() - run.healedNanos()) / 1e6)
            : OptionalDouble.empty());
  }

  /** If every site is hit, all clients count. */
  private static boolean survives(FaultRun run, Operation operation) {
    return run.hit().size() == Sites.NAMES.size() || !run.isHit(operation.home());
  }

  private static List<Double> longest(FaultRun run, List<Operation> touched, Kind kind) {
    Map<String, Double> longest = new HashMap<>();
    for (Operation one : touched) {
      if (one.kind() == kind && survives(run, one)) {
        longest.merge(one.process(), one.millisSince(run.injectedNanos()), Math::max);
      }
    }
    return longest.values().stream().sorted().toList();
  }

  /** A request in flight that the hit site itself answered does not count. */
  private static List<Double> untilNext(FaultRun run, List<Operation> touched, Kind kind) {
    Map<String, Double> next = new HashMap<>();
    for (Operation one : touched) {
      boolean after = one.invokedNanos() - run.injectedNanos() > 0 || !run.isHit(one.site());
      if (one.kind() == kind && run.isHit(one.home()) && after) {
        double millis = (one.completedNanos() - run.injectedNanos()) / 1e6;
        next.merge(one.process(), millis, Math::min);
      }
    }
    return next.values().stream().sorted().toList();
  }

  /** The value below which this share of the sorted values lies; NaN if there is none. */
  static double percentile(List<Double> sorted, double share) {
    if (sorted.isEmpty()) {
      return Double.NaN;
    }
    int place = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.get(Math.clamp(place, 0, sorted.size() - 1));
  }

  static double median(List<Double> sorted) {
    return percentile(sorted, 0.5);
  }

  static double worst(List<Double> sorted) {
    return percentile(sorted, 1);
  }

  /** Sorted together. */
  static List<Double> all(Collection<List<Double>> many) {
    List<Double> all = new ArrayList<>();
    many.forEach(all::addAll);
    all.sort(null);
    return all;
  }
}
