package org.bongsu.attack;

import java.io.IOException;
import org.bongsu.client.Http;

/** Requests with tokens that nobody was given. */
final class MadeUpTokens implements Attack {
  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public String what() {
    return "requests with made-up tokens, as fast as they are answered";
  }

  @Override
  public void run(Target target) throws IOException, InterruptedException {
    for (int i = 0; ; i++) {
      target.ask("GET", Http.CLIENT + "/sync", "syt_made_up_" + i, null);
      Thread.sleep(2);
    }
  }
}
