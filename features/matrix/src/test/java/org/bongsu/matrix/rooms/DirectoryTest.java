package org.bongsu.matrix.rooms;

import static org.bongsu.contract.MatrixClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DirectoryTest extends RoomsTest {
  private static List<String> rooms(Answer answer, String list) {
    return answer
        .expect(200)
        .path(list)
        .valueStream()
        .map(room -> room.path("room_id").stringValue())
        .toList();
  }

  private static Answer search(MatrixClient client, String term) {
    return client.post("/publicRooms", Map.of("filter", Map.of("generic_search_term", term)));
  }

  @Test
  void publishedRoomsAreFoundBySyllablesOfTheirName() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String large = soonbok.createRoom(Map.of("visibility", "public", "name", "한라산 등산 모임"));
    String small =
        soonbok.createRoom(Map.of("visibility", "public", "name", "저녁 모임", "topic", "한라산이 보이는 곳"));
    String hidden = soonbok.createRoom(Map.of("preset", "public_chat", "name", "숨은 한라산"));
    gildong.join(large);
    assertEquals(List.of(large, small), rooms(search(gildong, "한라"), "chunk"));
    assertEquals(List.of(large), rooms(search(gildong, "등산"), "chunk"));
    assertFalse(rooms(gildong.get("/publicRooms"), "chunk").contains(hidden));
    gildong
        .put(path("/directory/list/room/{}", hidden), Map.of("visibility", "public"))
        .expectError(403, "M_FORBIDDEN");
    soonbok
        .put(path("/directory/list/room/{}", hidden), Map.of("visibility", "public"))
        .expect(200);
    assertEquals(
        "public",
        gildong.get(path("/directory/list/room/{}", hidden)).expect(200).text("visibility"));
    assertEquals(3, search(gildong, "한라").path("chunk").size());
    gildong.get(path("/directory/list/room/{}", "!없음:localhost")).expectError(404, "M_NOT_FOUND");
  }

  @Test
  void theDirectoryIsReadByPagesAndByType() {
    MatrixClient soonbok = person("soonbok");
    for (int i = 0; i < 3; i++) {
      soonbok.createRoom(Map.of("visibility", "public", "name", "페이지방 " + i));
    }
    String space =
        soonbok.createRoom(
            Map.of(
                "visibility", "public",
                "name", "페이지방 모음",
                "creation_content", Map.of("type", "m.space")));
    Map<String, Object> filter = Map.of("generic_search_term", "페이지방");
    Answer first = soonbok.post("/publicRooms", Map.of("limit", 3, "filter", filter)).expect(200);
    assertEquals(3, first.path("chunk").size());
    assertEquals(4, first.path("total_room_count_estimate").intValue());
    Answer second =
        soonbok
            .post(
                "/publicRooms",
                Map.of("limit", 3, "filter", filter, "since", first.text("next_batch")))
            .expect(200);
    assertEquals(1, second.path("chunk").size());
    assertTrue(second.body().has("prev_batch"));
    assertFalse(second.body().has("next_batch"));
    Answer spaces =
        soonbok.post("/publicRooms", Map.of("filter", Map.of("room_types", List.of("m.space"))));
    assertEquals(List.of(space), rooms(spaces, "chunk"));
    soonbok.get("/publicRooms?since=zz").expectError(400, "M_INVALID_PARAM");
  }

  @Test
  void aSummaryIsForThoseWhoMayKnowTheRoom() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String open = soonbok.createRoom(Map.of("preset", "public_chat", "name", "열린 방"));
    String closed = soonbok.createRoom(Map.of("name", "닫힌 방"));
    String summary = "/_matrix/client/v1/room_summary/{}";
    Answer found = gildong.get(path(summary, open)).expect(200);
    assertEquals("열린 방", found.text("name"));
    assertEquals("leave", found.text("membership"));
    assertEquals("public", found.text("join_rule"));
    gildong.get(path(summary, closed)).expectError(404, "M_NOT_FOUND");
    soonbok.invite(closed, gildong.userId());
    assertEquals("invite", gildong.get(path(summary, closed)).expect(200).text("membership"));
    MatrixClient nobody = MatrixClient.anonymous(server().url());
    assertTrue(nobody.get(path(summary, open)).expect(200).path("membership").isMissingNode());
    gildong.get(path(summary, "#없음:localhost")).expectError(404, "M_NOT_FOUND");
  }

  @Test
  void aSpaceShowsItsRoomsInOrderAndOnlyWhatOneMayKnow() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    Map<String, Object> spaceType = Map.of("type", "m.space");
    String space =
        soonbok.createRoom(
            Map.of("preset", "public_chat", "name", "마을", "creation_content", spaceType));
    String inner =
        soonbok.createRoom(
            Map.of("preset", "public_chat", "name", "골목", "creation_content", spaceType));
    String hall = soonbok.createRoom(Map.of("preset", "public_chat", "name", "회관"));
    String secret = soonbok.createRoom(Map.of("name", "비밀"));
    String house = soonbok.createRoom(Map.of("preset", "public_chat", "name", "집"));
    List<String> via = List.of("localhost");
    soonbok.sendState(space, "m.space.child", secret, Map.of("via", via));
    soonbok.sendState(space, "m.space.child", inner, Map.of("via", via, "order", "b"));
    soonbok.sendState(
        space, "m.space.child", hall, Map.of("via", via, "order", "a", "suggested", true));
    soonbok.sendState(inner, "m.space.child", house, Map.of("via", via));
    soonbok.sendState(inner, "m.space.child", space, Map.of("via", via));
    String hierarchy = "/_matrix/client/v1" + room("/hierarchy", space);
    assertEquals(List.of(space, hall, inner, house), rooms(gildong.get(hierarchy), "rooms"));
    assertEquals(
        List.of(space, hall, inner, house, secret), rooms(soonbok.get(hierarchy), "rooms"));
    assertEquals(
        List.of(space, hall, inner), rooms(gildong.get(hierarchy + "?max_depth=1"), "rooms"));
    assertEquals(
        List.of(space, hall), rooms(gildong.get(hierarchy + "?suggested_only=true"), "rooms"));
    Answer first = gildong.get(hierarchy + "?limit=3").expect(200);
    assertEquals(List.of(space, hall, inner), rooms(first, "rooms"));
    JsonNode children = first.path("rooms.0.children_state");
    assertEquals(3, children.size());
    String next = first.text("next_batch");
    assertEquals(
        List.of(house), rooms(gildong.get(hierarchy + path("?limit=3&from={}", next)), "rooms"));
    gildong.get(hierarchy + path("?max_depth=1&from={}", next)).expectError(400, "M_INVALID_PARAM");
    gildong.get("/_matrix/client/v1" + room("/hierarchy", secret)).expectError(403, "M_FORBIDDEN");
  }

  /** Before, a page of such spaces could take all memory. */
  @Test
  void aPageOfSpacesEndsIfItsChildrenAreLarge() {
    MatrixClient soonbok = person("soonbok");
    Map<String, Object> space =
        Map.of("preset", "public_chat", "creation_content", Map.of("type", "m.space"));
    String outer = soonbok.createRoom(space);
    List<String> inner = List.of(soonbok.createRoom(space), soonbok.createRoom(space));
    List<String> via = List.of("localhost");
    for (String room : inner) {
      soonbok.sendState(outer, "m.space.child", room, Map.of("via", via));
      for (int i = 0; i < 80; i++) {
        soonbok.sendState(
            room, "m.space.child", "!" + i + ":a", Map.of("via", via, "x", "x".repeat(60_000)));
      }
    }
    String hierarchy = "/_matrix/client/v1" + room("/hierarchy", outer);
    Answer first = soonbok.get(hierarchy);
    assertEquals(2, rooms(first, "rooms").size());
    assertTrue(first.bytes().length < 6 << 20, first.bytes().length + " bytes");
    Answer second = soonbok.get(hierarchy + path("?from={}", first.text("next_batch")));
    assertEquals(1, rooms(second, "rooms").size());
    assertFalse(second.body().has("next_batch"));
    assertEquals(
        Set.copyOf(inner), Set.of(rooms(first, "rooms").get(1), rooms(second, "rooms").get(0)));
  }

  @Test
  void aSpaceWhoseChildrenDoNotExistIsNotSearchedForEver() {
    MatrixClient soonbok = person("soonbok");
    String space =
        soonbok.createRoom(
            Map.of("preset", "public_chat", "creation_content", Map.of("type", "m.space")));
    String last = soonbok.createRoom();
    List<String> via = List.of("localhost");
    IntStream.range(0, 5_000)
        .parallel()
        .forEach(i ->
            soonbok.sendState(
                space, "m.space.child", "!" + i + ":a", Map.of("via", via, "order", "a")));
    soonbok.sendState(space, "m.space.child", last, Map.of("via", via, "order", "b"));
    String hierarchy = "/_matrix/client/v1" + room("/hierarchy", space);
    assertEquals(List.of(space), rooms(soonbok.get(hierarchy), "rooms"));
  }
}
