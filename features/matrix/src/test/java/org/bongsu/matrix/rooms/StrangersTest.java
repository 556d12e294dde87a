package org.bongsu.matrix.rooms;

import static org.bongsu.contract.MatrixClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.junit.jupiter.api.Test;

/** What went wrong in other servers (docs/security.md): requests about rooms of others. */
class StrangersTest extends RoomsTest {
  private static Map<String, Object> text(String body, String relType, String event) {
    return Map.of(
        "msgtype",
        "m.text",
        "body",
        body,
        "m.relates_to",
        Map.of("rel_type", relType, "event_id", event));
  }

  @Test
  void anEventIsReachedOnlyThroughItsOwnRoom() {
    MatrixClient yuna = person("yuna");
    MatrixClient mallory = person("mallory");
    String room = yuna.createRoom();
    String event = yuna.sendText(room, "우리끼리");
    String other = mallory.createRoom();
    for (String read : List.of("/event/{}", "/context/{}")) {
      mallory.get(room(read, other, event)).expectError(404, "M_NOT_FOUND");
    }
    mallory
        .get("/_matrix/client/v1" + room("/relations/{}", other, event))
        .expectError(404, "M_NOT_FOUND");
    mallory.put(room("/redact/{}/t", other, event), Map.of()).expectError(404, "M_NOT_FOUND");
    for (String type : List.of("m.read", "m.read.private", "m.fully_read")) {
      mallory.post(room("/receipt/{}/{}", other, type, event)).expectError(400, "M_INVALID_PARAM");
    }
    mallory.send(other, "m.room.message", text("끼어들기", "m.thread", event));
    mallory.send(other, "m.room.message", text("고치기", "m.replace", event));
    Answer seen = yuna.get(room("/event/{}", room, event)).expect(200);
    assertEquals("우리끼리", seen.text("content.body"));
    assertFalse(seen.path("unsigned").has("m.relations"), seen::request);
  }

  @Test
  void whoIsNotInARoomReadsAndChangesNothing() {
    MatrixClient yuna = person("yuna");
    MatrixClient mallory = person("mallory");
    String room = yuna.createRoom(Map.of("name", "닫힌 방"));
    String event = yuna.sendText(room, "비밀");
    for (String read :
        List.of("/state", "/members", "/joined_members", "/messages?dir=b", "/aliases")) {
      mallory.get(room(read, room)).expectError(403, "M_FORBIDDEN");
    }
    for (String read : List.of("/hierarchy", "/threads", "/timestamp_to_event?dir=b&ts=9")) {
      mallory.get("/_matrix/client/v1" + room(read, room)).expectError(403, "M_FORBIDDEN");
    }
    mallory.post(room("/receipt/m.read/{}", room, event)).expectError(403, "M_FORBIDDEN");
    mallory
        .put(room("/typing/{}", room, mallory.userId()), Map.of("typing", true))
        .expectError(403, "M_FORBIDDEN");
    mallory
        .put(path("/directory/list/room/{}", room), Map.of("visibility", "public"))
        .expectError(403, "M_FORBIDDEN");
    Map<String, Object> join =
        Map.of("membership", "join", "join_authorised_via_users_server", yuna.userId());
    mallory
        .put(room("/state/m.room.member/{}", room, mallory.userId()), join)
        .expectError(403, "M_FORBIDDEN");
  }

  /** Members choose what these contain, and others' lists of rooms and members contain them. */
  @Test
  void namesThatAreNoTextsDisturbNobody() {
    MatrixClient yuna = person("yuna");
    MatrixClient mallory = person("mallory");
    String room = mallory.createRoom();
    yuna.join(room);
    mallory.sendState(room, "m.room.name", "", Map.of("name", Map.of("a", 1)));
    mallory.sendState(room, "m.room.topic", "", Map.of("topic", 1, "m.topic", 2));
    mallory.sendState(room, "m.room.avatar", "", Map.of("url", List.of(1)));
    mallory.sendState(room, "m.room.encryption", "", Map.of("algorithm", 1));
    mallory.sendState(
        room,
        "m.room.member",
        mallory.userId(),
        Map.of("membership", "join", "displayname", Map.of("a", 1), "avatar_url", 1));
    yuna.get(room("/joined_members", room)).expect(200);
    yuna.get(path("/_matrix/client/v1/room_summary/{}", room)).expect(200);
  }
}
