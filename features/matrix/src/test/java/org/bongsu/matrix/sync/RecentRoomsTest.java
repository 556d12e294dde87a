package org.bongsu.matrix.sync;

import static org.bongsu.contract.MatrixClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What syncs cache of rooms never outlives a revocation. */
class RecentRoomsTest {
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

  /**
   * A room of two users whose recent events are cached.
   *
   * @param since where {@code mina} was before the messages
   */
  private record Warm(
      MatrixClient yuna,
      MatrixClient mina,
      String room,
      String first,
      String second,
      String since) {
    static Warm of(String name) {
      MatrixClient yuna = MatrixClient.anonymous(server.url()).registerUser(name + "-yuna");
      MatrixClient mina = MatrixClient.anonymous(server.url()).registerUser(name + "-mina");
      String room = yuna.createRoom();
      mina.join(room);
      String since = mina.sync().text("next_batch");
      String token = since;
      String first = yuna.sendText(room, "첫 봉화");
      token = mina.sync(token).text("next_batch");
      String second = yuna.sendText(room, "둘째 봉화");
      mina.sync(token);
      Warm warm = new Warm(yuna, mina, room, first, second, since);
      assertEquals(List.of(first, second), SyncTest.ids(warm.events()));
      return warm;
    }

    JsonNode section() {
      return SyncTest.joined(mina.sync(since), room);
    }

    JsonNode events() {
      return section().path("timeline").path("events");
    }

    JsonNode event(String id) {
      return events()
          .valueStream()
          .filter(event -> event.path("event_id").asString().equals(id))
          .findFirst()
          .orElseThrow();
    }

    void redact(String event) {
      yuna.put(
              path("/rooms/{}/redact/{}/{}", room, event, MatrixClient.newTransactionId()),
              Map.of())
          .expect(200);
    }

    int unread() {
      return section().path("unread_notifications").path("notification_count").asInt(-1);
    }
  }

  @Test
  void redactedContentIsNotSentAgain() {
    Warm warm = Warm.of("redacted");
    warm.redact(warm.first);
    JsonNode redacted = warm.event(warm.first);
    assertTrue(redacted.path("content").isEmpty());
    assertTrue(redacted.path("unsigned").has("redacted_because"));
    assertEquals("둘째 봉화", warm.event(warm.second).path("content").path("body").asString());
    assertFalse(warm.mina.sync(warm.since).body().toString().contains("첫 봉화"));
  }

  @Test
  void anEditedEventIsSentWithItsEdit() {
    Warm warm = Warm.of("edited");
    String edit =
        warm.yuna.send(
            warm.room,
            "m.room.message",
            Map.of(
                "msgtype",
                "m.text",
                "body",
                "* 다시",
                "m.new_content",
                Map.of("msgtype", "m.text", "body", "다시"),
                "m.relates_to",
                Map.of("rel_type", "m.replace", "event_id", warm.first)));
    JsonNode relations = warm.event(warm.first).path("unsigned").path("m.relations");
    assertEquals(edit, relations.path("m.replace").path("event_id").asString());
    warm.redact(edit);
    JsonNode unsigned = warm.event(warm.first).path("unsigned");
    assertTrue(unsigned.path("m.relations").path("m.replace").isMissingNode());
  }

  @Test
  void whoIsBannedSeesNothingLater() {
    Warm warm = Warm.of("banned");
    warm.yuna
        .post(path("/rooms/{}/ban", warm.room), Map.of("user_id", warm.mina.userId()))
        .expect(200);
    warm.yuna.sendText(warm.room, "우리끼리");
    Answer answer = warm.mina.sync(warm.since);
    assertFalse(answer.path("rooms.join").has(warm.room));
    JsonNode events = answer.path("rooms.leave").path(warm.room).path("timeline").path("events");
    assertEquals(3, events.size());
    assertFalse(answer.body().toString().contains("우리끼리"));
    warm.yuna
        .post(path("/rooms/{}/unban", warm.room), Map.of("user_id", warm.mina.userId()))
        .expect(200);
    warm.yuna.sendText(warm.room, "아직도");
    Answer later = warm.mina.sync(answer.text("next_batch"));
    assertFalse(later.body().toString().contains("아직도"));
  }

