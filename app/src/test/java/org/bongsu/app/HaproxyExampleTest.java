package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bongsu.http.Admission;
import org.bongsu.http.ClientLimits;
import org.bongsu.http.Gateway;
import org.bongsu.http.Networks;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.bongsu.launch.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients can make HAProxy with the example's configuration pass on to a site. */
class HaproxyExampleTest {
  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
  private static final Path EXAMPLE = Path.of("..", "examples", "haproxy.cfg");

  @TempDir Path directory;
  private Gateway gateway;
  private Process proxy;
  private int port;

  /** A site with the routes that matter, which says what it takes for the client's address. */
  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(HAPROXY), "skipped, not installed here: apt-get install haproxy");
    Route.Access all = Route.Access.PUBLIC;
    Routes routes =
        new Routes()
            .add("GET", "/_bongsu/health/ready", all, r -> Response.json(Json.object()))
            .add("GET", "/_bongsu/metrics", all, r -> Response.json(Json.object().put("heap", 1)))
            .add(
                "GET",
                "/address",
                all,
                r ->
                    Response.json(
                        Json.object()
                            .put("address", r.remoteAddress())
                            .put("encrypted", r.head().encrypted())));
    Networks proxies = Networks.parse("127.0.0.1");
    gateway =
        Gateway.listen(
            "127.0.0.1",
            0,
            routes,
            new ClientLimits(proxies, 1_000, 100, Duration.ofSeconds(20)),
            Admission.ALWAYS);
    port = FreePort.find();
    proxy =
        new ProcessBuilder(HAPROXY.toString(), "-db", "-f", configuration().toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("haproxy.log").toFile())
            .start();
    awaitProxy();
  }

  private Path configuration() throws IOException {
    String site = "127.0.0.1:" + gateway.port();
    String text =
        Files.readString(EXAMPLE)
            .replace("bind :80\n", "bind 127.0.0.1:" + port + "\n")
            .replace("fd-hard-limit 50000", "fd-hard-limit 2000")
            .replaceAll("server (seoul|busan|jeju) [0-9.]+:8008", "server $1 " + site);
    return Files.writeString(directory.resolve("haproxy.cfg"), text);
  }

  private void awaitProxy() throws Exception {
    for (int i = 0; i < 200; i++) {
      try {
        if (get("/address").startsWith("HTTP/1.1 200 ")) {
          return;
        }
      } catch (IOException notYet) {
        assertTrue(proxy.isAlive(), Files.readString(directory.resolve("haproxy.log")));
      }
      Thread.sleep(50);
    }
    throw new AssertionError(Files.readString(directory.resolve("haproxy.log")));
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (proxy != null) {
      proxy.destroy();
      proxy.waitFor(10, TimeUnit.SECONDS);
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  /** The answer to a request that is sent as it is, with a path that a library would correct. */
  private String get(String path, String... headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      String head = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + "\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertAddress(String answer) {
    assertTrue(answer.contains("{\"address\":\"127.0.0.1\",\"encrypted\":false}"), answer);
  }

  @Test
  void aClientCannotChooseItsAddress() throws IOException {
    assertAddress(get("/address"));
    assertAddress(get("/address", "X-Forwarded-For: 203.0.113.9"));
    assertAddress(get("/address", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-For: 10.0.0.1"));
    assertAddress(get("/address", "x-forwarded-for: 203.0.113.9, 127.0.0.1"));
    assertAddress(get("/address", "X-Forwarded-Proto: https"));
  }

  @Test
  void metricsAreDeniedInEverySpelling() throws IOException {
    for (String path :
        List.of(
            "/_bongsu/metrics",
            "/_bongsu/metrics?x",
            "/_bongsu/metrics/",
            "/_bongsu/%6detrics",
            "/_bongsu/%6Detrics",
            "/%5Fbongsu/metrics",
            "/_bongsu%2Fmetrics",
            "//_bongsu/metrics",
            "/_bongsu//metrics",
            "/./_bongsu/metrics",
            "/x/../_bongsu/metrics",
            "/x/%2e%2e/_bongsu/metrics",
            "/_bongsu/metrics;x",
            "http://x/_bongsu/metrics")) {
      String answer = get(path);
      assertNotEquals("", answer, path);
      assertTrue(!answer.contains("heap") && !answer.startsWith("HTTP/1.1 2"), path + answer);
    }
    assertEquals(403, Integer.parseInt(get("/_bongsu/metrics").substring(9, 12)));
  }
}
