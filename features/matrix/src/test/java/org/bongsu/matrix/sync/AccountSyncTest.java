package org.bongsu.matrix.sync;

import static org.bongsu.contract.MatrixClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The account's part of a sync: account data, push rules, to-device messages. */
class AccountSyncTest {
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

  private static JsonNode accountData(Answer answer, String type) {
    return answer
        .path("account_data.events")
        .valueStream()
        .filter(event -> event.path("type").asString().equals(type))
        .findFirst()
        .map(event -> event.path("content"))
        .orElse(tools.jackson.databind.node.MissingNode.getInstance());
  }

  @Test
  void pushRulesAreCompleteFromTheStartAndFollowTheirChanges() {
    MatrixClient yuna = user("rules-yuna");
    Answer initial = yuna.sync();
    JsonNode rules = accountData(initial, "m.push_rules").path("global");
    for (String kind : List.of("override", "underride", "content", "room", "sender")) {
      assertTrue(rules.path(kind).isArray(), kind);
    }
    assertEquals(rules, yuna.get("/pushrules/").expect(200).path("global"));
    String rule = "/pushrules/global/content/fire";
    yuna.put(rule, Map.of("pattern", "불", "actions", List.of("notify"))).expect(200);
    Answer changed = yuna.sync(initial.text("next_batch"));
    assertEquals(
        "불", accountData(changed, "m.push_rules").at("/global/content/0/pattern").asString());
    yuna.put(rule + "/enabled", Map.of("enabled", false)).expect(200);
    assertFalse(yuna.get(rule + "/enabled").expect(200).path("enabled").asBoolean());
    yuna.put(rule + "/actions", Map.of("actions", List.of())).expect(200);
    assertEquals(0, yuna.get(rule + "/actions").expect(200).path("actions").size());
    yuna.get(rule).expect(200);
    yuna.delete(rule).expect(200);
    yuna.get(rule).expectError(404, "M_NOT_FOUND");
    yuna.delete(rule).expectError(404, "M_NOT_FOUND");
    yuna.get("/pushrules/global/").expect(200);
    yuna.put(
            "/pushrules/global/content/.mine", Map.of("pattern", "불", "actions", List.of("notify")))
        .expectError(400, "M_INVALID_PARAM");
    yuna.put(path("/user/{}/account_data/m.push_rules", yuna.userId()), Map.of())
        .expectError(405, "M_BAD_JSON");
  }

  @Test
  void rulesSetConcurrentlyAreAllKept() {
    MatrixClient yuna = user("race-yuna");
    List<CompletableFuture<Answer>> puts =
        java.util.stream.IntStream.range(0, 8)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(() ->
                    yuna.put(
                        "/pushrules/global/content/r" + i,
                        Map.of("pattern", "p" + i, "actions", List.of("notify")))))
            .toList();
    puts.forEach(put -> put.join().expect(200));
    assertEquals(
        9, yuna.get("/pushrules/global/").expect(200).path("content").size(), "8 and the default");
  }

  @Test
  void accountDataAndTagsAreSentOnce() {
    MatrixClient yuna = user("data-yuna");
    String room = yuna.createRoom();
    String since = yuna.sync().text("next_batch");
    yuna.put(path("/user/{}/account_data/org.bongsu.color", yuna.userId()), Map.of("color", "붉은"))
        .expect(200);
    yuna.put(path("/user/{}/rooms/{}/tags/m.favourite", yuna.userId(), room), Map.of("order", 0.5))
        .expect(200);
    Answer answer = yuna.sync(since);
    assertEquals("붉은", accountData(answer, "org.bongsu.color").path("color").asString());
    JsonNode tag = SyncTest.joined(answer, room).path("account_data").path("events").path(0);
    assertEquals("m.tag", tag.path("type").asString());
    assertTrue(tag.path("content").path("tags").has("m.favourite"));
    Answer next = yuna.sync(answer.text("next_batch"));
    assertFalse(next.body().has("account_data"));
    assertFalse(next.body().has("rooms"));
    yuna.get(path("/user/{}/rooms/{}/tags", yuna.userId(), room)).expect(200);
    yuna.delete(path("/user/{}/rooms/{}/tags/m.favourite", yuna.userId(), room)).expect(200);
    assertEquals(
        0, yuna.get(path("/user/{}/rooms/{}/tags", yuna.userId(), room)).path("tags").size());
    MatrixClient mina = user("data-mina");
    mina.get(path("/user/{}/account_data/org.bongsu.color", yuna.userId()))
        .expectError(403, "M_FORBIDDEN");
    yuna.get(path("/user/{}/account_data/org.bongsu.nothing", yuna.userId()))
        .expectError(404, "M_NOT_FOUND");
  }

  @Test
  void toDeviceMessagesAreSentUntilTheNextSyncAcknowledgesThem() {
    MatrixClient yuna = user("device-yuna");
    MatrixClient mina = user("device-mina");
    String since = yuna.sync().text("next_batch");
    for (int i = 0; i < 130; i++) {
      mina.put(
              "/sendToDevice/org.bongsu.hello/" + MatrixClient.newTransactionId(),
              Map.of(
                  "messages", Map.of(yuna.userId(), Map.of(yuna.deviceId(), Map.of("number", i)))))
          .expect(200);
    }
    Answer first = yuna.syncUntil(since, answer -> answer.path("to_device.events").size() == 100);
    Answer second = yuna.sync(first.text("next_batch"));
    assertEquals(30, second.path("to_device.events").size());
    assertEquals(100, second.path("to_device.events.0.content.number").asInt());
    Answer again = yuna.sync(first.text("next_batch"));
    assertEquals(second.path("to_device"), again.path("to_device"));
    assertFalse(yuna.sync(second.text("next_batch")).body().has("to_device"));
  }

  @Test
  void theSyncOfASignedOutDeviceEnds() {
    MatrixClient yuna = user("out-yuna");
    String since = yuna.sync().text("next_batch");
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> yuna.get(path("/sync?timeout=30000&since={}", since)));
    yuna.sync(since, Duration.ofMillis(100), null);
    yuna.post("/logout").expect(200);
    waiting.join().expectError(401, "M_UNKNOWN_TOKEN");
  }

  @Test
  void pushersAreKept() {
    MatrixClient yuna = user("pusher-yuna");
    Map<String, Object> pusher =
        Map.of(
            "kind", "http",
            "app_id", "org.bongsu.app",
            "pushkey", "열쇠",
            "app_display_name", "봉수",
            "device_display_name", "전화",
            "lang", "ko",
            "data", Map.of("url", "https://push.example.org/_matrix/push/v1/notify"));
    yuna.post("/pushers/set", pusher).expect(200);
    assertEquals("열쇠", yuna.get("/pushers").expect(200).path("pushers.0.pushkey").asString());
    yuna.post("/pushers/set", "{\"kind\":null,\"app_id\":\"org.bongsu.app\",\"pushkey\":\"열쇠\"}")
        .expect(200);
    assertEquals(0, yuna.get("/pushers").expect(200).path("pushers").size());
    yuna.post("/pushers/set", Map.of("kind", "http", "app_id", "a", "pushkey", "b"))
        .expectError(400, "M_MISSING_PARAM");
  }

  @Test
  void presenceIsOffButAnswers() {
    MatrixClient yuna = user("presence-yuna");
    String status = path("/presence/{}/status", yuna.userId());
    yuna.put(status, Map.of("presence", "online")).expect(200);
    assertEquals("offline", yuna.get(status).expect(200).path("presence").asString());
    yuna.put(status, Map.of("presence", "asleep")).expectError(400, "M_BAD_JSON");
  }
}
