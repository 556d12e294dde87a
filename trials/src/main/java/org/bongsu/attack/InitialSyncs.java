package org.bongsu.attack;

import java.io.IOException;
import java.time.Duration;
import org.bongsu.client.Http;
import org.bongsu.json.Json;

/** One account that asks for everything, many times at once. */
final class InitialSyncs implements Attack {
  private static final int ROOMS = 20;
  private static final int AT_ONCE = 16;

  @Override
  public String name() {
    return "initial-syncs";
  }

  @Override
  public String what() {
    return AT_ONCE + " initial syncs of one account at a time";
  }

  @Override
  public Assault prepare(Target target) throws IOException, InterruptedException {
    Target.Account attacker = target.register("syncer");
    for (int i = 0; i < ROOMS; i++) {
      target.ask("POST", Http.CLIENT + "/createRoom", attacker.token(), Json.object());
    }
    return new RepeatedRequests(
        target,
        AT_ONCE,
        Duration.ofMillis(50),
        request ->
            Http.Ask.json("GET", Http.CLIENT + "/sync?full_state=true", attacker.token(), null));
  }
}
