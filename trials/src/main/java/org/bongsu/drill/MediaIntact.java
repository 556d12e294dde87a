package org.bongsu.drill;

import java.util.ArrayList;
import java.util.List;
import org.bongsu.drill.Evidence.Ending;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;

/** Every acknowledged photo is at every site, byte for byte. */
final class MediaIntact implements Checker {
  @Override
  public List<Finding> check(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (Ending ending : evidence.endings()) {
      evidence
          .acknowledged(Kind.UPLOAD)
          .forEach(upload -> {
            String found = ending.media().getOrDefault(upload.result(), "nothing");
            if (!found.equals(upload.value())) {
              findings.add(
                  new Finding(
                      Harm.MEDIA_DAMAGED,
                      "%s has the hash %s and is %s at site %s"
                          .formatted(upload.result(), upload.value(), found, ending.site())));
            }
          });
    }
    return findings;
  }
}
