package org.bongsu.matrix.sync;

import static org.bongsu.contract.MatrixClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Receipts, read markers, unread counts, typing. */
class ReadingTest {
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

  /** Two users in a room. */
  private record Pair(MatrixClient one, MatrixClient other, String room) {
    static Pair of(String name) {
      MatrixClient anonymous = MatrixClient.anonymous(server.url());
      MatrixClient one = anonymous.registerUser(name + "-one");
      MatrixClient other = anonymous.registerUser(name + "-other");
      String room = one.createRoom();
      other.join(room);
      return new Pair(one, other, room);
    }

    void read(MatrixClient who, String type, String event, Object body) {
      who.post(path("/rooms/{}/receipt/{}/{}", room, type, event), body).expect(200);
    }
  }

  private static int unread(Answer sync, String room) {
    return SyncTest.joined(sync, room)
        .path("unread_notifications")
        .path("notification_count")
        .asInt(-1);
  }

  private static JsonNode receipts(Answer sync, String room) {
    return SyncTest.joined(sync, room)
        .path("ephemeral")
        .path("events")
        .valueStream()
        .filter(event -> event.path("type").asString().equals("m.receipt"))
        .findFirst()
        .map(event -> event.path("content"))
        .orElse(tools.jackson.databind.node.MissingNode.getInstance());
  }

  @Test
  void messagesAreUnreadUntilAReceiptAndAcrossARestart() {
    Pair pair = Pair.of("unread");
    pair.one.sendText(pair.room, "하나");
    String second = pair.one.sendText(pair.room, "둘");
    pair.one.sendText(pair.room, "셋");
    Answer before = pair.other.sync();
    assertEquals(3, unread(before, pair.room));
    pair.read(pair.other, "m.read", second, Map.of());
    Answer after = pair.other.sync(before.text("next_batch"));
    assertEquals(1, unread(after, pair.room));
    assertTrue(receipts(after, pair.room).path(second).path("m.read").has(pair.other.userId()));
    assertEquals(1, unread(pair.other.sync(), pair.room));
  }

  @Test
  void anOwnMessageCountsAsRead() {
    Pair pair = Pair.of("own");
    pair.one.sendText(pair.room, "하나");
    assertEquals(1, unread(pair.other.sync(), pair.room));
    pair.other.sendText(pair.room, "답");
    assertEquals(0, unread(pair.other.sync(), pair.room));
  }

  @Test
  void aReceiptNeverGoesBack() {
    Pair pair = Pair.of("back");
    String first = pair.one.sendText(pair.room, "하나");
    String second = pair.one.sendText(pair.room, "둘");
    pair.read(pair.other, "m.read", second, Map.of());
    pair.read(pair.other, "m.read", first, Map.of());
    JsonNode receipts = receipts(pair.one.sync(), pair.room);
    assertTrue(receipts.path(second).path("m.read").has(pair.other.userId()));
    assertFalse(receipts.has(first));
  }

  @Test
  void aPrivateReceiptIsSeenByItsOwnerAlone() {
    Pair pair = Pair.of("private");
    String first = pair.one.sendText(pair.room, "하나");
    String since = pair.one.sync().text("next_batch");
    pair.read(pair.other, "m.read.private", first, Map.of());
    Answer own = pair.other.sync();
    assertTrue(
        receipts(own, pair.room).path(first).path("m.read.private").has(pair.other.userId()));
    assertEquals(0, unread(own, pair.room));
    assertFalse(pair.one.sync(since).body().has("rooms"));
    assertFalse(receipts(pair.one.sync(), pair.room).has(first));
  }

