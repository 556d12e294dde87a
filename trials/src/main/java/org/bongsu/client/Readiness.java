package org.bongsu.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

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
    try {
      Http.Ask ask = Http.Ask.json("GET", "/_bongsu/health/ready", null, null);
      return http.ask(url, ask.within(ASKED_WITHIN)).isOk();
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * Waits until it answers requests.
   *
   * @param meanwhile runs after each unsuccessful check
   * @return false if it did not in time
   */
  public boolean await(Duration within, Runnable meanwhile) throws InterruptedException {
    long until = System.nanoTime() + within.toNanos();
    while (System.nanoTime() - until < 0) {
      if (isReady()) {
        return true;
      }
      meanwhile.run();
      Thread.sleep(LOOK_MILLIS);
    }
    return false;
  }
}
