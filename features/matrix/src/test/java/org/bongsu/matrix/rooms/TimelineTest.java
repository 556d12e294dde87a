package org.bongsu.matrix.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TimelineTest extends RoomsTest {
  private static List<String> ids(JsonNode chunk) {
    return chunk.valueStream().map(event -> event.path("event_id").stringValue()).toList();
  }

  private static List<String> sendTexts(MatrixClient client, String room, int count) {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(client.sendText(room, i + "번째 봉화"));
    }
    return sent;
  }

  @Test
  void pagesBackwardsAndForwardsHaveEachEventOnce() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    sendTexts(soonbok, room, 7);
    List<String> back = new ArrayList<>();
    String from = "";
    do {
      Answer page =
          soonbok
              .get(
                  room("/messages?dir=b&limit=4", room)
                      + (from.isEmpty() ? "" : MatrixClient.path("&from={}", from)))
              .expect(200);
      back.addAll(ids(page.path("chunk")));
      from = page.path("end").asString("");
    } while (!from.isEmpty());
    Answer all = soonbok.get(room("/messages?dir=f&limit=100", room)).expect(200);
    Answer afterAll =
        soonbok.get(room("/messages?dir=f&from={}", room, all.text("end"))).expect(200);
    assertTrue(afterAll.path("chunk").isEmpty() && afterAll.path("end").isMissingNode());
    String later = soonbok.sendText(room, "나중");
    assertEquals(
        List.of(later),
        ids(
            soonbok
                .get(room("/messages?dir=f&from={}", room, all.text("end")))
                .expect(200)
                .path("chunk")));
    assertEquals(ids(all.path("chunk")), back.reversed());
    assertEquals("m.room.create", all.text("chunk.0.type"));
    assertEquals(13, back.size());
  }

  @Test
  void aPageEndsAtTheOtherToken() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    sendTexts(soonbok, room, 2);
    String between = soonbok.get(room("/messages?dir=b&limit=1", room)).expect(200).text("start");
    List<String> later = sendTexts(soonbok, room, 3);
    Answer since = soonbok.get(room("/messages?dir=b&limit=50&to={}", room, between)).expect(200);
    assertEquals(later.reversed(), ids(since.path("chunk")));
    Answer onwards = soonbok.get(room("/messages?dir=f&from={}", room, between)).expect(200);
    assertEquals(later, ids(onwards.path("chunk")));
    String token = soonbok.sync().text("next_batch");
    Answer none = soonbok.get(room("/messages?dir=f&from={}", room, token)).expect(200);
    assertEquals(List.of(), ids(none.path("chunk")));
  }

  @Test
  void aFilterChoosesAndLazyLoadingAddsTheSenders() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom();
    gildong.join(room);
    soonbok.sendText(room, "안녕");
    String said = gildong.sendText(room, "안녕하세요");
    String filter =
        "{\"senders\":[\"%s\"],\"types\":[\"m.room.mess*\"],\"lazy_load_members\":true}"
            .formatted(gildong.userId());
    Answer page = soonbok.get(room("/messages?dir=b&filter={}", room, filter)).expect(200);
    assertEquals(List.of(said), ids(page.path("chunk")));
    assertEquals(gildong.userId(), page.text("state.0.state_key"));
    soonbok.get(room("/messages?dir=b&filter={}", room, "{")).expectError(400, "M_INVALID_PARAM");
  }

  @Test
  void whoHasLeftSeesNothingThatCameLater() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom();
    gildong.join(room);
    gildong.leave(room);
    String secret = soonbok.sendText(room, "길동이 몰래");
    Answer page = gildong.get(room("/messages?dir=b&limit=1", room)).expect(200);
    assertEquals("leave", page.text("chunk.0.content.membership"));
    gildong.get(room("/event/{}", room, secret)).expectError(404, "M_NOT_FOUND");
    gildong.get(room("/context/{}", room, secret)).expectError(404, "M_NOT_FOUND");
    MatrixClient stranger = person("stranger");
    stranger.get(room("/messages?dir=b", room)).expectError(403, "M_FORBIDDEN");
    stranger.get(room("/event/{}", room, secret)).expectError(404, "M_NOT_FOUND");
    stranger.get(room("/event/{}", "!없음:localhost", secret)).expectError(404, "M_NOT_FOUND");
  }

  @Test
  void malformedRequestsAreRefused() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    soonbok.get(room("/messages", room)).expectError(400, "M_MISSING_PARAM");
    soonbok.get(room("/messages?dir=up", room)).expectError(400, "M_INVALID_PARAM");
    soonbok.get(room("/messages?dir=b&from=zzz", room)).expectError(400, "M_INVALID_PARAM");
    soonbok.get(room("/messages?dir=b&limit=-1", room)).expectError(400, "M_INVALID_PARAM");
    soonbok.get(room("/event/{}", room, "$없음")).expectError(404, "M_NOT_FOUND");
  }

  @Test
  void aContextHasWhatWasBeforeAndAfterAndTheStateThen() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom(Map.of("name", "처음 이름"));
    List<String> sent = sendTexts(soonbok, room, 5);
    soonbok.sendState(room, "m.room.name", "", Map.of("name", "나중 이름"));
    Answer context = soonbok.get(room("/context/{}?limit=2", room, sent.get(2))).expect(200);
    assertEquals(sent.get(2), context.text("event.event_id"));
    assertEquals(List.of(sent.get(1)), ids(context.path("events_before")));
    assertEquals(List.of(sent.get(3)), ids(context.path("events_after")));
    assertTrue(
        context
            .path("state")
            .valueStream()
            .anyMatch(event -> event.at("/content/name").asString("").equals("처음 이름")));
    Answer before =
        soonbok
            .get(room("/messages?dir=b&limit=1&from={}", room, context.text("start")))
            .expect(200);
    assertEquals(List.of(sent.get(0)), ids(before.path("chunk")));
    Answer after =
        soonbok.get(room("/messages?dir=f&limit=1&from={}", room, context.text("end"))).expect(200);
    assertEquals(List.of(sent.get(4)), ids(after.path("chunk")));
  }

  @Test
  void aTimeLeadsToTheNearestEvent() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    List<String> sent = sendTexts(soonbok, room, 3);
    long time =
        soonbok
            .get(room("/event/{}", room, sent.getLast()))
            .expect(200)
            .path("origin_server_ts")
            .longValue();
    String at = "/_matrix/client/v1" + room("/timestamp_to_event", room);
    assertEquals(
        sent.getLast(),
        soonbok.get(at + "?dir=b&ts=" + (time + 1000)).expect(200).text("event_id"));
    String create =
        soonbok.get(room("/state/m.room.create?format=event", room)).expect(200).text("event_id");
    assertEquals(create, soonbok.get(at + "?dir=f&ts=0").expect(200).text("event_id"));
    soonbok.get(at + "?dir=f&ts=" + (time + 60_000)).expectError(404, "M_NOT_FOUND");
    soonbok.get(at + "?dir=b&ts=0").expectError(404, "M_NOT_FOUND");
    soonbok.get(at + "?dir=b").expectError(400, "M_MISSING_PARAM");
  }

  @Test
  void onlyTheSendingDeviceGetsTheTransactionId() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient second = soonbok.anotherDevice();
    String room = soonbok.createRoom();
    String path = room("/send/m.room.message/{}", room, "보냄-1");
    Map<String, String> text = Map.of("msgtype", "m.text", "body", "한 번만");
    String id = soonbok.put(path, text).expect(200).text("event_id");
    assertEquals(id, soonbok.put(path, text).expect(200).text("event_id"));
    String event = room("/event/{}", room, id);
    assertEquals("보냄-1", soonbok.get(event).expect(200).text("unsigned.transaction_id"));
    Answer other = second.get(event).expect(200);
    assertTrue(other.path("unsigned.transaction_id").isMissingNode());
    assertEquals("join", other.text("unsigned.membership"));
    assertFalse(other.path("unsigned.age").isMissingNode());
  }

  @Test
  void stateSetTwiceIsOneEventAndANewValueHasThePreviousContent() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    String first = soonbok.sendState(room, "m.room.name", "", Map.of("name", "봉수"));
    assertEquals(first, soonbok.sendState(room, "m.room.name", "", Map.of("name", "봉수")));
    String second = soonbok.sendState(room, "m.room.name", "", Map.of("name", "봉수대"));
    Answer event = soonbok.get(room("/event/{}", room, second)).expect(200);
    assertEquals(first, event.text("unsigned.replaces_state"));
    assertEquals("봉수", event.text("unsigned.prev_content.name"));
    soonbok.get(room("/state/m.room.topic/", room)).expectError(404, "M_NOT_FOUND");
  }

  @Test
  void redactedContentIsGoneEverywhere() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom();
    gildong.join(room);
    String secret = soonbok.sendText(room, "비밀번호는 1592");
    Map<String, Object> edit =
        Map.of(
            "msgtype",
            "m.text",
            "body",
            "* 비밀번호는 1597",
            "m.new_content",
            Map.of("msgtype", "m.text", "body", "비밀번호는 1597"),
            "m.relates_to",
            Map.of("rel_type", "m.replace", "event_id", secret));
    String edited = soonbok.send(room, "m.room.message", edit);
    gildong
        .put(room("/redact/{}/{}", room, secret, "r1"), Map.of())
        .expectError(403, "M_FORBIDDEN");
    String redaction =
        soonbok
            .put(room("/redact/{}/{}", room, secret, "r1"), Map.of("reason", "실수"))
            .expect(200)
            .text("event_id");
    for (String id : List.of(secret, edited)) {
      Answer gone = gildong.get(room("/event/{}", room, id)).expect(200);
      assertTrue(gone.path("content").isEmpty());
      assertEquals(redaction, gone.text("unsigned.redacted_because.event_id"));
      assertEquals("실수", gone.text("unsigned.redacted_because.content.reason"));
      assertEquals(secret, gone.text("unsigned.redacted_because.redacts"));
      assertTrue(gone.path("/unsigned/m.relations").isMissingNode());
    }
    String all = gildong.get(room("/messages?dir=b&limit=50", room)).expect(200).body().toString();
    assertFalse(all.contains("비밀번호"));
    String name = soonbok.sendState(room, "m.room.name", "", Map.of("name", "비밀의 방"));
    String next = soonbok.sendState(room, "m.room.name", "", Map.of("name", "열린 방"));
    soonbok.put(room("/redact/{}/{}", room, name, "r2"), Map.of()).expect(200);
    Answer named = gildong.get(room("/event/{}", room, next)).expect(200);
    assertTrue(named.path("unsigned.prev_content").isEmpty());
    soonbok.put(room("/redact/{}/{}", room, "$없음", "r3"), Map.of()).expectError(404, "M_NOT_FOUND");
  }
}
