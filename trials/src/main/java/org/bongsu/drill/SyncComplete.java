package org.bongsu.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.drill.Evidence.Message;
import org.bongsu.drill.Evidence.SyncedUser;
import org.bongsu.drill.Finding.Harm;

/**
 * Every user who synced was shown each message of their rooms once, in the room's order, at
 * whichever sites.
 */
final class SyncComplete implements Checker {
  @Override
  public List<Finding> check(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    if (evidence.endings().isEmpty()) {
      return findings;
    }
    Map<String, List<Message>> rooms = evidence.endings().getFirst().rooms();
    evidence
        .syncedUsers()
        .forEach((name, user) -> {
          for (String room : user.rooms()) {
            compare(name, room, user, rooms.getOrDefault(room, List.of()), findings);
          }
        });
    return findings;
  }

  private static void compare(
      String name, String room, SyncedUser user, List<Message> messages, List<Finding> findings) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < messages.size(); i++) {
      places.put(messages.get(i).event(), i);
    }
    Set<String> seen = new HashSet<>();
    int furthest = -1;
    for (String event : user.events().getOrDefault(room, List.of())) {
      Integer place = places.get(event);
      if (!seen.add(event)) {
        findings.add(new Finding(Harm.DOUBLED, "%s was shown %s twice".formatted(name, event)));
      } else if (place == null) {
        String what = "%s was shown %s, which is in no room now";
        findings.add(new Finding(Harm.LOST, what.formatted(name, event)));
      } else if (place < furthest) {
        String what = "%s was shown %s after what comes later";
        findings.add(new Finding(Harm.REORDERED, what.formatted(name, event)));
      } else {
        furthest = place;
      }
    }
    for (Message message : messages) {
      if (!seen.contains(message.event())) {
        String what = "%s was never shown %s in sync";
        findings.add(new Finding(Harm.LOST, what.formatted(name, message.body())));
      }
    }
  }
}
