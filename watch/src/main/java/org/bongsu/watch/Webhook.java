package org.bongsu.watch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bongsu.json.Json;
import org.bongsu.watch.page.StatusPage;

/**
 * Tells one address of each line of an incident, with {@code POST} and JSON: {@code {"line",
 * "incident", "headline"}} as in {@code status.json}. In a thread of its own; a line is repeated,
 * with growing pauses, until it is answered with a 2xx status, for an hour. {@code Idempotency-Key}
 * is the same each time. With a secret, {@code X-Bongsu-Signature} is the HMAC-SHA256 of the body.
 */
final class Webhook implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Webhook.class.getName());
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final Duration TRIED_FOR = Duration.ofHours(1);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);
  private static final int WAITING_MAX = 200;

  /** A line that is to be told. */
  private record Waiting(String key, byte[] body, Instant since) {}

  private final URI address;
  private final Optional<SharedSecret> secret;
  private final Duration pauseMin;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();
  private final Consumer<String> told;
  private final Thread thread;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Set<String> keys = new HashSet<>();

  private Webhook(
      URI address, Optional<SharedSecret> secret, Duration pauseMin, Consumer<String> told) {
    this.address = address;
    this.secret = secret;
    this.pauseMin = pauseMin;
    this.told = told;
    this.thread = Thread.ofPlatform().name("tell").daemon().unstarted(this::run);
  }

  /**
   * Starts one.
   *
   * @param pauseMin after the first failure; twice as long after each further one
   * @param told gets the key of each line that was taken
   */
  static Webhook start(
      URI address, Optional<SharedSecret> secret, Duration pauseMin, Consumer<String> told) {
    Webhook webhook = new Webhook(address, secret, pauseMin, told);
    webhook.thread.start();
    return webhook;
  }

  /** Tells a line, unless that is under way. */
  synchronized void tell(Line line, StatusView view) {
    if (!keys.add(line.key())) {
      return;
    }
    if (waiting.size() == WAITING_MAX) {
      keys.remove(waiting.removeFirst().key());
    }
    waiting.addLast(
        new Waiting(
            line.key(),
            Json.bytes(StatusPage.told(line.incident(), line.entry(), view)),
            Instant.now()));
    notifyAll();
  }

  private void run() {
    Duration pause = pauseMin;
    try {
      while (true) {
        Waiting next = next();
        if (isTaken(next)) {
          told.accept(next.key);
          remove(next);
          pause = pauseMin;
        } else if (Duration.between(next.since, Instant.now()).compareTo(TRIED_FOR) > 0) {
          remove(next);
        } else {
          Thread.sleep(pause);
          pause = pause.compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Waiting next() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    return waiting.getFirst();
  }

  private synchronized void remove(Waiting one) {
    waiting.remove(one);
    keys.remove(one.key);
  }

  private boolean isTaken(Waiting one) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(ANSWER_WITHIN)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", one.key)
            .POST(BodyPublishers.ofByteArray(one.body));
    secret.ifPresent(own -> request.header(SharedSecret.HEADER, "sha256=" + own.sign(one.body)));
    try {
      HttpResponse<Void> answer = http.send(request.build(), BodyHandlers.discarding());
      if (answer.statusCode() / 100 == 2) {
        return true;
      }
      LOG.log(System.Logger.Level.WARNING, "{0} answered {1}", address, answer.statusCode());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "{0}: {1}", address, e);
    }
    return false;
  }

  @Override
  public void close() {
    thread.interrupt();
    http.shutdownNow();
  }

  /** A line of an incident. */
  record Line(String key, Incident incident, IncidentEntry entry) {
    /**
     * The lines of an incident with keys that are the same at each watcher: words by their time,
     * what watchers found by its number, because which of them wrote it first may change.
     */
    static List<Line> of(Incident incident) {
      List<Line> lines = new ArrayList<>();
      int found = 0;
      for (IncidentEntry entry : incident.timeline()) {
        String key =
            entry instanceof IncidentEntry.Words
                ? entry.at().toString()
                : Integer.toString(found++);
        lines.add(new Line(incident.id() + "#" + key, incident, entry));
      }
      return lines;
    }
  }
}
