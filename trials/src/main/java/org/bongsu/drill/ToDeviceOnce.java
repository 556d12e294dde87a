package org.bongsu.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.drill.Evidence.SyncedUser;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;

/** Every acknowledged to-device message arrived, and arrived once. */
final class ToDeviceOnce implements Checker {
  @Override
  public List<Finding> check(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Set<String>> got = new HashMap<>();
    for (SyncedUser user : evidence.syncedUsers().values()) {
      Set<String> ids = new HashSet<>();
      for (String id : user.toDevice()) {
        if (!ids.add(id)) {
          String what = "the device of %s got message %s twice";
          findings.add(new Finding(Harm.DOUBLED, what.formatted(user.userId(), id)));
        }
      }
      got.put(user.userId(), ids);
    }
    evidence
        .acknowledged(Kind.TO_DEVICE)
        .filter(sent -> !got.getOrDefault(sent.subject(), Set.of()).contains(sent.value()))
        .forEach(sent ->
            findings.add(
                new Finding(
                    Harm.LOST,
                    "the device of %s never got message %s"
                        .formatted(sent.subject(), sent.value()))));
    return findings;
  }
}
