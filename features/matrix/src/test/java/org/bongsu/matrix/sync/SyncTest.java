package org.bongsu.matrix.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The rooms' part of a sync. */
class SyncTest {
  @TempDir static Path data;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.open(data);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static MatrixClient user(String name) {
    return MatrixClient.anonymous(server.url()).registerUser(name);
  }

  static List<String> ids(JsonNode events) {
    return events.valueStream().map(event -> event.path("event_id").asString()).toList();
  }

  static JsonNode joined(Answer answer, String room) {
    return answer.path("rooms.join").path(room);
  }

  @Test
  void anInitialSyncHasTheRoomAndTheNextOneItsChanges() {
    MatrixClient yuna = user("init-yuna");
    String room = yuna.createRoom();
    String first = yuna.sendText(room, "첫 봉화");
    Answer initial = yuna.sync();
    JsonNode section = joined(initial, room);
    assertTrue(ids(section.path("timeline").path("events")).contains(first));
    assertEquals(1, section.path("summary").path("m.joined_member_count").asInt());
    assertEquals(0, initial.path("device_one_time_keys_count.signed_curve25519").asInt(-1));
    String second = yuna.sendText(room, "둘째 봉화");
    Answer next = yuna.sync(initial.text("next_batch"));
    assertEquals(List.of(second), ids(joined(next, room).path("timeline").path("events")));
    Answer nothing = yuna.sync(next.text("next_batch"));
    assertFalse(nothing.body().has("rooms"));
  }

  @Test
  void aWaitingSyncIsAnsweredWhenSomethingComesAndNotBefore() {
    MatrixClient yuna = user("wait-yuna");
    String room = yuna.createRoom();
    String since = yuna.sync().text("next_batch");
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> yuna.sync(since, Duration.ofSeconds(30), null));
    String sent = yuna.sendText(room, "늦게 온 소식");
    assertEquals(List.of(sent), ids(joined(waiting.join(), room).path("timeline").path("events")));
  }

  @Test
  void anEmptyAnswerComesOnlyWhenTheTimeIsUp() {
    MatrixClient yuna = user("empty-yuna");
    String since = yuna.sync().text("next_batch");
    long before = System.nanoTime();
    Answer answer = yuna.sync(since, Duration.ofMillis(300), null);
    assertTrue(System.nanoTime() - before >= Duration.ofMillis(300).toNanos());
    assertFalse(answer.body().has("rooms"));
  }
}
