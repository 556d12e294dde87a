package org.bongsu.drill;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.drill.watch.WatchVerdict;

/**
 * The result of a drill.
 *
 * @param startedAt as a date and time
 * @param beganNanos start of the load, by the operations' clock
 * @param recovery if everything burnt
 * @param watched if there were watchers
 * @param leftOut faults that this machine does not allow, with the reason
 * @param stalls one per injected fault, in order
 * @param expected planned number of faults
 */
record DrillResult(
    String startedAt,
    long beganNanos,
    DrillOptions options,
    Map<Fault, String> leftOut,
    List<Operation> operations,
    List<Finding> findings,
    Optional<Recovery> recovery,
    Optional<WatchVerdict> watched,
    List<Stalls> stalls,
    int expected) {

  /** Messages that were acknowledged. */
  long acknowledged() {
    return acknowledged(Kind.SEND);
  }

  long acknowledged(Kind kind) {
    return operations.stream().filter(one -> one.kind() == kind && one.isOk()).count();
  }

  long count(Harm harm) {
    return findings.stream().filter(finding -> finding.harm() == harm).count();
  }

  boolean digestsEqual() {
    return count(Harm.DIGEST_DIFFERS) == 0;
  }

  /** Whether there are no findings, every fault was injected, and every site came back. */
  boolean passed() {
    return acknowledged() > 0
        && findings.isEmpty()
        && watched.map(WatchVerdict::findings).orElse(List.of()).isEmpty()
        && stalls.size() == expected
        && stalls.stream().allMatch(one -> one.siteBack().isPresent());
  }

  String verdict() {
    return passed() ? "pass" : "fail";
  }

  /** Values of all faults that hit one site, sorted. */
  List<Double> ofOneSite(Function<Stalls, List<Double>> values) {
    return Stalls.all(
        stalls.stream().filter(one -> one.run().fault().hitsOneSite()).map(values).toList());
  }
}
