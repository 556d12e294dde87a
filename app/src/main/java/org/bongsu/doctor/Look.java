package org.bongsu.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import tools.jackson.databind.JsonNode;

/** Asks sites what the checks judge. */
public final class Look implements AutoCloseable {
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final int ANSWER_BYTES_MAX = 16 << 20;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(WITHIN).build();

  /** What a site answers now. */
  public SiteSeen at(URI url) throws InterruptedException {
    try {
      Instant before = Instant.now();
      HttpResponse<String> answer = get(url.resolve("/_bongsu/health/ready"));
      Instant middle = before.plus(Duration.between(before, Instant.now()).dividedBy(2));
      Optional<JsonNode> health = health(answer);
      return new SiteSeen(
          url,
          health,
          health.isPresent() ? "" : "no server of Bongsu is there",
          health.filter(one -> one.has("time_ms")).map(one -> ahead(one, middle)),
          answer.sslSession().flatMap(Look::ends),
          metrics(url));
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new SiteSeen(
          url,
          Optional.empty(),
          e instanceof SSLException ? "certificate: " + why : why,
          Optional.empty(),
          Optional.empty(),
          Map.of());
    }
  }

  private HttpResponse<String> get(URI url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(url).timeout(WITHIN).build(),
        BodyHandlers.limiting(BodyHandlers.ofString(), ANSWER_BYTES_MAX));
  }

  private static Optional<JsonNode> health(HttpResponse<String> answer) {
    try {
      JsonNode health = Json.parse(answer.body());
      return health.has("ready") ? Optional.of(health) : Optional.empty();
    } catch (MalformedJson notOurs) {
      return Optional.empty();
    }
  }

  private static Duration ahead(JsonNode health, Instant now) {
    return Duration.between(now, Instant.ofEpochMilli(health.path("time_ms").asLong(0)));
  }

  private static Optional<Instant> ends(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(certificate.getNotAfter().toInstant())
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  /** Empty if they cannot be read. */
  private Map<String, Double> metrics(URI url) throws InterruptedException {
    Map<String, Double> metrics = new HashMap<>();
    try {
      HttpResponse<String> answer = get(url.resolve("/_bongsu/metrics"));
      if (answer.statusCode() == 200) {
        answer.body().lines().forEach(line -> add(line, metrics));
      }
    } catch (IOException notRead) {
      metrics.clear();
    }
    return metrics;
  }

  private static void add(String line, Map<String, Double> metrics) {
    int end = line.lastIndexOf(' ');
    if (!line.startsWith("#") && end > 0) {
      try {
        metrics.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
      } catch (NumberFormatException notOurs) {
        // What is not understood is not judged.
      }
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
