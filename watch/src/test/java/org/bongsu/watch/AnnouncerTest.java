package org.bongsu.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bongsu.json.Json;
import org.bongsu.watch.IncidentEntry.Disturbed;
import org.bongsu.watch.IncidentEntry.Phase;
import org.bongsu.watch.IncidentEntry.Recovered;
import org.bongsu.watch.IncidentEntry.Words;
import org.bongsu.watch.StatusView.About;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AnnouncerTest {
  private static final Instant NOW = Instant.parse("2022-10-15T06:30:00Z");
  private static final Duration SOON = Duration.ofMillis(1);
  private static final SharedSecret SECRET = new SharedSecret("only watchers know this");

  private record Told(String key, boolean isSigned, JsonNode body) {}

  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private HttpServer receiver;
  private URI address;

  @BeforeEach
  void listen() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          String signature = exchange.getRequestHeaders().getFirst("X-Bongsu-Signature");
          told.add(
              new Told(
                  exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                  SECRET.isSignatureOf(body, signature.replace("sha256=", "")),
                  Json.parse(body)));
          Integer status = answers.poll();
          exchange.sendResponseHeaders(status == null ? 204 : status, -1);
          exchange.close();
        });
    receiver.start();
    address = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  private Announcer announcer() {
    return new Announcer(List.of(address), Optional.of(SECRET), SOON);
  }

  private static StatusView view(IncidentEntry... entries) {
    return new StatusView(
        new About(new Text("봉수", "Bongsu"), "", ZoneId.of("Asia/Seoul"), ""),
        NOW,
        3,
        3,
        new Situation(List.of("a", "b"), List.of(Service.values()), Map.of()),
        List.of(new Incident("20221015-062717-w1", List.of(entries))),
        Map.of(),
        Map.of());
  }

  private static Disturbed disturbed(String watcher, int secondsAgo) {
    return new Disturbed(NOW.minusSeconds(secondsAgo), watcher, Map.of("a", Set.of(Service.PHOTO)));
  }

  private Told next() throws InterruptedException {
    Told next = told.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was told");
    }
    return next;
  }

  @Test
  void eachLineIsToldOnceAndByOneWatcherOnly() throws Exception {
    StatusView view =
        view(
            disturbed("w2", 60),
            disturbed("w1", 59), // the same, by another watcher
            new Words(NOW.minusSeconds(30), "w1", Phase.INVESTIGATING, new Text("확인 중", "Soon")),
            new Recovered(NOW.minusSeconds(10), "w1"));
    try (Announcer first = announcer();
        Announcer second = announcer()) {
      second.look(view, false, NOW);
      first.look(view, true, NOW);
      assertEquals("20221015-062717-w1#0", next().key());
      Told words = next();
      assertEquals("확인 중", words.body().at("/line/text/ko").asString());
      assertEquals("20221015-062717-w1", words.body().at("/incident/id").asString());
      assertEquals(true, words.isSigned());
      assertEquals("recovered", next().body().at("/line/kind").asString());
      while (first.told().size() < 3) {
        Thread.onSpinWait(); // the last answer is on its way
      }
      first.look(view, true, NOW);
      second.merge(first.told());
      second.look(view, true, NOW); // the first one is gone
      second.look(view(disturbed("w2", 60), new Recovered(NOW.minusSeconds(4), "w2")), true, NOW);
      assertNull(told.poll(200, TimeUnit.MILLISECONDS));
    }
  }

  @Test
  void whatIsNotTakenIsToldAgainWithTheSameKey() throws Exception {
    answers.addAll(List.of(500, 503));
    try (Announcer announcer = announcer()) {
      announcer.look(view(disturbed("w1", 60)), true, NOW);
      announcer.look(view(disturbed("w1", 60)), true, NOW); // is under way
      for (int i = 0; i < 3; i++) {
        assertEquals("20221015-062717-w1#0", next().key());
      }
      assertNull(told.poll(200, TimeUnit.MILLISECONDS));
    }
  }

  @Test
  void oldLinesAndThoseThatMayStillChangeAreNotTold() throws Exception {
    try (Announcer announcer = announcer()) {
      announcer.look(view(disturbed("w1", 2)), true, NOW);
      announcer.look(view(disturbed("w1", 7200)), true, NOW);
      assertNull(told.poll(200, TimeUnit.MILLISECONDS));
    }
  }
}
