package org.bongsu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bongsu.cluster.Bus;
import org.bongsu.cluster.keys.Authority;
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.http.Gateway;
import org.bongsu.http.Routes;
import org.bongsu.node.HealthLine;
import org.bongsu.node.RateLimits;
import org.bongsu.settings.RequestLimit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a site reports about its keys, and which revocation lists it takes. */
class SiteKeysApiTest {
  @TempDir Path directory;

  private Authority authority;

  @BeforeEach
  void make() throws Exception {
    authority = Authority.open(directory.resolve("keys"), Clock.systemUTC());
    authority.make("seoul");
  }

  private SiteKeys after(int days) {
    return SiteKeys.read(
        directory.resolve("keys/seoul"),
        directory.resolve("received"),
        "seoul",
        Set.of("seoul", "busan"),
        Clock.offset(Clock.systemUTC(), Duration.ofDays(days)));
  }

  private static SiteKeysApi api(SiteKeys keys) {
    RequestLimit limit = RequestLimit.parse("3/1h");
    return new SiteKeysApi(
        keys, new RateLimits(Clock.systemUTC(), Map.of(StatusLimit.REVOCATIONS, limit), Bus.NONE));
  }

  private static HealthLine health(SiteKeys keys) {
    return api(keys).health().getFirst();
  }

  @Test
  void expiryIsReportedThirtyDaysBefore() {
    assertTrue(health(after(59)).works(), health(after(59)).detail());
    HealthLine due = health(after(61));
    assertFalse(due.works());
    assertTrue(due.detail().contains("in 28 days: make new ones with bongsu keys"), due.detail());
    assertEquals(
        after(0).expires().getEpochSecond(),
        api(after(0)).metrics().getFirst().samples().getFirst().value());
  }

  @Test
  void filesThatCannotBeUsedAreReported() throws Exception {
    SiteKeys keys = after(0);
    Files.writeString(directory.resolve("keys/seoul/site.pem"), "half a file");
    keys.readAgain();
    assertFalse(health(keys).works());
    assertTrue(health(keys).detail().contains("The former keys are in use"));
  }

  private static int post(Gateway gateway, String list) throws Exception {
    URI site = URI.create("http://127.0.0.1:" + gateway.port() + "/_bongsu/keys/revocations");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(site).POST(HttpRequest.BodyPublishers.ofString(list)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void aListOfTheAuthorityIsTakenFromAnybody() throws Exception {
    SiteKeys keys = after(0);
    Routes routes = new Routes();
    api(keys).addTo(routes);
    Authority stranger = Authority.open(directory.resolve("others"), Clock.systemUTC());
    for (Authority one : new Authority[] {authority, stranger}) {
      one.make("busan");
      one.revoke("busan", false);
    }
    try (Gateway gateway = Gateway.listenForSites("127.0.0.1", 0, routes, Optional.empty())) {
      assertEquals(403, post(gateway, stranger.revoked().text()));
      assertEquals(403, post(gateway, "no list"));
      assertEquals(200, post(gateway, authority.revoked().text()));
      assertEquals(2, keys.revoked().size());
      assertEquals(429, post(gateway, authority.revoked().text()));
    }
  }
}
