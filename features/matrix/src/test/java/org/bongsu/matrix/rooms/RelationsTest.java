package org.bongsu.matrix.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RelationsTest extends RoomsTest {
  private static List<String> ids(Answer answer) {
    return answer
        .expect(200)
        .path("chunk")
        .valueStream()
        .map(event -> event.path("event_id").stringValue())
        .toList();
  }

  private static Map<String, Object> text(String body, String relType, String target) {
    return Map.of(
        "msgtype",
        "m.text",
        "body",
        body,
        "m.relates_to",
        Map.of("rel_type", relType, "event_id", target));
  }

  private static Map<String, Object> reaction(String key, String target) {
    return Map.of(
        "m.relates_to", Map.of("rel_type", "m.annotation", "event_id", target, "key", key));
  }

  private static Map<String, Object> edit(String body, String target) {
    return Map.of(
        "msgtype",
        "m.text",
        "body",
        "* " + body,
        "m.new_content",
        Map.of("msgtype", "m.text", "body", body),
        "m.relates_to",
        Map.of("rel_type", "m.replace", "event_id", target));
  }

  private static String v1(String path) {
    return "/_matrix/client/v1" + path;
  }

  @Test
  void anEventIsSentWithItsNewestEditByTheSender() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom();
    gildong.join(room);
    String said = soonbok.sendText(room, "봉화 하나");
    soonbok.send(room, "m.room.message", edit("봉화 둘", said));
    String newest = soonbok.send(room, "m.room.message", edit("봉화 셋", said));
    gildong.send(room, "m.room.message", edit("가짜", said));
    Answer event = gildong.get(room("/event/{}", room, said)).expect(200);
    assertEquals("봉화 하나", event.text("content.body"));
    assertEquals(newest, event.text("/unsigned/m.relations/m.replace/event_id"));
    soonbok.put(room("/redact/{}/{}", room, newest, "e"), Map.of()).expect(200);
    Answer older = gildong.get(room("/event/{}", room, said)).expect(200);
    assertEquals("* 봉화 둘", older.text("/unsigned/m.relations/m.replace/content/body"));
  }

  @Test
  void aThreadIsSummedUpAtItsRootAndListed() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom();
    gildong.join(room);
    String first = soonbok.sendText(room, "첫 타래");
    String second = soonbok.sendText(room, "둘째 타래");
    soonbok.send(room, "m.room.message", text("답 하나", "m.thread", second));
    String reply = gildong.send(room, "m.room.message", text("답 둘", "m.thread", first));
    String last = soonbok.send(room, "m.room.message", text("답 셋", "m.thread", first));
    JsonNode thread =
        gildong
            .get(room("/event/{}", room, first))
            .expect(200)
            .path("/unsigned/m.relations/m.thread");
    assertEquals(2, thread.path("count").intValue());
    assertEquals(last, thread.at("/latest_event/event_id").asString());
    assertTrue(thread.path("current_user_participated").booleanValue());
    String threads = v1(room("/threads", room));
    assertEquals(List.of(first, second), ids(soonbok.get(threads)));
    assertEquals(List.of(first), ids(gildong.get(threads + "?include=participated")));
    Answer page = soonbok.get(threads + "?limit=1").expect(200);
    assertEquals(List.of(first), ids(page));
    Answer rest =
        soonbok.get(threads + MatrixClient.path("?limit=1&from={}", page.text("next_batch")));
    assertEquals(List.of(second), ids(rest));
    assertFalse(rest.body().has("next_batch"));
    soonbok
        .put(room("/send/m.room.message/{}", room, "nested"), text("타래 속 타래", "m.thread", reply))
        .expectError(400, "M_UNKNOWN");
    soonbok.put(room("/redact/{}/{}", room, last, "t"), Map.of()).expect(200);
    assertEquals(
        reply,
        soonbok
            .get(room("/event/{}", room, first))
            .expect(200)
            .text("/unsigned/m.relations/m.thread/latest_event/event_id"));
    soonbok.get(threads + "?include=mine").expectError(400, "M_INVALID_PARAM");
    soonbok.get(threads + "?limit=0").expectError(400, "M_INVALID_PARAM");
  }

  @Test
  void relationsAreReadByTypeByPagesAndByDepth() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    String root = soonbok.sendText(room, "뿌리");
    String thumb = soonbok.send(room, "m.reaction", reaction("👍", root));
    String fire = soonbok.send(room, "m.reaction", reaction("🔥", root));
    String answer = soonbok.send(room, "m.room.message", text("답", "m.reference", root));
    String deep = soonbok.send(room, "m.reaction", reaction("👍", answer));
    String relations = v1(room("/relations/{}", room, root));
    assertEquals(List.of(answer, fire, thumb), ids(soonbok.get(relations)));
    assertEquals(List.of(thumb, fire, answer), ids(soonbok.get(relations + "?dir=f")));
    assertEquals(List.of(fire, thumb), ids(soonbok.get(relations + "/m.annotation")));
    assertEquals(List.of(answer), ids(soonbok.get(relations + "/m.reference/m.room.message")));
    assertEquals(List.of(), ids(soonbok.get(relations + "/m.reference/m.reaction")));
    Answer page = soonbok.get(relations + "?limit=2").expect(200);
    assertEquals(List.of(answer, fire), ids(page));
    Answer rest =
        soonbok.get(relations + MatrixClient.path("?limit=2&from={}", page.text("next_batch")));
    assertEquals(List.of(thumb), ids(rest));
    Answer all = soonbok.get(relations + "?recurse=true").expect(200);
    assertEquals(List.of(deep, answer, fire, thumb), ids(all));
    assertTrue(all.path("recursion_depth").intValue() >= 3);
    assertEquals(
        answer,
        soonbok
            .get(room("/event/{}", room, root))
            .expect(200)
            .text("/unsigned/m.relations/m.reference/chunk/0/event_id"));
    person("stranger").get(relations).expectError(403, "M_FORBIDDEN");
    soonbok.get(v1(room("/relations/{}", room, "$없음"))).expectError(404, "M_NOT_FOUND");
  }

  @Test
  void theSameReactionIsSentOnce() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    String said = soonbok.sendText(room, "좋은 소식");
    String first = soonbok.send(room, "m.reaction", reaction("👍", said));
    soonbok
        .put(room("/send/m.reaction/{}", room, "again"), reaction("👍", said))
        .expectError(400, "M_DUPLICATE_ANNOTATION");
    soonbok.put(room("/redact/{}/{}", room, first, "x"), Map.of()).expect(200);
    soonbok.send(room, "m.reaction", reaction("👍", said));
  }
}
