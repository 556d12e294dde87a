package org.bongsu.attack;

import java.time.Duration;
import org.bongsu.client.Http;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Guesses at somebody's password, which each cost the server memory and time. */
final class PasswordGuesses implements Attack {
  @Override
  public String name() {
    return "passwords";
  }

  @Override
  public String what() {
    return "guesses at the bystander's password, as fast as they are answered";
  }

  @Override
  public Assault prepare(Target target) {
    return new RepeatedRequests(target, 1, Duration.ofMillis(5), PasswordGuesses::guess);
  }

  private static Http.Ask guess(int i) {
    ObjectNode guess = Json.object().put("type", "m.login.password").put("password", "guess " + i);
    guess.putObject("identifier").put("type", "m.id.user").put("user", "minji");
    return Http.Ask.json("POST", Http.CLIENT + "/login", null, guess);
  }
}
