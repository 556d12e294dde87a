package org.bongsu.matrix.rooms;

import static org.bongsu.contract.MatrixClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Delayed events (MSC4140). */
class DelayedEventsTest extends RoomsTest {
  private static final String ROOT = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";
  private static final long HOUR = 3_600_000;

  private static Answer delay(
      MatrixClient client, String room, String type, long millis, Object content) {
    String at = room("/send/{}/{}", room, type, MatrixClient.newTransactionId());
    return client.put(at + "?org.matrix.msc4140.delay=" + millis, content);
  }

  private static String delayMessage(MatrixClient client, String room, long millis, String text) {
    return delay(client, room, "m.room.message", millis, message(text))
        .expect(200)
        .text("delay_id");
  }

  private static Map<String, String> message(String text) {
    return Map.of("msgtype", "m.text", "body", text);
  }

  private static Answer change(MatrixClient client, String delayId, String action) {
    return client.post(path(ROOT + "/{}", delayId), Map.of("action", action));
  }

  private static List<String> pending(MatrixClient client) {
    return client
        .get(ROOT)
        .expect(200)
        .path("delayed_events")
        .valueStream()
        .map(event -> event.path("delay_id").stringValue())
        .toList();
  }

  private static List<JsonNode> messages(MatrixClient client, String room) {
    return client
        .get(room("/messages?dir=b&limit=100", room))
        .expect(200)
        .path("chunk")
        .valueStream()
        .filter(event -> event.path("type").stringValue("").equals("m.room.message"))
        .toList();
  }

  private static boolean has(Answer sync, String room, String text) {
    return sync.body()
        .path("rooms")
        .path("join")
        .path(room)
        .path("timeline")
        .path("events")
        .valueStream()
        .anyMatch(event -> event.path("content").path("body").asString("").equals(text));
  }

