package org.bongsu.matrix.rooms;

import static org.bongsu.contract.MatrixClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.bongsu.contract.MatrixClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AliasTest extends RoomsTest {
  private static String directory(String alias) {
    return path("/directory/room/{}", alias);
  }

  private static String alias(String room) {
    return "#남산-" + room.substring(1, 8) + ":localhost";
  }

  @Test
  void anAliasLeadsToItsRoomUntilItIsDeleted() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom();
    String alias = alias(room);
    gildong.put(directory(alias), Map.of("room_id", room)).expectError(403, "M_FORBIDDEN");
    soonbok.put(directory(alias), Map.of("room_id", room)).expect(200);
    soonbok.put(directory(alias), Map.of("room_id", room)).expectError(409, "M_UNKNOWN");
    gildong.join(alias);
    assertEquals(
        List.of(alias),
        gildong
            .get(room("/aliases", room))
            .expect(200)
            .path("aliases")
            .valueStream()
            .map(JsonNode::stringValue)
            .toList());
    gildong.delete(directory(alias)).expectError(403, "M_FORBIDDEN");
    soonbok.delete(directory(alias)).expect(200);
    gildong.get(directory(alias)).expectError(404, "M_NOT_FOUND");
    soonbok.delete(directory(alias)).expectError(404, "M_NOT_FOUND");
    person("stranger").get(room("/aliases", room)).expectError(403, "M_FORBIDDEN");
  }

  @Test
  void aCanonicalAliasMustPointToTheRoom() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    String other = soonbok.createRoom();
    String canonical = room("/state/m.room.canonical_alias/", room);
    String alias = alias(room);
    soonbok.put(canonical, Map.of("alias", alias)).expectError(400, "M_BAD_ALIAS");
    soonbok.put(directory(alias), Map.of("room_id", other)).expect(200);
    soonbok.put(canonical, Map.of("alias", alias)).expectError(400, "M_BAD_ALIAS");
    soonbok.delete(directory(alias)).expect(200);
    soonbok.put(directory(alias), Map.of("room_id", room)).expect(200);
    soonbok.put(canonical, Map.of("alias", alias)).expect(200);
    soonbok
        .put(canonical, Map.of("alt_aliases", List.of("남산")))
        .expectError(400, "M_INVALID_PARAM");
    soonbok.put(canonical, Map.of("alias", 7)).expectError(400, "M_INVALID_PARAM");
  }

  @Test
  void aDeletedAliasIsNoLongerTheCanonicalOne() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    String alias = alias(room);
    soonbok.put(directory(alias), Map.of("room_id", room)).expect(200);
    soonbok.sendState(room, "m.room.canonical_alias", "", Map.of("alias", alias));
    soonbok.delete(directory(alias)).expect(200);
    JsonNode left = soonbok.get(room("/state/m.room.canonical_alias", room)).expect(200).body();
    assertTrue(left.path("alias").isMissingNode());
  }

  @Test
  void whatIsNoAliasOfThisServerIsRefused() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    soonbok
        .put(directory("#a:elsewhere.example"), Map.of("room_id", room))
        .expectError(400, "M_INVALID_PARAM");
    soonbok.put(directory("남산"), Map.of("room_id", room)).expectError(400, "M_INVALID_PARAM");
    soonbok.put(directory("#a:localhost"), Map.of()).expectError(400, "M_MISSING_PARAM");
  }
}
