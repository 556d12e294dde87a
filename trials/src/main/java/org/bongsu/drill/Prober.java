package org.bongsu.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bongsu.client.Http;
import org.bongsu.drill.Operation.Kind;

/**
 * Looks at one site, even during a fault, for what was revoked. Its requests have a long timeout: a
 * frozen site answers them as soon as it is thawed, and must not answer from its old state.
 */
final class Prober extends Actor {
  private static final Duration WITHIN = Duration.ofSeconds(25);
  private static final long PAUSE_MILLIS = 300;

  private final Place site;
  private final Http http;
  private final Revocations revocations;
  private final SplittableRandom random;
  private int seen;

  Prober(Place site, Http http, History history, Revocations revocations, long seed) {
    super("prober-" + site.name(), history);
    this.site = site;
    this.http = http;
    this.revocations = revocations;
    this.random = new SplittableRandom(seed);
  }

  @Override
  void act() throws InterruptedException {
    Optional<Revocations.Unseen> unseen = revocations.unseen(seen);
    if (unseen.isPresent()) {
      seen = unseen.get().seen();
      look(unseen.get().revocation());
    } else {
      Optional<Revocation> again = revocations.any(random);
      if (again.isPresent()) {
        look(again.get());
      }
    }
    Thread.sleep(PAUSE_MILLIS);
  }

  private void look(Revocation revocation) throws InterruptedException {
    History.Invocation probe =
        history()
            .invoke(Kind.PROBE, name(), site.name(), revocation.id(), revocation.kind().toString());
    try {
      Http.Answer answer = http.ask(site.url(), revocation.look().within(WITHIN));
      if (answer.status() >= 500) {
        probe.fail(site.name(), answer.toString());
      } else {
        boolean shown = revocation.isShownIn(answer);
        probe.ok(site.name(), shown ? Operation.SHOWN : Operation.HIDDEN);
      }
    } catch (IOException gone) {
      probe.unknown();
    }
  }
}
