package org.bongsu.drill;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bongsu.client.Http;
import org.jspecify.annotations.Nullable;

/**
 * An app's failover: sends requests to its site, and switches to another one if that is dead,
 * silent or does not serve. By the rules of the web client ({@code web/src/sites/failover.ts}): a
 * site that is silent for a second is probed, and left a second later; the request is repeated
 * unchanged at the next site.
 */
final class Client {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration ALIVE_WITHIN = Duration.ofSeconds(1);

  /** A live site that does not answer within this time is left, too. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private static final Duration SYNC_LATE = Duration.ofSeconds(2);
  private static final int JITTER_MILLIS = 300;
  private static final long REST_NANOS = Duration.ofSeconds(10).toNanos();

  /**
   * An answer and the site that gave it.
   *
   * @param repeated whether an earlier attempt got no answer
   */
  record Reply(Http.Answer answer, String site, boolean repeated) {
    boolean isOk() {
      return answer.isOk();
    }

    String text(String member) {
      return answer.text(member);
    }
  }

  /** No answer came, and repeating the request might do it twice; or the drill ends. */
  static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1;

    Unanswered() {
      super("no answer", null, false, false);
    }
  }

  private final Http http;
  private final List<Place> places;
  private final Place home;
  private final SplittableRandom random;
  private final Map<Place, Long> restUntilNanos = new HashMap<>();
  private final Set<CompletableFuture<?>> underWay = new HashSet<>();
  private Place site;
  private volatile boolean ended;

  Client(Http http, List<Place> places, Place home, long seed) {
    this.http = http;
    this.places = List.copyOf(places);
    this.home = home;
    this.site = home;
    this.random = new SplittableRandom(seed);
  }

  Place home() {
    return home;
  }

  private synchronized Place site() {
    return site;
  }

  /** Goes back to its home site; requests in flight are repeated there. */
  synchronized void goHome() {
    if (!site.equals(home)) {
      restUntilNanos.clear();
      become(home);
    }
  }

  /** Gives up: no request is repeated from now on. */
  synchronized void end() {
    ended = true;
    endUnderWay();
  }

  /** Repeats a request until it is answered; the request must be idempotent. */
  Reply insist(Http.Ask ask) throws Unanswered, InterruptedException {
    return insist(ask, QUIET, ANSWER_WITHIN);
  }

  /** Repeats a sync until it is answered; the site may hold it for {@code waits}. */
  Reply sync(Http.Ask ask, Duration waits) throws Unanswered, InterruptedException {
    Duration late = waits.plus(SYNC_LATE);
    return insist(ask, late, late);
  }

  /** Sends a request once; it must not be done twice. */
  Reply once(Http.Ask ask) throws Unanswered, InterruptedException {
    Place at = site();
    Http.Answer answer = attempt(at, ask, QUIET, ANSWER_WITHIN);
    if (answer == null || isAway(answer.status())) {
      leave(at);
      throw new Unanswered();
    }
    return new Reply(answer, at.name(), false);
  }

  private Reply insist(Http.Ask ask, Duration quiet, Duration most)
      throws Unanswered, InterruptedException {
    for (boolean repeated = false; !ended; repeated = true) {
      Place at = site();
      Http.Answer answer = attempt(at, ask, quiet, most);
      if (answer != null && !isAway(answer.status())) {
        return new Reply(answer, at.name(), repeated);
      }
      leave(at);
      Thread.sleep(jitter());
    }
    throw new Unanswered();
  }

  /** The answer, or null if the site is to be left. */
  private Http.@Nullable Answer attempt(Place at, Http.Ask ask, Duration quiet, Duration most)
      throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> begun = http.begin(at.url(), ask.within(most));
    long since = System.nanoTime();
    if (!isUnderWay(begun)) {
      return null;
    }
    try {
      while (true) {
        try {
          HttpResponse<byte[]> response = begun.get(quiet.toMillis(), TimeUnit.MILLISECONDS);
          return new Http.Answer(response.statusCode(), response.body());
        } catch (TimeoutException silent) {
          if (System.nanoTime() - since > most.toNanos() || !isAlive(at)) {
            return null;
          }
        }
      }
    } catch (ExecutionException | CancellationException gone) {
      return null;
    } finally {
      begun.cancel(true);
      synchronized (this) {
        underWay.remove(begun);
      }
    }
  }

  private synchronized boolean isUnderWay(CompletableFuture<?> begun) {
    if (ended) {
      begun.cancel(true);
      return false;
    }
    return underWay.add(begun);
  }

  private boolean isAlive(Place at) throws InterruptedException {
    Http.Ask ask = Http.Ask.json("GET", "/_matrix/client/versions", null, null);
    try {
      return !isAway(http.ask(at.url(), ask.within(ALIVE_WITHIN)).status());
    } catch (IOException gone) {
      return false;
    }
  }

  private static boolean isAway(int status) {
    return status == 502 || status == 503 || status == 504;
  }

  private synchronized long jitter() {
    return random.nextInt(JITTER_MILLIS);
  }

  /** Switches to the site that was left longest ago. */
  private synchronized void leave(Place from) {
    if (!site.equals(from) || ended) {
      return; // it was left already
    }
    long now = System.nanoTime();
    restUntilNanos.put(from, now + REST_NANOS);
    long soonest = Long.MAX_VALUE;
    List<Place> next = new ArrayList<>();
    for (Place place : places) {
      long rest = Math.max(0, restUntilNanos.getOrDefault(place, now) - now);
      if (!place.equals(from) && rest <= soonest) {
        if (rest < soonest) {
          next.clear();
        }
        soonest = rest;
        next.add(place);
      }
    }
    become(next.get(random.nextInt(next.size())));
  }

  private void become(Place next) {
    site = next;
    endUnderWay();
  }

  /** Cancels requests in flight, so that they are repeated at the new site. */
  private void endUnderWay() {
    List.copyOf(underWay).forEach(begun -> begun.cancel(true));
  }
}
