package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bongsu.json.Json;
import org.bongsu.launch.FreePort;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A client that knows the proxy's address only, while the site that serves it is killed. */
class HaproxyIT extends RunningSites {
  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
  private static final Path EXAMPLE = Path.of("..", "examples", "haproxy.cfg");
  private static final String PROXY = "proxy";

  /**
   * The example, but for its addresses, and for so few connections that any machine allows them.
   */
  private Path configuration(int port) throws IOException {
    String text =
        Files.readString(EXAMPLE)
            .replace("bind :80\n", "bind 127.0.0.1:" + port + "\n")
            .replace("maxconn 20000\n", "maxconn 200\n");
    List<String> names = List.of("seoul 10.1.0.1", "busan 10.2.0.1", "jeju 10.3.0.1");
    List<String> sites = List.of("a", "b", "c");
    for (int i = 0; i < sites.size(); i++) {
      String site = sites.get(i);
      String server = "server " + names.get(i) + ":8008";
      assertTrue(text.contains(server), server);
      text =
          text.replace(server, "server " + site + " " + URI.create(urls.get(site)).getAuthority());
    }
    return Files.writeString(directory.resolve("haproxy.cfg"), text);
  }

  private void startProxy() throws Exception {
    int port = FreePort.find();
    urls.put(PROXY, "http://127.0.0.1:" + port);
    launch(PROXY, List.of(HAPROXY.toString(), "-db", "-f", configuration(port).toString()));
    awaitReady(PROXY);
  }

  private String servedBy(String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(urls.get(PROXY) + "/_matrix/client/v3/account/whoami"))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<Void> response = http.send(request, HttpResponse.BodyHandlers.discarding());
      assertEquals(200, response.statusCode());
      return response.headers().firstValue("X-Served-By").orElseThrow();
    }
  }

  /** Polls as clients do until a message came; answers all that came. */
  private List<String> pollUntil(String last, String token, String since) {
    List<String> seen = new ArrayList<>();
    String from = since;
    try {
      while (!seen.contains(last)) {
        String path = "/_matrix/client/v3/sync?timeout=30000&since=" + from;
        JsonNode answer = insist(PROXY, "GET", path, token, Json.object());
        from = answer.path("next_batch").asString("");
        answer
            .path("rooms")
            .path("join")
            .valueStream()
            .flatMap(room -> room.path("timeline").path("events").valueStream())
            .forEach(event -> seen.add(event.path("content").path("body").asString("")));
      }
      return seen;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void longPollsAndMessagesGoOnWhenTheirSiteIsKilled() throws Exception {
    assumeTrue(Files.isExecutable(HAPROXY), "skipped, not installed here: Debian's haproxy");
    startAll();
    startProxy();
    String token = register(PROXY, "minji");
    String room = makeRoom(PROXY, token);
    String since = sync(PROXY, token, "").path("next_batch").asString("");
    CompletableFuture<List<String>> polled =
        CompletableFuture.supplyAsync(() -> pollUntil("넷째", token, since))
            .orTimeout(4, TimeUnit.MINUTES);
    insist(PROXY, "PUT", send(room, "1"), token, text("첫째"));
    insist(PROXY, "PUT", send(room, "2"), token, text("둘째"));

    String site = servedBy(token);
    running.get(site).destroyForcibly().waitFor();
    insist(PROXY, "PUT", send(room, "3"), token, text("셋째"));
    insist(PROXY, "PUT", send(room, "4"), token, text("넷째"));
    List<String> all = List.of("첫째", "둘째", "셋째", "넷째");
    assertEquals(all, polled.join(), output(PROXY));
    assertEquals(all, bodies(PROXY, room, token));
    assertTrue(!servedBy(token).equals(site), "a killed site answers");

    start(site);
    awaitReady(site);
    assertEquals(all, bodies(PROXY, room, token));
  }
}
