package org.bongsu.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read metrics. */
class MetricsAccessTest {
  private static int status(URI server, String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void clientsBehindAProxyReadNoMetricsInAnySpelling(@TempDir Path data) throws Exception {
    try (RunningServer server =
        RunningServer.open(data, config -> config.with("trusted-proxies", "127.0.0.1"))) {
      String metrics = "/_bongsu/metrics";
      assertEquals(200, status(server.url(), metrics), "from this machine");
      for (String client : new String[] {"198.51.100.7", "10.0.0.7", "192.168.0.7"}) {
        assertEquals(403, status(server.url(), metrics, "X-Forwarded-For", client), client);
      }
      assertEquals(
          403, status(server.url(), metrics, "X-Forwarded-For", "127.0.0.1, 198.51.100.7"));
      for (String other :
          new String[] {"/_bongsu/%6detrics", "/%5fbongsu/metrics", "/_bongsu/metrics;x"}) {
        assertEquals(404, status(server.url(), other), other);
      }
      for (String other : new String[] {"//_bongsu/metrics", "/_bongsu/x/../metrics"}) {
        assertEquals(400, status(server.url(), other), other);
      }
    }
  }

  @Test
  void theOperatorNamesWhoReadsMetrics(@TempDir Path data) throws Exception {
    try (RunningServer server =
        RunningServer.open(
            data,
            config ->
                config.with("trusted-proxies", "127.0.0.1").with("metrics-from", "10.1.0.0/16"))) {
      assertEquals(200, status(server.url(), "/_bongsu/metrics", "X-Forwarded-For", "10.1.2.3"));
      assertEquals(403, status(server.url(), "/_bongsu/metrics"));
    }
  }
}
