package org.bongsu.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.drill.Evidence.Ending;
import org.bongsu.drill.Finding.Harm;

/** All sites have the same digests at the same positions. */
final class DigestsEqual implements Checker {
  @Override
  public List<Finding> check(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Ending> first = new HashMap<>();
    int compared = 0;
    for (Ending ending : evidence.endings()) {
      for (Map.Entry<String, String> mark : ending.digests().entrySet()) {
        Ending other = first.putIfAbsent(mark.getKey(), ending);
        if (other != null) {
          compared++;
          if (!mark.getValue().equals(other.digests().get(mark.getKey()))) {
            findings.add(
                new Finding(
                    Harm.DIGEST_DIFFERS,
                    "sites %s and %s differ in %s"
                        .formatted(other.site(), ending.site(), mark.getKey())));
          }
        }
      }
    }
    if (compared == 0) {
      findings.add(new Finding(Harm.DIGEST_DIFFERS, "no two sites could be compared"));
    }
    return findings;
  }
}