  @Test
  void aReturningMemberDoesNotSeeMessagesSentMeanwhile() {
    Warm warm = Warm.of("narrowed");
    warm.yuna.sendState(
        warm.room, "m.room.history_visibility", "", Map.of("history_visibility", "joined"));
    String token = warm.mina.sync(warm.since).text("next_batch");
    warm.mina.leave(warm.room);
    warm.yuna.sendText(warm.room, "그 사람 없이");
    warm.yuna.sync();
    warm.mina.join(warm.room);
    String back = warm.yuna.sendText(warm.room, "다시 함께");
    Answer answer = warm.mina.sync(token);
    assertTrue(
        SyncTest.ids(SyncTest.joined(answer, warm.room).path("timeline").path("events"))
            .contains(back));
    assertFalse(answer.body().toString().contains("그 사람 없이"));
    assertFalse(warm.mina.sync(warm.since).body().toString().contains("그 사람 없이"));
  }

  @Test
  void messagesOfANewlyIgnoredUserAreLeftOut() {
    Warm warm = Warm.of("ignored");
    warm.mina
        .put(
            path("/user/{}/account_data/m.ignored_user_list", warm.mina.userId()),
            Map.of("ignored_users", Map.of(warm.yuna.userId(), Map.of())))
        .expect(200);
    assertFalse(warm.mina.sync(warm.since).body().toString().contains("봉화"));
  }

  @Test
  void aReceiptIsSentAndCounted() {
    Warm warm = Warm.of("receipt");
    assertEquals(2, warm.unread());
    for (String type : List.of("m.read", "m.read.private")) {
      String read = type.equals("m.read") ? warm.first : warm.second;
      warm.mina.post(path("/rooms/{}/receipt/{}/{}", warm.room, type, read), Map.of()).expect(200);
      assertEquals(type.equals("m.read") ? 1 : 0, warm.unread());
      JsonNode receipts = warm.section().path("ephemeral").path("events").path(0).path("content");
      assertTrue(receipts.path(read).path(type).has(warm.mina.userId()));
    }
    warm.yuna.sendText(warm.room, "셋째 봉화");
    assertEquals(1, warm.unread());
  }

  @Test
  void memberEventsAreCurrent() {
    Warm warm = Warm.of("renamed");
    String lazy = "{\"room\":{\"state\":{\"lazy_load_members\":true}}}";
    String token = warm.mina.sync(warm.since, java.time.Duration.ZERO, lazy).text("next_batch");
    warm.yuna
        .put(path("/profile/{}/displayname", warm.yuna.userId()), Map.of("displayname", "유나"))
        .expect(200);
    token = warm.mina.syncUntil(token, answer -> answer.body().has("rooms")).text("next_batch");
    warm.yuna.sendText(warm.room, "새 이름으로");
    JsonNode section =
        SyncTest.joined(warm.mina.sync(token, java.time.Duration.ZERO, lazy), warm.room);
    assertEquals(
        "유나",
        section
            .path("state")
            .path("events")
            .path(0)
            .path("content")
            .path("displayname")
            .asString());
  }

  @Test
  void aSyncFromFarBackMeetsNoGap() {
    Warm warm = Warm.of("far");
    String token = warm.since;
    for (int i = 0; i < 50; i++) {
      warm.yuna.sendText(warm.room, "봉화 " + i);
      token = warm.mina.sync(token).text("next_batch");
    }
    String wide = "{\"room\":{\"timeline\":{\"limit\":100}}}";
    Answer all = warm.mina.sync(warm.since, java.time.Duration.ZERO, wide);
    JsonNode events = SyncTest.joined(all, warm.room).path("timeline").path("events");
    assertEquals(52, SyncTest.ids(events).stream().distinct().count());
    assertEquals(52, events.size());
    assertEquals(52, warm.unread());
  }

  @Test
  void accountDataIsSentToEveryDeviceAndAgainForTheSameToken() {
    Warm warm = Warm.of("devices");
    MatrixClient second = warm.mina.anotherDevice();
    String token = warm.mina.sync().text("next_batch");
    String secondToken = second.sync().text("next_batch");
    warm.yuna.sendText(warm.room, "셋째 봉화");
    String later = warm.mina.sync(token).text("next_batch");
    String secondLater = second.sync(secondToken).text("next_batch");
    warm.mina
        .put(path("/user/{}/account_data/org.bongsu.test", warm.mina.userId()), Map.of("a", 1))
        .expect(200);
    for (String since : List.of(later, token, later, warm.since)) {
      assertTrue(warm.mina.sync(since).body().toString().contains("org.bongsu.test"));
    }
    assertTrue(second.sync(secondLater).body().toString().contains("org.bongsu.test"));
    String since = second.sync(secondToken).text("next_batch");
    warm.yuna.sendText(warm.room, "넷째 봉화");
    Answer after = second.sync(since);
    assertTrue(after.body().has("rooms"));
    assertFalse(after.body().has("account_data"));
  }
}
