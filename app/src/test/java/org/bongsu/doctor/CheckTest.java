package org.bongsu.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bongsu.doctor.Finding.State;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check finds what is wrong, and nothing in a deployment that is well. */
class CheckTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final String WELL =
      """
      {"ready":true,"site":"a","leader":%s,
       "sites":[{"name":"b","serves":true,"behind":%d,"status_age_ms":%d}],
       "features":{"status":[{"what":"keys","works":true,"detail":"expire in 300 days"}],
                   "backup":[{"what":"backup","works":true,"detail":"written at 2026-12-01"}]}}
      """;
  private static final Map<String, Double> METRICS =
      Map.of("bongsu_shard_running{shard=\"0\"}", 1.0, "bongsu_shard_level{shard=\"0\"}", 5.0);

  private static SiteSeen site(String health) {
    return new SiteSeen(
        URI.create("https://a.example"),
        Optional.of(Json.parse(health)),
        "",
        Optional.of(Duration.ofMillis(700)),
        Optional.of(NOW.plus(Duration.ofDays(60))),
        METRICS);
  }

  private static SiteSeen well() {
    return site(WELL.formatted(true, 3, 200));
  }

  private static State worst(Check check, SiteSeen... sites) {
    return worst(check.look(new Seen(List.of(sites), Optional.empty(), NOW)));
  }

  private static State worst(List<Finding> findings) {
    for (Finding finding : findings) {
      assertFalse(finding.what().korean().isEmpty() || finding.what().english().isEmpty());
      assertEquals(
          finding.state().compareTo(State.WATCH_OUT) < 0,
          finding.advice().english().isEmpty(),
          () -> "" + finding);
      assertEquals(
          finding.state().compareTo(State.WATCH_OUT) < 0,
          finding.advice().korean().isEmpty(),
          () -> "" + finding);
    }
    return findings.stream().map(Finding::state).max(State::compareTo).orElse(State.OK);
  }

  @Test
  void nothingIsFoundInADeploymentThatIsWell() {
    for (Check check : Check.ALL) {
      assertEquals(State.OK, worst(check, well()), check.toString());
    }
  }

  @Test
  void aSiteThatDoesNotAnswerOrServeIsBroken() {
    Check check = new SitesAnswer();
    SiteSeen gone =
        new SiteSeen(
            URI.create("http://b"),
            Optional.empty(),
            "refused",
            Optional.empty(),
            Optional.empty(),
            Map.of());
    assertEquals(State.BROKEN, worst(check, well(), gone));
    assertEquals(State.BROKEN, worst(check, site("{\"ready\":false}")));
    assertEquals(State.BROKEN, worst(check, site("{\"ready\":false,\"log_lost\":\"gone\"}")));
    assertEquals(State.BROKEN, worst(check, site("{\"ready\":false,\"quarantined\":\"x\"}")));
  }

  @Test
  void sitesThatFallBehindOrAreNotHeardAreFound() {
    Check check = new SitesAgree();
    assertEquals(State.WATCH_OUT, worst(check, site(WELL.formatted(true, 20_000, 200))));
    assertEquals(State.BROKEN, worst(check, site(WELL.formatted(true, 0, 60_000))));
    SiteSeen second = site(WELL.formatted(true, 0, 200));
    assertEquals(State.WATCH_OUT, worst(check, well(), second), "two leaders");
    SiteSeen older =
        new SiteSeen(
            URI.create("http://b"),
            Optional.of(Json.parse(WELL.formatted(false, 0, 200))),
            "",
            Optional.empty(),
            Optional.empty(),
            Map.of("bongsu_shard_level{shard=\"0\"}", 4.0));
    assertEquals(State.WATCH_OUT, worst(check, well(), older), "two levels");
  }

  @Test
  void clocksThatDifferAreFound() {
    Check check = new Clocks();
    assertEquals(State.WATCH_OUT, worst(check, ahead(Duration.ofSeconds(-10))));
    assertEquals(State.BROKEN, worst(check, ahead(Duration.ofHours(1))));
    SiteSeen well = well();
    SiteSeen silent =
        new SiteSeen(
            well.url(), well.health(), "", Optional.empty(), well.certificateEnds(), Map.of());
    assertEquals(State.NOT_CHECKED, worst(check, silent));
    assertEquals(State.NOT_CHECKED, worst(new Programs(), silent));
  }

  private static SiteSeen ahead(Duration ahead) {
    SiteSeen well = well();
    return new SiteSeen(
        well.url(), well.health(), "", Optional.of(ahead), well.certificateEnds(), well.metrics());
  }

  @Test
  void certificatesThatEndSoonAreFound() {
    Check check = new Certificates();
    assertEquals(State.WATCH_OUT, worst(check, ending(Duration.ofDays(10))));
    assertEquals(State.BROKEN, worst(check, ending(Duration.ofHours(1))));
  }

  private static SiteSeen ending(Duration left) {
    SiteSeen well = well();
    return new SiteSeen(
        well.url(),
        well.health(),
        "",
        well.clockAhead(),
        Optional.of(NOW.plus(left)),
        well.metrics());
  }

  @Test
  void backupsThatAreOffOrFailAreFound() {
    Check check = new Features();
    String feature =
        "{\"ready\":true,\"features\":{\"x\":[{\"what\":\"backup\",\"works\":%s,\"detail\":\"%s\"}]}}";
    assertEquals(State.WATCH_OUT, worst(check, site(feature.formatted(true, "off: not set"))));
    assertEquals(State.BROKEN, worst(check, site(feature.formatted(false, "not written now"))));
  }

  @Test
  void disksThatFillUpAndOpenDirectoriesAreFound(@TempDir Path directory) throws Exception {
    assertEquals(State.OK, Disk.judgeSpace(directory, 50, 100).state());
    assertEquals(State.WATCH_OUT, Disk.judgeSpace(directory, 10, 100).state());
    assertEquals(State.BROKEN, Disk.judgeSpace(directory, 1, 100).state());
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<Finding> open = new Disk().look(new Seen(List.of(), Optional.of(data), NOW));
    assertTrue(open.stream().anyMatch(one -> one.subject().equals("permissions")), open::toString);
    List<Finding> missing =
        new Disk().look(new Seen(List.of(), Optional.of(directory.resolve("no")), NOW));
    assertEquals(State.BROKEN, worst(missing));
  }

  @Test
  void shardsThatStopAndWorkThatPilesUpAreFound() {
    Check check = new Programs();
    SiteSeen well = well();
    SiteSeen stopped =
        new SiteSeen(
            well.url(),
            well.health(),
            "",
            well.clockAhead(),
            well.certificateEnds(),
            Map.of("bongsu_shard_running{shard=\"0\"}", 0.0));
    assertEquals(State.BROKEN, worst(check, stopped));
    SiteSeen late =
        new SiteSeen(
            well.url(),
            well.health(),
            "",
            well.clockAhead(),
            well.certificateEnds(),
            Map.of("bongsu_shard_lag{shard=\"0\"}", 50_000.0));
    assertEquals(State.WATCH_OUT, worst(check, late));
  }
}
