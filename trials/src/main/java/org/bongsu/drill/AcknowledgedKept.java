package org.bongsu.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.drill.Evidence.Ending;
import org.bongsu.drill.Evidence.Message;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;

/** Every acknowledged message and login is at every site, as it was sent. */
final class AcknowledgedKept implements Checker {
  @Override
  public List<Finding> check(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (Ending ending : evidence.endings()) {
      Map<String, String> bodies = new HashMap<>();
      ending
          .rooms()
          .forEach((room, messages) -> {
            for (Message message : messages) {
              bodies.put(room + message.event(), message.body());
            }
          });
      evidence
          .acknowledged(Kind.SEND)
          .filter(send -> !send.value().equals(bodies.get(send.subject() + send.result())))
          .forEach(send -> findings.add(lost("message " + send.value(), send, ending)));
      Set<String> tokens = new HashSet<>(ending.tokens());
      evidence
          .acknowledged(Kind.LOGIN)
          .filter(login -> !tokens.contains(login.result()))
          .forEach(login -> findings.add(lost("a login of " + login.subject(), login, ending)));
    }
    return findings;
  }

  private static Finding lost(String what, Operation acknowledged, Ending ending) {
    return new Finding(
        Harm.LOST,
        "%s was acknowledged by site %s and is not at site %s"
            .formatted(what, acknowledged.site(), ending.site()));
  }
}