  @Test
  void aDelayedMessageIsSentWhenItsTimeHasCome() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    String since = soonbok.sync().text("next_batch");
    String delayId = delayMessage(soonbok, room, HOUR, "한 시간 뒤");
    JsonNode listed = soonbok.get(ROOT).expect(200).path("delayed_events").get(0);
    assertEquals(delayId, listed.path("delay_id").stringValue());
    assertEquals(room, listed.path("room_id").stringValue());
    assertEquals("m.room.message", listed.path("type").stringValue());
    assertFalse(listed.has("state_key"));
    assertEquals(HOUR, listed.path("delay").longValue());
    assertEquals("한 시간 뒤", listed.path("content").path("body").stringValue());
    delayMessage(soonbok, room, 300, "곧");
    soonbok.syncUntil(since, sync -> has(sync, room, "곧"));
    JsonNode sent = messages(soonbok, room).getFirst();
    assertEquals("곧", sent.path("content").path("body").stringValue());
    assertTrue(
        sent.path("origin_server_ts").longValue()
            >= listed.path("running_since").longValue() + 300);
    assertFalse(sent.path("unsigned").has("transaction_id"));
    assertEquals(List.of(delayId), pending(soonbok));
  }

  @Test
  void aCancelledOneIsNotSent() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    String delayId = delayMessage(soonbok, room, HOUR, "안 보낼 말");
    change(soonbok, delayId, "cancel").expect(200);
    assertEquals(List.of(), pending(soonbok));
    change(soonbok, delayId, "send").expectError(404, "M_NOT_FOUND");
    change(soonbok, delayId, "cancel").expectError(404, "M_NOT_FOUND");
    assertEquals(List.of(), messages(soonbok, room));
  }

  @Test
  void oneCanBeSentAtOnceAndThenIsNotSentAgain() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    String delayId = delayMessage(soonbok, room, HOUR, "지금");
    change(soonbok, delayId, "send").expect(200);
    change(soonbok, delayId, "send").expectError(404, "M_NOT_FOUND");
    assertEquals(1, messages(soonbok, room).size());
    assertEquals(List.of(), pending(soonbok));
  }

  @Test
  void aRestartedOneWaitsAgain() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    String delayId = delayMessage(soonbok, room, HOUR, "다시");
    long before = soonbok.get(ROOT).path("delayed_events.0.running_since").longValue();
    change(soonbok, delayId, "restart").expect(200);
    long after = soonbok.get(ROOT).path("delayed_events.0.running_since").longValue();
    assertTrue(after >= before);
    assertEquals(List.of(delayId), pending(soonbok));
    assertEquals(HOUR, soonbok.get(ROOT).path("delayed_events.0.delay").longValue());
  }

  @Test
  void stateCanWaitToo() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    String at = room("/state/{}/{}", room, "org.matrix.msc3401.call.member", soonbok.userId());
    String delayId =
        soonbok
            .put(at + "?org.matrix.msc4140.delay=" + HOUR, Map.of("left", true))
            .expect(200)
            .text("delay_id");
    assertEquals(
        soonbok.userId(), soonbok.get(ROOT).expect(200).text("delayed_events.0.state_key"));
    soonbok.get(at).expectError(404, "M_NOT_FOUND");
    change(soonbok, delayId, "send").expect(200);
    assertTrue(soonbok.get(at).expect(200).path("left").booleanValue());
  }

  @Test
  void aMessageCanBeRedactedLater() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    String event = soonbok.sendText(room, "스스로 사라지는 말");
    String delayId =
        delay(soonbok, room, "m.room.redaction", HOUR, Map.of("redacts", event))
            .expect(200)
            .text("delay_id");
    change(soonbok, delayId, "send").expect(200);
    assertTrue(soonbok.get(room("/event/{}", room, event)).expect(200).path("content").isEmpty());
    delay(soonbok, room, "m.room.redaction", HOUR, Map.of()).expectError(400, "M_MISSING_PARAM");
  }

  @Test
  void theRoomDecidesWhenItIsSent() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom(Map.of("preset", "public_chat"));
    delay(gildong, room, "m.room.message", HOUR, message("밖에서")).expectError(403, "M_FORBIDDEN");
    gildong.join(room);
    String delayId = delayMessage(gildong, room, HOUR, "쫓겨난 뒤");
    soonbok.post(room("/kick", room), Map.of("user_id", gildong.userId())).expect(200);
    change(gildong, delayId, "send").expectError(403, "M_FORBIDDEN");
    assertEquals(List.of(), messages(soonbok, room));
  }

  @Test
  void othersNeedTheDelayId() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom();
    String delayId = delayMessage(soonbok, room, HOUR, "내 말");
    assertEquals(List.of(), pending(gildong));
    change(gildong, delayId, "cancel").expectError(404, "M_NOT_FOUND");
    MatrixClient nobody = MatrixClient.anonymous(server().url());
    nobody.post(path(ROOT + "/{}/restart", delayId)).expect(200);
    nobody.post(path(ROOT + "/{}/cancel", delayId)).expect(200);
    nobody.post(path(ROOT + "/{}/cancel", delayId)).expectError(404, "M_NOT_FOUND");
    nobody.post(path(ROOT + "/{}/frobnicate", delayId)).expectError(400, "M_INVALID_PARAM");
    assertEquals(List.of(), pending(soonbok));
  }

  @Test
  void aRetriedRequestSchedulesOnce() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    String at = room("/send/m.room.message/txn?org.matrix.msc4140.delay=" + HOUR, room);
    String first = soonbok.put(at, message("한 번")).expect(200).text("delay_id");
    assertEquals(first, soonbok.put(at, message("한 번")).expect(200).text("delay_id"));
    assertEquals(List.of(first), pending(soonbok));
  }

  @Test
  void thereAreLimits() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    Object content = message("말");
    Answer tooLate = delay(soonbok, room, "m.room.message", 24 * HOUR + 1, content);
    tooLate.expectError(400, "M_UNKNOWN");
    JsonNode error = tooLate.body();
    assertEquals("M_MAX_DELAY_EXCEEDED", error.path("org.matrix.msc4140.errcode").stringValue());
    assertEquals(24 * HOUR, error.path("org.matrix.msc4140.max_delay").longValue());
    for (long nonsense : new long[] {0, -1}) {
      delay(soonbok, room, "m.room.message", nonsense, content).expectError(400, "M_INVALID_PARAM");
    }
    String delayId = delayMessage(soonbok, room, 24 * HOUR, "말");
    change(soonbok, delayId, "frobnicate").expectError(400, "M_INVALID_PARAM");
    soonbok.post(path(ROOT + "/{}", delayId), Map.of()).expectError(400, "M_MISSING_PARAM");
    String other = soonbok.createRoom();
    for (int i = 1; i < 100; i++) {
      delayMessage(soonbok, i % 2 == 0 ? room : other, HOUR, "말");
    }
    Answer tooMany = delay(soonbok, room, "m.room.message", HOUR, content);
    tooMany.expectError(400, "M_UNKNOWN");
    assertEquals(
        "M_MAX_DELAYED_EVENTS_EXCEEDED",
        tooMany.body().path("org.matrix.msc4140.errcode").stringValue());
    assertEquals(100, pending(soonbok).size());
  }

  @Test
  void supportIsAdvertised() {
    assertTrue(
        MatrixClient.anonymous(server().url())
            .get("/_matrix/client/versions")
            .expect(200)
            .body()
            .path("unstable_features")
            .path("org.matrix.msc4140")
            .booleanValue());
  }
}
