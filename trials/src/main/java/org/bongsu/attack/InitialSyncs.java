package org.bongsu.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.client.Http;

/** One account that asks for everything, many times at once. */
final class InitialSyncs implements Attack {
  private static final int ROOMS = 20;
  private static final int AT_ONCE = 16;

  private Target.Account attacker = new Target.Account("", "");

  @Override
  public String name() {
    return "initial-syncs";
  }

  @Override
  public String what() {
    return AT_ONCE + " initial syncs of one account at a time";
  }

  @Override
  public void prepare(Target target) throws IOException, InterruptedException {
    attacker = target.register("syncer");
    for (int i = 0; i < ROOMS; i++) {
      target.ask(
          "POST", Http.CLIENT + "/createRoom", attacker.token(), org.bongsu.json.Json.object());
    }
  }

  @Override
  public void run(Target target) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      threads.add(Thread.startVirtualThread(() -> repeat(target)));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      threads.forEach(Thread::interrupt);
    }
  }

  private void repeat(Target target) {
    try {
      while (true) {
        target.ask("GET", Http.CLIENT + "/sync?full_state=true", attacker.token(), null);
        Thread.sleep(50);
      }
    } catch (IOException | InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
