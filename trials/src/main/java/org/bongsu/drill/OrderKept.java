package org.bongsu.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bongsu.drill.Evidence.Ending;
import org.bongsu.drill.Evidence.Message;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;

/**
 * In every room a message that was acknowledged before another one was sent comes before it,
 * whatever the senders and sites; and all sites show the same order.
 */
final class OrderKept implements Checker {
  @Override
  public List<Finding> check(Evidence evidence) {
    Map<String, Operation> sends = new HashMap<>();
    evidence.acknowledged(Kind.SEND).forEach(send -> sends.put(send.result(), send));
    List<Finding> findings = new ArrayList<>();
    for (Ending ending : evidence.endings()) {
      ending.rooms().values().forEach(room -> inOrder(room, sends, ending, findings));
    }
    if (!evidence.endings().isEmpty()) {
      sameEverywhere(evidence.endings(), findings);
    }
    return findings;
  }

  /** From the newest message back: none may have been sent after a later one was acknowledged. */
  private static void inOrder(
      List<Message> room, Map<String, Operation> sends, Ending ending, List<Finding> findings) {
    Operation earliest = null; // of the later messages, the one acknowledged first
    for (Message message : room.reversed()) {
      Operation send = sends.get(message.event());
      if (send == null) {
        continue;
      }
      if (earliest != null && earliest.completedNanos() < send.invokedNanos()) {
        findings.add(
            new Finding(
                Harm.REORDERED,
                "message %s is before %s at site %s, although it was sent after that was acknowledged"
                    .formatted(send.value(), earliest.value(), ending.site())));
      }
      if (earliest == null || send.completedNanos() < earliest.completedNanos()) {
        earliest = send;
      }
    }
  }

  private static void sameEverywhere(List<Ending> endings, List<Finding> findings) {
    Ending first = endings.getFirst();
    for (Ending other : endings.subList(1, endings.size())) {
      first
          .rooms()
          .forEach((room, messages) -> {
            List<Message> there = other.rooms().getOrDefault(room, List.of());
            boolean sameMessages =
                new TreeSet<>(events(messages)).equals(new TreeSet<>(events(there)));
            if (sameMessages && !events(messages).equals(events(there))) {
              findings.add(
                  new Finding(
                      Harm.REORDERED,
                      "sites %s and %s show room %s in different orders"
                          .formatted(first.site(), other.site(), room)));
            }
          });
    }
  }

  private static List<String> events(List<Message> messages) {
    return messages.stream().map(Message::event).toList();
  }
}
