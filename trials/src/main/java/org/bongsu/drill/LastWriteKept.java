package org.bongsu.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.drill.Evidence.Ending;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.drill.Operation.Outcome;

/**
 * A value that is overwritten is, at every site, one that was written and not replaced by a later
 * acknowledged write. A write without an answer may have taken effect at any later time.
 */
final class LastWriteKept implements Checker {
  @Override
  public List<Finding> check(Evidence evidence) {
    Map<String, List<Operation>> writes = new HashMap<>();
    evidence
        .of(Kind.WRITE)
        .filter(write -> write.outcome() != Outcome.FAIL)
        .forEach(
            write -> writes.computeIfAbsent(write.subject(), s -> new ArrayList<>()).add(write));
    List<Finding> findings = new ArrayList<>();
    writes.forEach((register, all) -> {
      long replaced =
          all.stream()
              .filter(Operation::isOk)
              .mapToLong(Operation::invokedNanos)
              .max()
              .orElse(Long.MIN_VALUE);
      List<String> allowed =
          all.stream()
              .filter(write -> !write.isOk() || write.completedNanos() >= replaced)
              .map(Operation::value)
              .toList();
      boolean written = replaced != Long.MIN_VALUE;
      for (Ending ending : evidence.endings()) {
        String value = ending.registers().getOrDefault(register, "");
        if (written && !allowed.contains(value)) {
          findings.add(
              new Finding(
                  Harm.LOST,
                  "%s is \"%s\"  at site %s, and \"%s\" was acknowledged last"
                      .formatted(register, value, ending.site(), allowed.getLast())));
        }
      }
    });
    return findings;
  }
}
