package org.bongsu.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import tools.jackson.databind.JsonNode;

/** Asks sites what the checks judge. */
public final class Look implements AutoCloseable {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(WITHIN).build();

  /** What a site answers now. */
  public SiteSeen at(URI url) throws InterruptedException {
    try {
      Instant before = Instant.now();
      HttpResponse<String> answer = get(url.resolve("/_bongsu/health/ready"));
      Instant middle = before.plus(Duration.between(before, Instant.now()).dividedBy(2));
      return new SiteSeen(
          url,
          health(answer),
          answer.headers().firstValue("Date").flatMap(date -> ahead(date, middle)),
          answer.sslSession().flatMap(Look::ends),
          metrics(url));
    } catch (IOException gone) {
      return new SiteSeen(url, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }
  }

  private HttpResponse<String> get(URI url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(url).timeout(WITHIN).build(), BodyHandlers.ofString());
  }

  private static Optional<JsonNode> health(HttpResponse<String> answer) {
    try {
      JsonNode health = Json.parse(answer.body());
      return health.has("ready") ? Optional.of(health) : Optional.empty();
    } catch (MalformedJson notOurs) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> ahead(String date, Instant now) {
    try {
      Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, theirs));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
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

  private Map<String, Double> metrics(URI url) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(url.resolve("/_bongsu/metrics"));
    Map<String, Double> metrics = new HashMap<>();
    if (answer.statusCode() == 200) {
      for (String line : answer.body().split("\n")) {
        int end = line.lastIndexOf(' ');
        if (!line.startsWith("#") && end > 0) {
          metrics.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
        }
      }
    }
    return metrics;
  }

  @Override
  public void close() {
    http.close();
  }
}
