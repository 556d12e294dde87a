package org.bongsu.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bongsu.drill.Evidence.Ending;
import org.bongsu.drill.Evidence.Message;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;

/** No message is in a room twice, however often it was sent. */
final class OnceOnly implements Checker {
  @Override
  public List<Finding> check(Evidence evidence) {
    Map<String, Set<String>> sent = new HashMap<>();
    Stream.of(Kind.SEND, Kind.SCHEDULE)
        .flatMap(evidence::of)
        .forEach(send ->
            sent.computeIfAbsent(send.subject(), room -> new HashSet<>()).add(send.value()));
    List<Finding> findings = new ArrayList<>();
    for (Ending ending : evidence.endings()) {
      ending
          .rooms()
          .forEach((room, messages) -> {
            Set<String> seen = new HashSet<>();
            for (Message message : messages) {
              boolean ours = sent.getOrDefault(room, Set.of()).contains(message.body());
              if (!ours) {
                findings.add(
                    new Finding(
                        Harm.DOUBLED,
                        "\"%s\" is in a room of site %s to which nobody has sent it"
                            .formatted(message.body(), ending.site())));
              } else if (!seen.add(message.body())) {
                findings.add(
                    new Finding(
                        Harm.DOUBLED,
                        "message %s is there twice at site %s"
                            .formatted(message.body(), ending.site())));
              }
            }
          });
    }
    return findings;
  }
}
