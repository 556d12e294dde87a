package org.bongsu.matrix;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.bongsu.cluster.Bus;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.http.RequestError;
import org.bongsu.node.RateLimits;
import org.bongsu.node.RunningServer;
import org.bongsu.settings.LimitKind;
import org.bongsu.settings.RequestLimit;
import org.bongsu.testing.SetClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rate limits by account and by address. */
class RateLimitsTest {
  private final SetClock clock = new SetClock();
  private final RateLimits limits =
      new RateLimits(
          clock, Map.of(MatrixLimit.SENDS, new RequestLimit(3, Duration.ofSeconds(6))), Bus.NONE);

  private long refusedFor(String who) {
    RequestError refused =
        assertThrows(RequestError.class, () -> limits.take(MatrixLimit.SENDS, who));
    assertEquals(429, refused.status());
    return refused.retryAfter().orElseThrow().toMillis();
  }

  @Test
  void aBucketEmptiesAndFillsUpAgainEvenly() {
    for (int i = 0; i < 3; i++) {
      limits.take(MatrixLimit.SENDS, "bora");
    }
    assertEquals(2_000, refusedFor("bora"));
    clock.millis += 1_500;
    assertEquals(500, refusedFor("bora"));
    clock.millis += 500;
    limits.take(MatrixLimit.SENDS, "bora");
    assertEquals(2_000, refusedFor("bora"));
    clock.millis += 60_000;
    for (int i = 0; i < 3; i++) {
      limits.take(MatrixLimit.SENDS, "bora");
    }
    assertEquals(2_000, refusedFor("bora"));
  }

  @Test
  void eachHasABucketOfItsOwn() {
    for (int i = 0; i < 3; i++) {
      limits.take(MatrixLimit.SENDS, "bora");
    }
    assertDoesNotThrow(() -> limits.take(MatrixLimit.SENDS, "dara"));
    for (int i = 0; i < 100; i++) {
      limits.take(MatrixLimit.ROOMS, "bora");
    }
  }

  @Test
  void aReturnedPermitCanBeTakenAgain() {
    for (int i = 0; i < 100; i++) {
      limits.take(MatrixLimit.SENDS, "bora");
      limits.giveBack(MatrixLimit.SENDS, "bora");
    }
    limits.giveBack(MatrixLimit.SENDS, "bora");
    for (int i = 0; i < 3; i++) {
      limits.take(MatrixLimit.SENDS, "bora");
    }
    assertEquals(2_000, refusedFor("bora"));
  }

  @Test
  void aClockThatGoesBackAddsNoPermits() {
    for (int i = 0; i < 3; i++) {
      limits.take(MatrixLimit.SENDS, "bora");
    }
    clock.millis -= 100_000;
    assertEquals(2_000, refusedFor("bora"));
  }

  @Test
  void limitsAreReadAsTheyAreWritten() {
    assertEquals(new RequestLimit(30, Duration.ofMinutes(10)), RequestLimit.parse("30/10m"));
    assertEquals("30/10m", RequestLimit.parse("30/10m").toString());
    for (String wrong : new String[] {"", "30", "30/m", "0/1s", "1/0s", "-1/1s", "1/1d"}) {
      assertThrows(IllegalArgumentException.class, () -> RequestLimit.parse(wrong), wrong);
    }
  }

  @Test
  void guessingPasswordsIsSlowAndTheRightOneCostsNothing(@TempDir Path data) {
    try (RunningServer server =
        RunningServer.open(
            data,
            config ->
                config
                    .with("limited", "true")
                    .with("limit-login-failures", "3/1h")
                    .with("limit-registrations", "1/1h"))) {
      MatrixClient client = MatrixClient.anonymous(server.url());
      client.registerUser("bora");
      for (int i = 0; i < 6; i++) {
        login(client, "bora", "password of bora").expect(200);
      }
      // Unknown names are limited in the same way, so the limit reveals nothing.
      for (String name : new String[] {"bora", "nobody"}) {
        for (int i = 0; i < 3; i++) {
          login(client, name, "guess").expectError(403, "M_FORBIDDEN");
        }
        Answer refused = login(client, name, "guess").expectError(429, "M_LIMIT_EXCEEDED");
        long seconds = Long.parseLong(refused.header("retry-after"));
        long millis = refused.path("retry_after_ms").longValue();
        assertEquals((millis + 999) / 1000, seconds);
      }
      client
          .post(
              "/register",
              Map.of(
                  "username", "second",
                  "password", "password of second",
                  "auth", Map.of("type", "m.login.dummy")))
          .expectError(429, "M_LIMIT_EXCEEDED");
    }
  }

  private static Answer login(MatrixClient client, String user, String password) {
    return client.post(
        "/login", Map.of("type", "m.login.password", "user", user, "password", password));
  }

  /** Reading it costs time proportional to the number of public rooms, and takes no account. */
  @Test
  void theDirectoryIsReadAtALimitedRate(@TempDir Path data) {
    try (RunningServer server =
        RunningServer.open(
            data,
            config ->
                config
                    .with("limited", "true")
                    .with("limit-lookups", "4/1h")
                    .with("limit-searches", "2/1h"))) {
      MatrixClient anyone = MatrixClient.anonymous(server.url());
      MatrixClient bora = anyone.registerUser("bora");
      assertRefusedSoon(() -> anyone.get("/publicRooms"));
      assertRefusedSoon(() -> bora.post("/publicRooms", Map.of()));
    }
  }

  private static void assertRefusedSoon(Supplier<Answer> ask) {
    Answer last = ask.get();
    for (int i = 0; i < 5 && last.status() == 200; i++) {
      last = ask.get();
    }
    last.expectError(429, "M_LIMIT_EXCEEDED");
  }

  @Test
  void allSitesCountTogether() throws Exception {
    MemoryBus bus = new MemoryBus();
    Map<LimitKind, RequestLimit> of =
        Map.of(MatrixLimit.SENDS, new RequestLimit(3, Duration.ofSeconds(6)));
    RateLimits one = new RateLimits(clock, of, bus.site());
    RateLimits other = new RateLimits(clock, of, bus.site());
    one.take(MatrixLimit.SENDS, "minji");
    one.take(MatrixLimit.SENDS, "minji");
    one.giveBack(MatrixLimit.SENDS, "minji");
    other.take(MatrixLimit.SENDS, "minji");
    bus.beat();
    other.take(MatrixLimit.SENDS, "minji");
    assertThrows(RequestError.class, () -> other.take(MatrixLimit.SENDS, "minji"));
    one.take(MatrixLimit.SENDS, "minji");
    assertThrows(RequestError.class, () -> one.take(MatrixLimit.SENDS, "minji"));
    other.take(MatrixLimit.SENDS, "junho");
  }
}
