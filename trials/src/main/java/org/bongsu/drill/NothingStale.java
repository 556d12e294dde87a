package org.bongsu.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;

/** After a revocation was acknowledged, no site answers with what was revoked. */
final class NothingStale implements Checker {
  @Override
  public List<Finding> check(Evidence evidence) {
    Map<String, Operation> revoked = new HashMap<>();
    evidence.acknowledged(Kind.REVOKE).forEach(one -> revoked.put(one.subject(), one));
    List<Finding> findings = new ArrayList<>();
    evidence
        .acknowledged(Kind.PROBE)
        .filter(probe -> probe.result().equals(Operation.SHOWN))
        .forEach(probe -> {
          Operation revocation = revoked.get(probe.subject());
          if (revocation != null && probe.invokedNanos() - revocation.completedNanos() > 0) {
            findings.add(
                new Finding(
                    Harm.STALE,
                    "site %s showed what %s (%s) had revoked %.0f ms before, at site %s"
                        .formatted(
                            probe.site(),
                            revocation.value(),
                            revocation.subject(),
                            (probe.invokedNanos() - revocation.completedNanos()) / 1e6,
                            revocation.site())));
          }
        });
    return findings;
  }
}
