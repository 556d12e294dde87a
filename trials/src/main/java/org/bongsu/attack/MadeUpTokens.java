package org.bongsu.attack;

import java.time.Duration;
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
  public Assault prepare(Target target) {
    return new RepeatedRequests(
        target,
        1,
        Duration.ofMillis(2),
        i -> Http.Ask.json("GET", Http.CLIENT + "/sync", "syt_made_up_" + i, null));
  }
}
