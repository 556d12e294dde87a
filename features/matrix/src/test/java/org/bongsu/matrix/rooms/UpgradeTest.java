package org.bongsu.matrix.rooms;

import static org.bongsu.contract.MatrixClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.bongsu.contract.MatrixClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UpgradeTest extends RoomsTest {
  private static JsonNode state(MatrixClient client, String room, String type) {
    return client.get(room("/state/{}", room, type)).expect(200).body();
  }

  @Test
  void theNewRoomTakesOverWhatTheOldOneWas() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    MatrixClient rude = person("rude");
    String name = "옛마을-" + soonbok.deviceId();
    String old =
        soonbok.createRoom(Map.of("visibility", "public", "name", "옛 마을", "room_alias_name", name));
    gildong.join(old);
    rude.join(old);
    soonbok.post(room("/ban", old), Map.of("user_id", rude.userId())).expect(200);
    gildong
        .post(room("/upgrade", old), Map.of("new_version", "12"))
        .expectError(403, "M_FORBIDDEN");
    soonbok
        .post(room("/upgrade", old), Map.of("new_version", "2"))
        .expectError(400, "M_UNSUPPORTED_ROOM_VERSION");
    String replacement =
        soonbok
            .post(
                room("/upgrade", old),
                Map.of("new_version", "12", "additional_creators", List.of(gildong.userId())))
            .expect(200)
            .text("replacement_room");
    assertEquals(
        replacement, state(gildong, old, "m.room.tombstone").path("replacement_room").asString());
    assertEquals("옛 마을", state(soonbok, replacement, "m.room.name").path("name").asString());
    JsonNode create = state(soonbok, replacement, "m.room.create");
    assertEquals("12", create.path("room_version").asString());
    assertEquals(old, create.at("/predecessor/room_id").asString());
    assertEquals(gildong.userId(), create.at("/additional_creators/0").asString());
    String alias = "#" + name + ":localhost";
    assertEquals(
        replacement, gildong.get(path("/directory/room/{}", alias)).expect(200).text("room_id"));
    assertEquals(
        alias, state(soonbok, replacement, "m.room.canonical_alias").path("alias").asString());
    assertEquals(
        "private",
        gildong.get(path("/directory/list/room/{}", old)).expect(200).text("visibility"));
    assertEquals(
        "public",
        gildong.get(path("/directory/list/room/{}", replacement)).expect(200).text("visibility"));
    gildong
        .put(room("/send/m.room.message/{}", old, "late"), Map.of("msgtype", "m.text", "body", "?"))
        .expectError(403, "M_FORBIDDEN");
    rude.post(room("/join", replacement)).expectError(403, "M_FORBIDDEN");
    gildong.join(replacement);
    gildong.sendState(replacement, "m.room.topic", "", Map.of("topic", "새 마을"));
  }

  /** Each user's own settings of the old room, when the user enters the new one. */
  @Test
  void tagsDirectChatsAndPushRulesAreCarriedOver() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String old = soonbok.createRoom();
    gildong.join(old);
    for (MatrixClient one : List.of(soonbok, gildong)) {
      one.put(path("/user/{}/rooms/{}/tags/m.favourite", one.userId(), old), Map.of("order", 0.5))
          .expect(200);
      one.put(
              path("/user/{}/account_data/m.direct", one.userId()),
              Map.of("@friend:localhost", List.of("!other:localhost", old)))
          .expect(200);
      one.put(path("/pushrules/global/room/{}", old), Map.of("actions", List.of("notify")))
          .expect(200);
      Map<String, Object> mute =
          Map.of(
              "actions",
              List.of(),
              "conditions",
              List.of(Map.of("kind", "event_match", "key", "room_id", "pattern", old)));
      one.put(path("/pushrules/global/override/{}", old), mute).expect(200);
      one.put(path("/pushrules/global/override/{}/enabled", old), Map.of("enabled", false))
          .expect(200);
    }
    String replacement =
        soonbok
            .post(room("/upgrade", old), Map.of("new_version", "12"))
            .expect(200)
            .text("replacement_room");
    gildong.join(replacement);
    for (MatrixClient one : List.of(soonbok, gildong)) {
      JsonNode tags =
          one.get(path("/user/{}/rooms/{}/tags", one.userId(), replacement)).expect(200).body();
      assertEquals(0.5, tags.at("/tags/m.favourite/order").doubleValue());
      JsonNode direct =
          one.get(path("/user/{}/account_data/m.direct", one.userId())).expect(200).body();
      assertEquals(
          List.of("!other:localhost", old, replacement),
          direct.path("@friend:localhost").valueStream().map(JsonNode::asString).toList());
      one.get(path("/pushrules/global/room/{}", replacement)).expect(200);
      JsonNode muted =
          one.get(path("/pushrules/global/override/{}", replacement)).expect(200).body();
      assertEquals(replacement, muted.at("/conditions/0/pattern").asString());
      assertFalse(muted.path("enabled").booleanValue());
    }
  }

  @Test
  void aRoomThatOnlyClaimsAPredecessorInheritsNothing() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient stranger = person("stranger");
    String old = soonbok.createRoom();
    soonbok
        .put(path("/user/{}/rooms/{}/tags/m.favourite", soonbok.userId(), old), Map.of())
        .expect(200);
    String pretender =
        stranger.createRoom(
            Map.of(
                "preset",
                "public_chat",
                "creation_content",
                Map.of("predecessor", Map.of("room_id", old))));
    soonbok.join(pretender);
    assertEquals(
        0,
        soonbok
            .get(path("/user/{}/rooms/{}/tags", soonbok.userId(), pretender))
            .expect(200)
            .path("tags")
            .size());
  }

  @Test
  void aRoomIsReplacedByAnotherRoomAndCreatedOnce() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    soonbok
        .put(room("/state/m.room.tombstone", room), Map.of("replacement_room", room))
        .expectError(400, "M_INVALID_PARAM");
    soonbok
        .put(room("/state/m.room.create", room), Map.of("room_version", "11"))
        .expectError(400, "M_INVALID_PARAM");
    soonbok
        .put(room("/send/m.room.create/1", room), Map.of("room_version", "11"))
        .expectError(400, "M_INVALID_PARAM");
  }

  @Test
  void fromVersion12BackTheCreatorsHaveALevelAgain() {
    MatrixClient soonbok = person("soonbok");
    String old = soonbok.createRoom(Map.of("room_version", "12", "preset", "public_chat"));
    String replacement =
        soonbok
            .post(room("/upgrade", old), Map.of("new_version", "11"))
            .expect(200)
            .text("replacement_room");
    JsonNode levels = state(soonbok, replacement, "m.room.power_levels");
    assertEquals(100, levels.path("users").path(soonbok.userId()).intValue() / 100 * 100);
    assertFalse(
        state(soonbok, replacement, "m.room.create").at("/predecessor/event_id").isMissingNode());
  }

  @Test
  void roomsAndEventsAreReported() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom();
    String said = soonbok.sendText(room, "나쁜 말");
    Map<String, Object> report = Map.of("reason", "욕설", "score", -50);
    gildong.post(room("/report/{}", room, said), report).expectError(404, "M_NOT_FOUND");
    gildong.join(room);
    gildong.post(room("/report/{}", room, said), report).expect(200);
    gildong.post(room("/report/{}", room, "$없음"), report).expectError(404, "M_NOT_FOUND");
    gildong.post(room("/report", room), Map.of("reason", "이상한 방")).expect(200);
    gildong
        .post(room("/report", "!없음:localhost"), Map.of("reason", "?"))
        .expectError(404, "M_NOT_FOUND");
  }
}
