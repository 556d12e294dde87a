package org.bongsu.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Whether a server answers requests, as its health endpoint says. */
public final class Readiness {
  private static final Duration ASKED_WITHIN = Duration.ofSeconds(2);
  private static final long LOOK_MILLIS = 25;

  private final Http http;
  private final URI url;

  /** For the server at an address. */
  public Readiness(Http http, URI url) {
    this.http = http;
    this.url = url;
  }

  /** Whether it serves now; false if it does not say so within two seconds. */
  public boolean isReady() throws InterruptedException {
    return report().map(Http.Answer::isOk).orElse(false);
  }

  private Optional<Http.Answer> report() throws InterruptedException {
    try {
      Http.Ask ask = Http.Ask.json("GET", "/_bongsu/health/ready", null, null);
      return Optional.of(http.ask(url, ask.within(ASKED_WITHIN)));
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  /**
   * Waits until it says that the log of all sites is lost.
   *
   * @return false if it did not in time
   */
  public boolean awaitLogLost(Duration within) throws InterruptedException {
    return await(within, report -> !report.isOk() && report.body().has("log_lost"), () -> {});
  }

  /**
   * Waits until it answers requests.
   *
   * @param meanwhile runs after each unsuccessful check
   * @return false if it did not in time
   */
  public boolean await(Duration within, Runnable meanwhile) throws InterruptedException {
    return await(within, Http.Answer::isOk, meanwhile);
  }

  private boolean await(Duration within, Predicate<Http.Answer> wanted, Runnable meanwhile)
      throws InterruptedException {
    long until = System.nanoTime() + within.toNanos();
    while (System.nanoTime() - until < 0) {
      if (report().filter(wanted).isPresent()) {
        return true;
      }
      meanwhile.run();
      Thread.sleep(LOOK_MILLIS);
    }
    return false;
  }
}
