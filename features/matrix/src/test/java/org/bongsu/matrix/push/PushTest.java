package org.bongsu.matrix.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import org.bongsu.node.RunningServer;
import org.bongsu.shard.Shards;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pushes from a real server to real gateways. */
class PushTest {
  @TempDir static Path data;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = open(data);
  }

  private static RunningServer open(Path data) {
    return RunningServer.open(data, config -> config.with("private-push-gateways", "true"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static MatrixClient user(String name) {
    return MatrixClient.anonymous(server.url()).registerUser(name);
  }

  private static void setPusher(MatrixClient client, TestGateway gateway, String key) {
    setPusher(client, gateway.url(), key, Json.object());
  }

  private static void setPusher(MatrixClient client, String url, String key, ObjectNode data) {
    ObjectNode body = Json.object().put("kind", "http").put("app_id", "kr.bongsu.test");
    body.put("pushkey", key).put("app_display_name", "봉수").put("lang", "ko");
    body.put("device_display_name", "전화기");
    body.set("data", data.put("url", url));
    client.post("/pushers/set", body).expect(200);
  }

  /** A room of both, in which {@code host} writes and {@code guest} is notified. */
  private static String roomOf(MatrixClient host, MatrixClient guest) {
    String room = host.createRoom(Map.of("preset", "public_chat", "name", "연락방"));
    guest.join(room);
    return room;
  }

  @Test
  void aMessageIsPushedOnceWithWhatTheGatewayNeeds() throws Exception {
    try (TestGateway gateway = new TestGateway()) {
      MatrixClient yuna = user("once-yuna");
      MatrixClient minsu = user("once-minsu");
      String room = roomOf(yuna, minsu);
      setPusher(minsu, gateway.url(), "key-once", Json.object().put("extra", "덤"));
      String first = yuna.sendText(room, "불이 났어요");
      JsonNode push = gateway.next();
      assertEquals(first, push.path("event_id").asString());
      assertEquals(room, push.path("room_id").asString());
      assertEquals("m.room.message", push.path("type").asString());
      assertEquals(yuna.userId(), push.path("sender").asString());
      assertEquals("연락방", push.path("room_name").asString());
      assertEquals("불이 났어요", push.path("content").path("body").asString());
      assertEquals(1, push.path("counts").path("unread").asInt());
      JsonNode device = push.path("devices").path(0);
      assertEquals("kr.bongsu.test", device.path("app_id").asString());
      assertEquals("key-once", device.path("pushkey").asString());
      assertEquals("{\"extra\":\"덤\"}", device.path("data").toString());
      String second = yuna.sendText(room, "모두 무사해요");
      assertEquals(second, gateway.next().path("event_id").asString());
      minsu.sendText(room, "다행이에요");
      String third = yuna.sendText(room, "네");
      JsonNode last = gateway.next();
      assertEquals(third, last.path("event_id").asString());
      assertEquals(
          1, last.path("counts").path("unread").asInt(), "the own message read the others");
      assertEquals(0, gateway.left());
    }
  }

  @Test
  void theMetricsSayHowManyWerePushed() throws Exception {
    try (TestGateway gateway = new TestGateway()) {
      MatrixClient yuna = user("metric-yuna");
      MatrixClient minsu = user("metric-minsu");
      String room = roomOf(yuna, minsu);
      setPusher(minsu, gateway, "key-metric");
      long before = metric("bongsu_effect_done_total");
      yuna.sendText(room, "하나");
      gateway.next();
      for (int i = 0; i < 500 && metric("bongsu_effect_done_total") == before; i++) {
        Thread.sleep(20);
      }
      assertEquals(before + 1, metric("bongsu_effect_done_total"));
      for (String name : List.of("queued", "retried_total", "given_up_total", "obsolete_total")) {
        assertTrue(metric("bongsu_effect_" + name) >= 0, name);
      }
    }
  }

  private static long metric(String name) throws Exception {
    HttpRequest ask = HttpRequest.newBuilder(server.url().resolve("/_bongsu/metrics")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String text = http.send(ask, HttpResponse.BodyHandlers.ofString()).body();
      String line =
          text.lines()
              .filter(one -> one.startsWith(name + "{effect=\"push\"} "))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no " + name + " in " + text));
      return (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1));
    }
  }

  @Test
  void countsGoOverAllRoomsAndInvitationsArePushed() throws Exception {
    try (TestGateway gateway = new TestGateway()) {
      MatrixClient yuna = user("count-yuna");
      MatrixClient minsu = user("count-minsu");
      String one = roomOf(yuna, minsu);
      String two = roomOf(yuna, minsu);
      setPusher(minsu, gateway, "key-count");
      yuna.sendText(one, "하나");
      assertEquals(1, gateway.next().path("counts").path("unread").asInt());
      yuna.sendText(two, "둘");
      assertEquals(2, gateway.next().path("counts").path("unread").asInt());
      String third = yuna.createRoom(Map.of("preset", "private_chat"));
      yuna.invite(third, minsu.userId());
      JsonNode invitation = gateway.next();
      assertEquals(third, invitation.path("room_id").asString());
      assertTrue(invitation.path("user_is_target").asBoolean());
    }
  }

  @Test
  void eventIdOnlyPushesContainNothingElse() throws Exception {
    try (TestGateway gateway = new TestGateway()) {
      MatrixClient yuna = user("id-yuna");
      MatrixClient minsu = user("id-minsu");
      String room = roomOf(yuna, minsu);
      setPusher(minsu, gateway.url(), "key-id", Json.object().put("format", "event_id_only"));
      yuna.sendText(room, "비밀 이야기");
      JsonNode push = gateway.next();
      assertEquals(List.of("event_id", "room_id", "counts", "devices"), names(push));
      assertFalse(push.toString().contains("비밀"));
    }
  }

  private static List<String> names(JsonNode object) {
    return new ArrayList<>(object.propertyNames());
  }

  @Test
  void whatTheRulesSilenceIsNotPushed() throws Exception {
    try (TestGateway gateway = new TestGateway()) {
      MatrixClient yuna = user("mute-yuna");
      MatrixClient minsu = user("mute-minsu");
      String quiet = roomOf(yuna, minsu);
      String loud = roomOf(yuna, minsu);
      setPusher(minsu, gateway, "key-mute");
      minsu
          .put(MatrixClient.path("/pushrules/global/room/{}", quiet), Map.of("actions", List.of()))
          .expect(200);
      yuna.sendText(quiet, "조용히");
      String heard = yuna.sendText(loud, "크게");
      assertEquals(heard, gateway.next().path("event_id").asString());
      assertEquals(0, gateway.left());
    }
  }

  @Test
  void rulesOfUnknownKindsAreNotFound() {
    MatrixClient yuna = user("kinds-yuna");
    String rule = "/pushrules/global/sideways/rule";
    yuna.get(rule).expectError(404, "M_NOT_FOUND");
    yuna.put(rule, Map.of("actions", List.of())).expectError(404, "M_NOT_FOUND");
    yuna.delete(rule).expectError(404, "M_NOT_FOUND");
  }

  @Test
  void aRejectedPushKeyIsRemoved() throws Exception {
    try (TestGateway gateway = new TestGateway()) {
      MatrixClient yuna = user("reject-yuna");
      MatrixClient minsu = user("reject-minsu");
      String room = roomOf(yuna, minsu);
      setPusher(minsu, gateway, "key-dead");
      gateway.reject("key-dead");
      yuna.sendText(room, "거기 있나요");
      gateway.next();
      for (int i = 0; i < 500 && pushers(minsu) > 0; i++) {
        Thread.sleep(20);
      }
      assertEquals(0, pushers(minsu));
    }
  }

  private static int pushers(MatrixClient client) {
    return client.get("/pushers").expect(200).path("pushers").size();
  }

  @Test
  void aFailingGatewayIsTriedAgainLaterAndLaterAndThenInOrder() throws Exception {
    try (TestGateway gateway = new TestGateway()) {
      MatrixClient yuna = user("fail-yuna");
      MatrixClient minsu = user("fail-minsu");
      String room = roomOf(yuna, minsu);
      setPusher(minsu, gateway, "key-fail");
      gateway.failTimes(2);
      String first = yuna.sendText(room, "하나");
      String second = yuna.sendText(room, "둘");
      List<String> tried = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        tried.add(gateway.next().path("event_id").asString());
      }
      assertEquals(List.of(first, first, first, second), tried);
      List<Long> nanos = gateway.nanos();
      assertTrue(nanos.get(1) - nanos.get(0) >= Duration.ofSeconds(1).toNanos());
      assertTrue(nanos.get(2) - nanos.get(1) >= Duration.ofSeconds(2).toNanos());
      assertEquals(0, gateway.left());
    }
  }

  @Test
  void aSlowGatewayHoldsUpNobodyElse() throws Exception {
    try (TestGateway slow = new TestGateway();
        TestGateway quick = new TestGateway()) {
      MatrixClient yuna = user("slow-yuna");
      MatrixClient minsu = user("slow-minsu");
      MatrixClient jiho = user("slow-jiho");
      String room = roomOf(yuna, minsu);
      jiho.join(room);
      slow.hold();
      setPusher(minsu, slow, "key-slow");
      setPusher(jiho, quick, "key-quick");
      for (int i = 0; i < 5; i++) {
        String sent = yuna.sendText(room, "소식 " + i);
        assertEquals(sent, quick.next().path("event_id").asString());
      }
      slow.next();
      assertEquals(0, slow.left(), "one push after the other");
    }
  }

  @Test
  void aRestartRepeatsNothingAndGoesOnWithWhatFailed(@TempDir Path own) throws Exception {
    try (TestGateway gateway = new TestGateway();
        TestGateway failing = new TestGateway();
        RunningServer restarted = open(own)) {
      MatrixClient yuna = MatrixClient.anonymous(restarted.url()).registerUser("yuna");
      MatrixClient minsu = MatrixClient.anonymous(restarted.url()).registerUser("minsu");
      MatrixClient jiho = MatrixClient.anonymous(restarted.url()).registerUser("jiho");
      String room = roomOf(yuna, minsu);
      jiho.join(room);
      setPusher(minsu, gateway, "key-minsu");
      setPusher(jiho, failing, "key-jiho");
      failing.failTimes(1);
      String before = yuna.sendText(room, "앞");
      assertEquals(before, gateway.next().path("event_id").asString());
      assertEquals(before, failing.next().path("event_id").asString());
      restarted.restart();
      assertEquals(before, failing.next().path("event_id").asString());
      String after = yuna.at(restarted.url()).sendText(room, "뒤");
      assertEquals(after, gateway.next().path("event_id").asString());
      assertEquals(after, failing.next().path("event_id").asString());
      restarted.restart();
      String last = yuna.at(restarted.url()).sendText(room, "끝");
      assertEquals(last, gateway.next().path("event_id").asString());
      assertEquals(last, failing.next().path("event_id").asString());
      assertEquals(0, gateway.left());
      assertEquals(0, failing.left());
    }
  }

  @Test
  void privateAddressesAreNotCalledUnlessAllowed(@TempDir Path own) throws Exception {
    try (TestGateway gateway = new TestGateway();
        RunningServer strict = RunningServer.open(own)) {
      MatrixClient yuna = MatrixClient.anonymous(strict.url()).registerUser("yuna");
      MatrixClient minsu = MatrixClient.anonymous(strict.url()).registerUser("minsu");
      String room = roomOf(yuna, minsu);
      setPusher(minsu, gateway, "key");
      Shards shards = strict.node().shards();
      int shard = shards.shardOf(room);
      long before = shards.positions()[shard];
      yuna.sendText(room, "안 가요");
      for (int i = 0; i < 1000 && !isDone(shards, shard, before); i++) {
        Thread.sleep(20);
      }
      assertTrue(isDone(shards, shard, before), "it was looked at and given up");
      assertEquals(0, gateway.nanos().size());
    }
  }

  /** Whether no push for the entries up to a position is pending. */
  private static boolean isDone(Shards shards, int shard, long position) {
    return shards
        .readers()
        .read(
            shard,
            db ->
                db.exists(
                    "SELECT 1 FROM effects_done WHERE position > ? AND waiting = '[]'", position));
  }
}
