package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.app.Capacity.Load;
import org.junit.jupiter.api.Test;

/** Whether two sites can carry the load of three. */
class CapacityTest {
  @Test
  void theLargestSiteIsTheOneWhoseLossCounts() {
    Load large = new Load("large", 8, 1);
    Capacity capacity =
        new Capacity(List.of(new Load("small", 2, 1), large, new Load("another", 2, 1)));
    assertEquals(large, capacity.worst());
    assertEquals(0.75, capacity.without(large));
    assertTrue(capacity.carriesAll(0.75));
    assertFalse(capacity.carriesAll(0.7));
  }

  /** A site whose metrics report this use of processors. */
  private static HttpServer site(double busy) throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    long begun = System.nanoTime();
    site.createContext(
        "/_bongsu/metrics",
        exchange -> {
          double used = 100 + busy * (System.nanoTime() - begun) / 1e9;
          String text =
              "bongsu_cpus 2\nbongsu_cpu_seconds_total{process=\"node\"} %f\n".formatted(used)
                  + "bongsu_cpu_seconds_total{process=\"broker\"} %d\n".formatted(0)
                  + "bongsu_cpus_of_something_else 99\n";
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    site.start();
    return site;
  }

  private static int judge(double... busy) throws IOException {
    List<HttpServer> sites = new ArrayList<>();
    List<String> urls = new ArrayList<>();
    for (double one : busy) {
      HttpServer site = site(one);
      sites.add(site);
      urls.add("http://127.0.0.1:" + site.getAddress().getPort());
    }
    try {
      return Main.line().execute("capacity", "--seconds", "1", "--sites", String.join(",", urls));
    } finally {
      sites.forEach(site -> site.stop(0));
    }
  }

  @Test
  void theVerdictIsTheStatus() throws Exception {
    assertEquals(0, judge(0.5, 0.5, 0.5));
    assertEquals(1, judge(1.5, 1.5, 1.5));
    assertTrue(
        Main.line().execute("capacity", "--sites", "http://127.0.0.1:1,http://127.0.0.1:2") != 0);
  }
}
