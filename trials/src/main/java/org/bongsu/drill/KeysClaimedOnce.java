package org.bongsu.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;

/** No one-time key was given to two people. */
final class KeysClaimedOnce implements Checker {
  @Override
  public List<Finding> check(Evidence evidence) {
    Map<String, Operation> claimed = new HashMap<>();
    List<Finding> findings = new ArrayList<>();
    evidence
        .acknowledged(Kind.CLAIM)
        .filter(claim -> !claim.result().isEmpty())
        .forEach(claim -> {
          Operation before = claimed.put(claim.subject() + claim.result(), claim);
          if (before != null) {
            findings.add(
                new Finding(
                    Harm.KEY_CLAIMED_TWICE,
                    "key %s was given to %s by site %s and to %s by site %s"
                        .formatted(
                            claim.result(),
                            before.process(),
                            before.site(),
                            claim.process(),
                            claim.site())));
          }
        });
    return findings;
  }
}
