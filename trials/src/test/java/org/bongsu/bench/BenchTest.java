package org.bongsu.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BenchTest {
  private static final BenchOptions.Scale SMALL =
      new BenchOptions.Scale(1, 200, 2_000, 200, 20, 40, 12, 20, 30, 40);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void everyAcknowledgedMessageOfACorrectServerArrivesOnceAtEachSyncingMember() throws Exception {
    try (FakeHomeserver server = new FakeHomeserver(FakeHomeserver.Misdeeds.NONE)) {
      BenchResult result = Bench.run(options(server, Set.of(Part.SENDS), 0), out);
      assertEquals(0, result.errors(), () -> printed.toString(StandardCharsets.UTF_8));
      JsonNode json = result.json();
      assertTrue(json.path("sends_per_second").doubleValue() > 0);
      assertTrue(json.path("deliveries").longValue() > 0);
      for (String latency : new String[] {"ack_ms", "delivery_ms"}) {
        JsonNode millis = json.path(latency);
        assertTrue(millis.path("p50").doubleValue() > 0, latency);
        assertTrue(millis.path("p99").doubleValue() >= millis.path("p50").doubleValue(), latency);
        assertTrue(millis.path("max").doubleValue() >= millis.path("p99").doubleValue(), latency);
      }
      assertEquals(0, json.path("errors").longValue());
      assertTrue(json.path("server_cpu_seconds").isNumber());
      assertTrue(json.path("server_rss_bytes").longValue() > 0);
      assertFalse(json.has("limit_ratio"));
    }
  }

  @Test
  void aLostDeliveryIsCounted() throws Exception {
    try (FakeHomeserver server = new FakeHomeserver(FakeHomeserver.Misdeeds.losing(50))) {
      BenchResult result = Bench.run(options(server, Set.of(Part.SENDS), 0), out);
      assertTrue(server.lost > 0);
      assertEquals(server.lost, kind(result, "delivery: missing"));
      assertEquals(server.lost, result.errors());
    }
  }

  @Test
  void aDoubledDeliveryIsCounted() throws Exception {
    try (FakeHomeserver server = new FakeHomeserver(FakeHomeserver.Misdeeds.doubling(50))) {
      BenchResult result = Bench.run(options(server, Set.of(Part.SENDS), 0), out);
      assertTrue(server.doubled > 0);
      assertEquals(server.doubled, kind(result, "delivery: duplicate"));
    }
  }

  @Test
  void aDeliveryToSomebodyOutsideTheRoomIsCounted() throws Exception {
    try (FakeHomeserver server = new FakeHomeserver(FakeHomeserver.Misdeeds.leaking(50))) {
      BenchResult result = Bench.run(options(server, Set.of(Part.SENDS), 0), out);
      assertTrue(server.leaked > 0);
      assertEquals(server.leaked, kind(result, "delivery: to somebody who is not in the room"));
    }
  }

  @Test
  void refusedSendsAreCountedByTheirErrorCodeAndNotMissed() throws Exception {
    try (FakeHomeserver server = new FakeHomeserver(FakeHomeserver.Misdeeds.refusing(40))) {
      BenchResult result = Bench.run(options(server, Set.of(Part.SENDS), 0), out);
      assertTrue(server.refused > 0);
      assertEquals(server.refused, kind(result, "send: 500 M_UNKNOWN"));
      assertEquals(server.refused, result.errors());
    }
  }

  @Test
  void aServerThatLimitsTheRateIsCountedAndSaid() throws Exception {
    try (FakeHomeserver server = new FakeHomeserver(FakeHomeserver.Misdeeds.limiting(40))) {
      BenchResult result = Bench.run(options(server, Set.of(Part.SENDS), 0), out);
      assertTrue(server.refused > 0);
      assertEquals(server.refused, kind(result, "send: 429 M_LIMIT_EXCEEDED"));
      assertTrue(printed.toString(StandardCharsets.UTF_8).contains("limited the rate"));
    }
  }

  @Test
  void theOpenLoopOfACorrectServerLosesNothing() throws Exception {
    try (FakeHomeserver server = new FakeHomeserver(FakeHomeserver.Misdeeds.NONE)) {
      BenchResult result = Bench.run(options(server, Set.of(Part.DELIVERY), 200), out);
      assertEquals(0, result.errors(), () -> printed.toString(StandardCharsets.UTF_8));
      JsonNode json = result.json();
      assertEquals(200, json.path("rate").intValue());
      assertTrue(json.path("delivery").path("deliveries").longValue() > 0);
    }
  }

  @Test
  void syncAndLongPollsOfACorrectServerAreMeasuredWithoutError() throws Exception {
    try (FakeHomeserver server = new FakeHomeserver(FakeHomeserver.Misdeeds.NONE)) {
      var parts = EnumSet.of(Part.LONGPOLL_MEMORY, Part.STARTUP, Part.SYNC);
      BenchResult result = Bench.run(options(server, parts, 0), out);
      assertEquals(0, result.errors(), () -> printed.toString(StandardCharsets.UTF_8));
      var keys = result.measures().stream().map(Measure::key).toList();
      assertTrue(keys.contains("longpoll_kib"), keys::toString);
      assertTrue(keys.contains("idle_rss_mb"), keys::toString);
      assertTrue(keys.contains("incremental_sync_p50_ms"), keys::toString);
    }
  }

  @Test
  void thoseWhoArriveAtOnceComeAgainUntilTheyAreBack() throws Exception {
    try (FakeHomeserver server = new FakeHomeserver(FakeHomeserver.Misdeeds.crowdingOut(25))) {
      BenchResult result = Bench.run(options(server, Set.of(Part.STORM), 50), out);
      assertEquals(0, result.errors(), () -> printed.toString(StandardCharsets.UTF_8));
      assertEquals(25, value(result, "storm_asked_again"));
      assertTrue(value(result, "storm_back_max_ms") >= value(result, "storm_back_p50_ms"));
      assertTrue(value(result, "storm_back_p50_ms") > 0);
    }
  }

  private static double value(BenchResult result, String key) {
    return result.measures().stream()
        .filter(measure -> measure.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void theLimitIsMeasuredInTurnAndItsRatioPrinted(@TempDir Path directory) throws Exception {
    Path json = directory.resolve("result.json");
    Path report = directory.resolve("report.html");
    try (FakeHomeserver server = new FakeHomeserver(FakeHomeserver.Misdeeds.NONE)) {
      BenchOptions plain = options(server, Set.of(Part.SENDS), 0);
      BenchOptions options =
          new BenchOptions(
              plain.target(),
              plain.crowd(),
              new BenchOptions.Load(8, 2, OptionalInt.empty(), true),
              plain.parts(),
              new BenchOptions.Output(Optional.of(json), Optional.of(report)),
              SMALL);
      Bench.run(options, out);
      JsonNode read = Json.parse(Files.readString(json));
      assertTrue(
          read.path("limit_sends_per_second").doubleValue() > 0,
          () -> printed.toString(StandardCharsets.UTF_8) + read.toPrettyString());
      assertTrue(read.path("limit_ratio").doubleValue() > 0);
      assertEquals(0, read.path("limit").path("errors").intValue());
      assertTrue(Files.readString(report).contains("\"name\":\"the limit\""));
    }
  }

  @Test
  void aWrongSharedSecretIsSaidInOneLine() throws Exception {
    try (FakeHomeserver server = new FakeHomeserver(FakeHomeserver.Misdeeds.NONE)) {
      BenchOptions options = withSecret(options(server, Set.of(Part.SENDS), 0), "wrong");
      BenchFailed failed = assertThrows(BenchFailed.class, () -> Bench.run(options, out));
      assertTrue(failed.getMessage().contains("403 M_FORBIDDEN"), failed.getMessage());
    }
  }

  @Test
  void anAddressWhereNobodyListensIsSaidInOneLine() throws Exception {
    URI nobody;
    try (FakeHomeserver server = new FakeHomeserver(FakeHomeserver.Misdeeds.NONE)) {
      nobody = server.url();
    }
    BenchOptions.Target target =
        new BenchOptions.Target(
            Optional.of(nobody), Optional.of("x"), OptionalLong.empty(), Optional.empty());
    BenchOptions defaults = BenchOptions.defaults();
    BenchOptions options =
        new BenchOptions(
            target,
            defaults.crowd(),
            defaults.load(),
            defaults.parts(),
            defaults.output(),
            defaults.scale());
    BenchFailed failed = assertThrows(BenchFailed.class, () -> Bench.run(options, out));
    assertTrue(failed.getMessage().contains("cannot connect"), failed.getMessage());
  }

  private static long kind(BenchResult result, String kind) {
    return result.sends().errorsByKind().getOrDefault(kind, 0L);
  }

  private static BenchOptions options(FakeHomeserver server, Set<Part> parts, int rate) {
    return new BenchOptions(
        new BenchOptions.Target(
            Optional.of(server.url()),
            Optional.of(FakeHomeserver.SECRET),
            OptionalLong.of(ProcessHandle.current().pid()),
            Optional.empty()),
        new BenchOptions.Crowd(OptionalInt.of(30), OptionalInt.of(24), OptionalInt.of(30), 7),
        new BenchOptions.Load(8, 1, rate == 0 ? OptionalInt.empty() : OptionalInt.of(rate), false),
        parts,
        BenchOptions.Output.NONE,
        SMALL);
  }

  private static BenchOptions withSecret(BenchOptions options, String secret) {
    BenchOptions.Target target = options.target();
    return new BenchOptions(
        new BenchOptions.Target(
            target.url(), Optional.of(secret), target.serverPid(), target.data()),
        options.crowd(),
        options.load(),
        options.parts(),
        options.output(),
        options.scale());
  }
}
