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
final class Prober implements Runnable {
  private static final Duration WITHIN = Duration.ofSeconds(25);
  private static final long PAUSE_MILLIS = 200;

  private final Place site;
  private final Http http;
  private final History history;
  private final Narrowings narrowings;
  private final SplittableRandom random;
  private volatile boolean stopped;

  Prober(Place site, Http http, History history, Narrowings narrowings, long seed) {
    this.site = site;
    this.http = http;
    this.history = history;
    this.narrowings = narrowings;
    this.random = new SplittableRandom(seed);
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        Optional<Narrowing> one = narrowings.one(random);
        if (one.isPresent()) {
          look(one.get());
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      history.strange("a prober at " + site.name() + " met " + e);
    }
  }

  private void look(Narrowing narrowing) throws InterruptedException {
    History.Invocation probe =
        history.invoke(
            Kind.PROBE,
            "prober-" + site.name(),
            site.name(),
            narrowing.id(),
            narrowing.kind().toString());
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
