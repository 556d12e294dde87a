package org.bongsu.matrix.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RoomCreationTest extends RoomsTest {
  private static JsonNode state(MatrixClient client, String room, String type) {
    return client.get(room("/state/{}", room, type)).expect(200).body();
  }

  @Test
  void aPrivateRoomHasTheStateThatTheSpecificationNamesInItsOrder() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room =
        soonbok.createRoom(
            Map.of(
                "name",
                "봉수 마을",
                "topic",
                "불이 나도 이어지는 이야기",
                "invite",
                List.of(gildong.userId()),
                "is_direct",
                true));
    List<String> types =
        soonbok
            .get(room("/state", room))
            .expect(200)
            .body()
            .valueStream()
            .map(event -> event.path("type").stringValue())
            .toList();
    assertEquals(
        List.of(
            "m.room.create",
            "m.room.member",
            "m.room.power_levels",
            "m.room.join_rules",
            "m.room.history_visibility",
            "m.room.guest_access",
            "m.room.name",
            "m.room.topic",
            "m.room.member"),
        types);
    assertEquals("invite", state(soonbok, room, "m.room.join_rules").path("join_rule").asString());
    assertEquals(
        "shared",
        state(soonbok, room, "m.room.history_visibility").path("history_visibility").asString());
    JsonNode topic = state(soonbok, room, "m.room.topic");
    assertEquals("불이 나도 이어지는 이야기", topic.at("/m.topic/m.text/0/body").asString());
    assertEquals("11", state(soonbok, room, "m.room.create").path("room_version").asString());
    JsonNode invite =
        soonbok.get(room("/state/m.room.member/{}", room, gildong.userId())).expect(200).body();
    assertTrue(invite.path("is_direct").booleanValue());
    assertEquals("invite", invite.path("membership").asString());
    JsonNode levels = state(soonbok, room, "m.room.power_levels");
    assertEquals(100, levels.path("users").path(soonbok.userId()).intValue());
    assertEquals(0, levels.path("invite").intValue());
  }

  @Test
  void aPublicRoomIsOpenToAllButNotToGuests() {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom(Map.of("visibility", "public"));
    assertEquals("public", state(soonbok, room, "m.room.join_rules").path("join_rule").asString());
    assertEquals(
        "forbidden", state(soonbok, room, "m.room.guest_access").path("guest_access").asString());
    person("gildong").join(room);
  }

  @Test
  void trustedPeopleHaveTheCreatorsPower() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room =
        soonbok.createRoom(
            Map.of("preset", "trusted_private_chat", "invite", List.of(gildong.userId())));
    JsonNode users = state(soonbok, room, "m.room.power_levels").path("users");
    assertEquals(100, users.path(gildong.userId()).intValue());
  }

  @Test
  void inVersion12TheRoomIdIsTheHashOfItsCreationAndCreatorsStandAboveThePowerLevels() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    Map<String, Object> wanted =
        Map.of(
            "room_version", "12",
            "name", "열두째 봉수",
            "preset", "trusted_private_chat",
            "invite", List.of(gildong.userId()));
    String room = soonbok.createRoom(wanted);
    String another = soonbok.createRoom(wanted);
    assertNotEquals(room, another);
    assertFalse(room.contains(":"));
    JsonNode create = soonbok.get(room("/state/m.room.create?format=event", room)).body();
    assertEquals(room.substring(1), create.path("event_id").asString().substring(1));
    assertEquals(gildong.userId(), create.at("/content/additional_creators/0").asString());
    JsonNode levels = state(soonbok, room, "m.room.power_levels");
    assertTrue(levels.path("users").isEmpty());
    assertEquals(150, levels.at("/events/m.room.tombstone").intValue());
    gildong.join(room);
    gildong.sendState(room, "m.room.name", "", Map.of("name", "함께 만든 방"));
    ObjectNode named = levels.deepCopy().asObject();
    named.putObject("users").put(soonbok.userId(), 100);
    soonbok.put(room("/state/m.room.power_levels", room), named).expectError(400, "M_BAD_JSON");
  }

  @Test
  void initialStateWinsOverThePresetAndIsOverruledByNameAndTopic() {
    MatrixClient soonbok = person("soonbok");
    ObjectNode body = Json.object().put("name", "바른 이름").put("preset", "public_chat");
    body.putArray("initial_state")
        .addObject()
        .put("type", "m.room.join_rules")
        .putObject("content")
        .put("join_rule", "knock");
    body.withArray("initial_state")
        .addObject()
        .put("type", "m.room.name")
        .putObject("content")
        .put("name", "다른 이름");
    body.putObject("power_level_content_override").put("events_default", 10);
    String room = soonbok.createRoom(body);
    assertEquals("knock", state(soonbok, room, "m.room.join_rules").path("join_rule").asString());
    assertEquals("바른 이름", state(soonbok, room, "m.room.name").path("name").asString());
    assertEquals(10, state(soonbok, room, "m.room.power_levels").path("events_default").intValue());
  }

  @Test
  void anAliasIsCreatedWithTheRoomAndDeletedIfTheRoomIsRefused() {
    MatrixClient soonbok = person("soonbok");
    String name = "한강-" + soonbok.deviceId();
    ObjectNode impossible = Json.object().put("room_alias_name", name);
    impossible
        .putObject("power_level_content_override")
        .putObject("users")
        .put(soonbok.userId(), 0);
    soonbok.post("/createRoom", impossible).expectError(400, "M_INVALID_ROOM_STATE");
    String room = soonbok.createRoom(Map.of("room_alias_name", name));
    String alias = "#" + name + ":localhost";
    assertEquals(
        room,
        soonbok.get(MatrixClient.path("/directory/room/{}", alias)).expect(200).text("room_id"));
    assertEquals(alias, state(soonbok, room, "m.room.canonical_alias").path("alias").asString());
    soonbok.post("/createRoom", Map.of("room_alias_name", name)).expectError(400, "M_ROOM_IN_USE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"@soonbok:localhost\"",
        "{}",
        "[7]",
        "[\"soonbok\"]",
        "[\"@soonbok\"]",
        "[\"@soonbok:\"]",
        "[\"@soonbok:local host\"]",
        "[\"@soonbok:dom$ain.example\"]",
        "[\"@soonbok:localhost\",null]"
      })
  void inVersion12AdditionalCreatorsAreUserIds(String creators) {
    MatrixClient soonbok = person("soonbok");
    String content = "\"additional_creators\":" + creators;
    for (String preset : List.of("private_chat", "trusted_private_chat")) {
      soonbok
          .post(
              "/createRoom",
              "{\"room_version\":\"12\",\"preset\":\"%s\",\"creation_content\":{%s}}"
                  .formatted(preset, content))
          .expectError(400, "M_INVALID_PARAM");
    }
    soonbok
        .post(
            room("/upgrade", soonbok.createRoom()),
            "{\"new_version\":\"12\",%s}".formatted(content))
        .expectError(400, "M_INVALID_PARAM");
  }

  @Test
  void whatCannotBeIsRefused() {
    MatrixClient soonbok = person("soonbok");
    soonbok
        .post("/createRoom", Map.of("room_version", "1"))
        .expectError(400, "M_UNSUPPORTED_ROOM_VERSION");
    soonbok.post("/createRoom", Map.of("preset", "시장")).expectError(400, "M_INVALID_PARAM");
    soonbok
        .post("/createRoom", Map.of("room_alias_name", "a:b"))
        .expectError(400, "M_INVALID_PARAM");
    soonbok.post("/createRoom", Map.of("name", 3)).expectError(400, "M_BAD_JSON");
    soonbok
        .post("/createRoom", Map.of("invite", List.of("@somebody:elsewhere.example")))
        .expectError(403, "M_FORBIDDEN");
    soonbok
        .post("/createRoom", "{\"initial_state\":[{\"type\":\"m.room.topic\"}]}")
        .expectError(400, "M_BAD_JSON");
  }
}
