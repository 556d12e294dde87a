package org.bongsu.drill;

import java.io.IOException;
import java.time.Duration;
import org.bongsu.client.Http;
import org.bongsu.drill.Operation.Kind;

/** Somebody who reads at one site, and repeats each read until it is answered. */
final class Reader extends Actor {
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 150;
  private static final long RETRY_MILLIS = 50;

  private final Place site;
  private final Person as;
  private final Http http;
  private int done;

  Reader(Place site, Person as, Http http, History history) {
    super("reader-" + site.name(), history);
    this.site = site;
    this.as = as;
    this.http = http;
  }

  @Override
  void act() throws InterruptedException {
    read(path(done++));
    Thread.sleep(PAUSE_MILLIS);
  }

  private String path(int i) {
    String room = Account.room(as.rooms().rooms().get(i % as.rooms().rooms().size()));
    return switch (i % 3) {
      case 0 -> room + "/messages?dir=b&limit=20";
      case 1 -> room + "/joined_members";
      default -> "/profile/" + Http.encode(as.account().userId());
    };
  }

  /** Repeated while the site refuses or does not answer: the whole time is the stall. */
  private void read(String path) throws InterruptedException {
    History.Invocation read = history().invoke(Kind.READ, name(), site.name(), path, "");
    Http.Ask ask = as.account().ask("GET", path, null).within(WITHIN);
    while (!isStopped()) {
      try {
        Http.Answer answer = http.ask(site.url(), ask);
        if (answer.isOk()) {
          read.ok(site.name(), "");
          return;
        }
        if (answer.status() != 503) {
          history().unexplained("a read at %s was answered with %s".formatted(site.name(), answer));
        }
      } catch (IOException gone) {
        // The time counts until the site answers.
      }
      Thread.sleep(RETRY_MILLIS);
    }
    read.unknown();
  }
}
