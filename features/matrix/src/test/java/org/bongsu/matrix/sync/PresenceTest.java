package org.bongsu.matrix.sync;

import static org.bongsu.contract.MatrixClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Which users see the presence of a user, on a server with presence enabled. */
class PresenceTest {
  @TempDir static Path data;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.open(data, config -> config.with("presence", "true"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static MatrixClient user(String name) {
    return MatrixClient.anonymous(server.url()).registerUser(name);
  }

  private static String status(MatrixClient whose) {
    return path("/presence/{}/status", whose.userId());
  }

  private static Optional<JsonNode> presenceEvent(Answer sync, MatrixClient of) {
    return sync.path("presence.events")
        .valueStream()
        .filter(event -> event.path("sender").asString().equals(of.userId()))
        .map(event -> event.path("content"))
        .findFirst();
  }

  private static void shareRoom(MatrixClient one, MatrixClient other) {
    String room =
        one.post("/createRoom", Map.of("preset", "private_chat", "invite", List.of(other.userId())))
            .expect(200)
            .text("room_id");
    other.post(path("/rooms/{}/join", room), Map.of()).expect(200);
  }

  @Test
  void neighboursSeeWhoIsThereAndStrangersDoNot() throws Exception {
    MatrixClient yuna = user("here-yuna");
    MatrixClient minji = user("here-minji");
    MatrixClient stranger = user("here-stranger");
    shareRoom(yuna, minji);
    stranger.sync();
    String since = minji.sync().text("next_batch");
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> minji.sync(since, Duration.ofSeconds(20), null));
    yuna.put(status(yuna), Map.of("presence", "online", "status_msg", "회의 중")).expect(200);
    JsonNode content = presenceEvent(waiting.get(), yuna).orElseThrow();
    assertEquals("online", content.path("presence").asString());
    assertEquals("회의 중", content.path("status_msg").asString());
    assertTrue(content.path("currently_active").asBoolean());
    assertTrue(content.path("last_active_ago").asLong() >= 0);
    assertEquals("online", minji.get(status(yuna)).expect(200).path("presence").asString());
    assertFalse(presenceEvent(stranger.sync(), yuna).isPresent());
    stranger.get(status(yuna)).expectError(403, "M_FORBIDDEN");
    stranger.put(status(yuna), Map.of("presence", "offline")).expectError(403, "M_FORBIDDEN");
    minji.get(path("/presence/{}/status", "@nobody:localhost")).expectError(404, "M_NOT_FOUND");
  }

  @Test
  void aNewNeighbourGetsPresence() {
    MatrixClient yuna = user("later-yuna");
    MatrixClient minji = user("later-minji");
    yuna.sync();
    String since = minji.sync().text("next_batch");
    shareRoom(yuna, minji);
    assertEquals(
        "online", presenceEvent(minji.sync(since), yuna).orElseThrow().path("presence").asString());
  }

  @Test
  void aSyncWithPresenceOfflineOrUnavailableIsNotOnline() {
    MatrixClient yuna = user("away-yuna");
    yuna.get("/sync?set_presence=offline").expect(200);
    assertEquals("offline", yuna.get(status(yuna)).expect(200).path("presence").asString());
    yuna.get("/sync?set_presence=unavailable").expect(200);
    assertEquals("unavailable", yuna.get(status(yuna)).expect(200).path("presence").asString());
    yuna.get("/sync?set_presence=asleep").expectError(400, "M_INVALID_PARAM");
    yuna.put(status(yuna), Map.of("presence", "offline")).expect(200);
    assertEquals("offline", yuna.get(status(yuna)).expect(200).path("presence").asString());
    yuna.put(status(yuna), Map.of("presence", "online", "status_msg", "가".repeat(501)))
        .expectError(400, "M_BAD_JSON");
  }

  @Test
  void presenceOfIgnoredAndFilteredUsersIsLeftOut() {
    MatrixClient yuna = user("quiet-yuna");
    MatrixClient minji = user("quiet-minji");
    shareRoom(yuna, minji);
    yuna.sync();
    assertTrue(presenceEvent(minji.sync(), yuna).isPresent());
    String filter = "{\"presence\":{\"not_types\":[\"m.presence\"]}}";
    assertFalse(presenceEvent(minji.sync(null, Duration.ZERO, filter), yuna).isPresent());
    minji
        .put(
            path("/user/{}/account_data/m.ignored_user_list", minji.userId()),
            Map.of("ignored_users", Map.of(yuna.userId(), Map.of())))
        .expect(200);
    assertFalse(presenceEvent(minji.sync(), yuna).isPresent());
  }
}
