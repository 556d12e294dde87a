package org.bongsu.attack;

import java.io.IOException;
import java.time.Duration;
import org.bongsu.client.Http;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** One account that searches messages and people all the time, for what is long and common. */
final class Searches implements Attack {
  private static final int AT_ONCE = 16;
  private static final int MESSAGES = 40;
  private static final String BODY = "가나다 ".repeat(7_000);

  @Override
  public String name() {
    return "searches";
  }

  @Override
  public String what() {
    return AT_ONCE + " searches of one account at a time";
  }

  @Override
  public Assault prepare(Target target) throws IOException, InterruptedException {
    Target.Account attacker = target.register("searcher");
    String room = target.room(attacker);
    for (int i = 0; i < MESSAGES; i++) {
      target.ask(Target.message(attacker, room, "t" + i, BODY)); // a limit may refuse it
    }
    return new RepeatedRequests(
        target, AT_ONCE, Duration.ofMillis(10), i -> search(attacker, i % 2 == 0));
  }

  private static Http.Ask search(Target.Account attacker, boolean messages) {
    if (!messages) {
      ObjectNode people = Json.object().put("search_term", "m").put("limit", 1_000);
      return Http.Ask.json(
          "POST", Http.CLIENT + "/user_directory/search", attacker.token(), people);
    }
    ObjectNode search = Json.object();
    search
        .putObject("search_categories")
        .putObject("room_events")
        .put("search_term", "가나다 ".repeat(200));
    return Http.Ask.json("POST", Http.CLIENT + "/search", attacker.token(), search);
  }
}