  @Test
  void threadsAreCountedAndReadByThemselves() {
    Pair pair = Pair.of("thread");
    String root = pair.one.sendText(pair.room, "뿌리");
    String reply =
        pair.one.send(
            pair.room,
            "m.room.message",
            Map.of(
                "msgtype",
                "m.text",
                "body",
                "가지",
                "m.relates_to",
                Map.of("rel_type", "m.thread", "event_id", root)));
    String filter = "{\"room\":{\"timeline\":{\"unread_thread_notifications\":true}}}";
    Answer before = pair.other.sync(null, Duration.ZERO, filter);
    assertEquals(1, unread(before, pair.room));
    JsonNode threads = SyncTest.joined(before, pair.room).path("unread_thread_notifications");
    assertEquals(1, threads.path(root).path("notification_count").asInt());
    assertEquals(2, unread(pair.other.sync(), pair.room));
    pair.read(pair.other, "m.read", reply, Map.of("thread_id", root));
    Answer after = pair.other.sync(before.text("next_batch"), Duration.ZERO, filter);
    assertEquals(1, unread(after, pair.room));
    assertFalse(SyncTest.joined(after, pair.room).has("unread_thread_notifications"));
    String wrong = path("/rooms/{}/receipt/m.read/{}", pair.room, root);
    pair.other.post(wrong, Map.of("thread_id", "$elsewhere")).expectError(400, "M_INVALID_PARAM");
    pair.other.post(wrong, Map.of("thread_id", "")).expectError(400, "M_INVALID_PARAM");
  }

  @Test
  void readMarkersAreInRoomAccountDataOnly() {
    Pair pair = Pair.of("marker");
    String first = pair.one.sendText(pair.room, "하나");
    String since = pair.other.sync().text("next_batch");
    pair.other
        .post(
            path("/rooms/{}/read_markers", pair.room),
            Map.of("m.fully_read", first, "m.read", first))
        .expect(200);
    JsonNode section = SyncTest.joined(pair.other.sync(since), pair.room);
    JsonNode data = section.path("account_data").path("events").path(0);
    assertEquals("m.fully_read", data.path("type").asString());
    assertEquals(first, data.path("content").path("event_id").asString());
    pair.other
        .put(
            path("/user/{}/rooms/{}/account_data/m.fully_read", pair.other.userId(), pair.room),
            Map.of("event_id", first))
        .expectError(405, "M_BAD_JSON");
  }

  @Test
  void typingIsSentAndExpires() {
    Pair pair = Pair.of("typing");
    String since = pair.one.sync().text("next_batch");
    String typing = path("/rooms/{}/typing/{}", pair.room, pair.other.userId());
    pair.other.put(typing, Map.of("typing", true, "timeout", 20_000)).expect(200);
    Answer types = pair.one.sync(since, Duration.ofSeconds(20), null);
    JsonNode event = SyncTest.joined(types, pair.room).path("ephemeral").path("events").path(0);
    assertEquals("m.typing", event.path("type").asString());
    assertEquals(pair.other.userId(), event.path("content").path("user_ids").path(0).asString());
    pair.other.put(typing, Map.of("typing", false)).expect(200);
    Answer stopped = pair.one.sync(types.text("next_batch"), Duration.ofSeconds(20), null);
    assertEquals(
        0,
        SyncTest.joined(stopped, pair.room)
            .path("ephemeral")
            .path("events")
            .path(0)
            .path("content")
            .path("user_ids")
            .size());
    assertFalse(pair.one.sync(stopped.text("next_batch")).body().has("rooms"));
    pair.one.put(typing, Map.of("typing", true)).expectError(403, "M_FORBIDDEN");
  }

  @Test
  void notificationsAreListedNewestFirstAndPageByPage() {
    Pair pair = Pair.of("notified");
    String first = pair.one.sendText(pair.room, "하나");
    String second = pair.one.sendText(pair.room, "둘");
    pair.other.sendText(pair.room, "답");
    pair.read(pair.other, "m.read", first, Map.of());
    Answer all = pair.other.get("/notifications").expect(200);
    assertEquals(2, all.path("notifications").size());
    assertEquals(second, all.text("notifications.0.event.event_id"));
    assertFalse(all.path("notifications.0.read").asBoolean());
    assertTrue(all.path("notifications.1.read").asBoolean());
    Answer page = pair.other.get("/notifications?limit=1").expect(200);
    Answer next =
        pair.other.get(path("/notifications?limit=1&from={}", page.text("next_token"))).expect(200);
    assertEquals(first, next.text("notifications.0.event.event_id"));
    assertFalse(next.body().has("next_token"));
    pair.other.get("/notifications?from=x").expectError(400, "M_INVALID_PARAM");
    assertEquals(0, pair.other.get("/notifications?only=highlight").path("notifications").size());
  }
}
