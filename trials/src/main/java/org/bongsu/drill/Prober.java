package org.bongsu.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bongsu.client.Http;
import org.bongsu.drill.Operation.Kind;

/**
 * Looks at one site, however it is, for what was taken back. Its questions wait long: a site that
 * was frozen answers them as soon as it is thawed, and must not answer with what it knew before.
 */
final class Prober extends Actor {
  private static final Duration WITHIN = Duration.ofSeconds(25);
  private static final long PAUSE_MILLIS = 300;

  private final Place site;
  private final Http http;
  private final Narrowings narrowings;
  private final SplittableRandom random;
  private int seen;

  Prober(Place site, Http http, History history, Narrowings narrowings, long seed) {
    super("prober-" + site.name(), history);
    this.site = site;
    this.http = http;
    this.narrowings = narrowings;
    this.random = new SplittableRandom(seed);
  }

  @Override
  void act() throws InterruptedException {
    Optional<Narrowings.Unseen> unseen = narrowings.unseen(seen);
    if (unseen.isPresent()) {
      seen = unseen.get().seen();
      look(unseen.get().narrowing());
    } else {
      Optional<Narrowing> again = narrowings.any(random);
      if (again.isPresent()) {
        look(again.get());
      }
    }
    Thread.sleep(PAUSE_MILLIS);
  }

  private void look(Narrowing narrowing) throws InterruptedException {
    History.Invocation probe =
        history()
            .invoke(Kind.PROBE, name(), site.name(), narrowing.id(), narrowing.kind().toString());
    try {
      Http.Answer answer = http.ask(site.url(), narrowing.look().within(WITHIN));
      if (answer.status() >= 500) {
        probe.fail(site.name(), answer.toString());
      } else {
        boolean wide = narrowing.isWideIn(answer);
        probe.ok(site.name(), wide ? Operation.WIDE : Operation.NARROW);
      }
    } catch (IOException gone) {
      probe.unknown();
    }
  }
}
