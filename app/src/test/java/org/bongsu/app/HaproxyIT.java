package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bongsu.json.Json;
import org.bongsu.launch.FreePort;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A client that knows only the address of HAProxy, with the example's configuration, while the site
 * that serves it is killed. Prints how long it waited.
 */
class HaproxyIT extends RunningSites {
  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
  private static final Path EXAMPLE = Path.of("..", "examples", "haproxy.cfg");
  private static final String PROXY = "proxy";

  private static final int MESSAGES = 30;
  private static final int KILLED_AFTER = 10;
  private static final long RETRY_MILLIS = 100;

  /**
   * The effect of the failure on a client, for the output.
   *
   * @param refused answers that asked it to try again
   * @param longestMillis from the first attempt of a request to the answer that counted
   */
  private record Noticed(int refused, long longestMillis) {
    static final Noticed NOTHING = new Noticed(0, 0);

    Noticed and(int more, long millis) {
      return new Noticed(refused + more, Math.max(longestMillis, millis));
    }

    @Override
    public String toString() {
      return "at most %d ms and %d refusals".formatted(longestMillis, refused);
    }
  }

  private Noticed sending = Noticed.NOTHING;
  private Noticed polling = Noticed.NOTHING;

  /** The example with only the addresses replaced. */
  private Path configuration(int port) throws IOException {
    String text = Files.readString(EXAMPLE);
    Map<String, String> addresses =
        Map.of(
            "bind :80\n", "bind 127.0.0.1:" + port + "\n",
            "server seoul 10.1.0.1:8008", "server a " + authority("a"),
            "server busan 10.2.0.1:8008", "server b " + authority("b"),
            "server jeju 10.3.0.1:8008", "server c " + authority("c"));
    for (Map.Entry<String, String> address : addresses.entrySet()) {
      assertTrue(text.contains(address.getKey()), address.getKey());
      text = text.replace(address.getKey(), address.getValue());
    }
    return Files.writeString(directory.resolve("haproxy.cfg"), text);
  }

  private String authority(String site) {
    return URI.create(urls.get(site)).getAuthority();
  }

  private void startSitesAndProxy() throws Exception {
    int port = FreePort.find();
    String url = "http://127.0.0.1:" + port;
    startAll("--trusted-proxies", "127.0.0.1", "--public-url", url);
    urls.put(PROXY, url);
    launch(PROXY, List.of(HAPROXY.toString(), "-db", "-f", configuration(port).toString()));
    awaitReady(PROXY);
  }

  private String servedBy(String token) throws Exception {
    Answer answer = ask(PROXY, "GET", "/_matrix/client/v3/account/whoami", token, Json.object());
    assertEquals(200, answer.status(), answer.body() + output(PROXY));
    return answer.servedBy();
  }

  private static String message(int number) {
    return number + "번째 말";
  }

  /** Sends a message until it is acknowledged, always under the same transaction id. */
  private String say(String room, String token, int number) throws Exception {
    long begin = System.nanoTime();
    String path = send(room, "txn-" + number);
    Answer answer = ask(PROXY, "PUT", path, token, text(message(number)));
    int refused = 0;
    while (answer.isRetried() && refused < TRIES) {
      refused++;
      Thread.sleep(RETRY_MILLIS);
      answer = ask(PROXY, "PUT", path, token, text(message(number)));
    }
    assertEquals(200, answer.status(), answer.body() + output(PROXY));
    sending = sending.and(refused, millisSince(begin));
    return answer.body().path("event_id").asString("");
  }

  /** Polls as clients do, each answer's token in the next request, until a message came. */
  private List<String> pollUntil(String last, String token, String since) {
    List<String> seen = new ArrayList<>();
    String from = since;
    int refused = 0;
    long begin = System.nanoTime();
    try {
      while (!seen.contains(last) && refused < TRIES) {
        String path = "/_matrix/client/v3/sync?timeout=20000&since=" + from;
        Answer answer = ask(PROXY, "GET", path, token, Json.object());
        if (answer.isRetried()) {
          refused++;
          Thread.sleep(RETRY_MILLIS);
          continue;
        }
        assertEquals(200, answer.status(), answer.body().toString());
        polling = polling.and(0, millisSince(begin));
        begin = System.nanoTime();
        from = answer.body().path("next_batch").asString("");
        seen.addAll(messagesIn(answer.body()));
      }
      polling = polling.and(refused, 0);
      return seen;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> messagesIn(JsonNode sync) {
    return sync.path("rooms")
        .path("join")
        .valueStream()
        .flatMap(room -> room.path("timeline").path("events").valueStream())
        .map(event -> event.path("content").path("body").asString(""))
        .filter(body -> !body.isEmpty())
        .toList();
  }

  private static long millisSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  @Test
  void longPollsAndMessagesGoOnWhenTheirSiteIsKilled() throws Exception {
    assumeTrue(Files.isExecutable(HAPROXY), "skipped, not installed here: apt-get install haproxy");
    startSitesAndProxy();
    String token = register(PROXY, "minji");
    String room = makeRoom(PROXY, token);
    String since = sync(PROXY, token, "").path("next_batch").asString("");
    List<String> all = IntStream.rangeClosed(1, MESSAGES).mapToObj(HaproxyIT::message).toList();
    CompletableFuture<List<String>> polled =
        CompletableFuture.supplyAsync(() -> pollUntil(all.getLast(), token, since))
            .orTimeout(2, TimeUnit.MINUTES);

    String site = servedBy(token);
    assertTrue(List.of("a", "b", "c").contains(site), "served by '%s'".formatted(site));
    List<String> events = new ArrayList<>();
    for (int i = 1; i <= MESSAGES; i++) {
      events.add(say(room, token, i));
      if (i == KILLED_AFTER) {
        kill(site);
      }
    }
    assertEquals(all, polled.join(), () -> "as a long-poll saw it" + output(PROXY));
    assertNotEquals(site, servedBy(token), "a killed site answers");

    // Sent again after the failure, as by a client that missed the answers: the same events.
    for (int i = 1; i <= MESSAGES; i++) {
      assertEquals(events.get(i - 1), say(room, token, i), message(i));
    }
    start(site);
    awaitReady(site);
    for (String asked : List.of(PROXY, site)) {
      assertEquals(all, bodies(asked, room, token), "at " + asked);
      assertEquals(all, syncedSince(asked, since, token), "from the token of before, at " + asked);
    }
    System.out.printf(
        "HAProxy while site %s is killed: %s to send, %s to poll%n", site, sending, polling);
  }

  /** All messages of the only room after a token, from its timeline, which must not be limited. */
  private List<String> syncedSince(String asked, String since, String token) throws Exception {
    String filter =
        URLEncoder.encode("{\"room\":{\"timeline\":{\"limit\":100}}}", StandardCharsets.UTF_8);
    String path = "/_matrix/client/v3/sync?since=" + since + "&filter=" + filter;
    return messagesIn(insist(asked, "GET", path, token, Json.object()));
  }
}
