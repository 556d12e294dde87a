package org.bongsu.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

class RedactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "m.room.message            | {\"body\":\"x\",\"membership\":\"join\"} | {}",
        "m.room.name               | {\"name\":\"x\"}                         | {}",
        "m.room.create             | {\"a\":1,\"m.federate\":false}           "
            + "| {\"a\":1,\"m.federate\":false}",
        "m.room.join_rules         | {\"join_rule\":\"restricted\",\"allow\":[1],\"x\":2} "
            + "| {\"join_rule\":\"restricted\",\"allow\":[1]}",
        "m.room.history_visibility | {\"history_visibility\":\"shared\",\"x\":1} "
            + "| {\"history_visibility\":\"shared\"}",
        "m.room.redaction          | {\"redacts\":\"$x\",\"reason\":\"secret\"} | {\"redacts\":\"$x\"}",
        "m.room.aliases            | {\"aliases\":[]}                         | {}",
        "m.room.member             | {\"membership\":\"join\",\"displayname\":\"x\",\"reason\":\"y\","
            + "\"join_authorised_via_users_server\":\"@a:b\"} "
            + "| {\"membership\":\"join\",\"join_authorised_via_users_server\":\"@a:b\"}",
        "m.room.member             | {\"membership\":\"invite\",\"third_party_invite\":"
            + "{\"display_name\":\"x\",\"signed\":{\"token\":\"t\"}}} "
            + "| {\"membership\":\"invite\",\"third_party_invite\":{\"signed\":{\"token\":\"t\"}}}",
        "m.room.power_levels       | {\"ban\":1,\"events\":{},\"events_default\":2,\"invite\":3,"
            + "\"kick\":4,\"redact\":5,\"state_default\":6,\"users\":{},\"users_default\":7,"
            + "\"notifications\":{\"room\":1}} "
            + "| {\"ban\":1,\"events\":{},\"events_default\":2,\"invite\":3,\"kick\":4,\"redact\":5,"
            + "\"state_default\":6,\"users\":{},\"users_default\":7}",
      })
  void keepsWhatTheRoomVersionKeeps(String type, String content, String kept) {
    for (RoomVersion version : RoomVersion.values()) {
      ObjectNode before = Json.object(content);
      assertEquals(Json.object(kept), Redaction.redactContent(version, type, before));
      assertEquals(Json.object(content), before);
    }
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void keysOfOlderVersionsAtTheTopLevelGo(RoomVersion version) {
    ObjectNode pdu =
        Json.object(
            """
            {"type":"m.room.message","sender":"@a:b","content":{"body":"x"},"origin":"b",
             "membership":"join","prev_state":[],"unsigned":{},"redacts":"$x","hashes":{}}
            """);
    assertEquals(
        Json.object(
            "{\"type\":\"m.room.message\",\"sender\":\"@a:b\",\"content\":{},\"hashes\":{}}"),
        Redaction.redact(version, pdu));
  }

  @Test
  void redactionTakesEffectByPowerOrOnOnesOwnEvent() {
    Rooms room = new Rooms(RoomVersion.V11).withPowerLevels("{\"users\":{\"@mod:x\":50}}");
    PowerLevels levels = PowerLevels.of(RoomVersion.V11, room).orElseThrow();
    assertEquals(true, Redaction.takesEffect(levels, Rooms.user("mod"), Rooms.user("somebody")));
    assertEquals(true, Redaction.takesEffect(levels, Rooms.user("me"), Rooms.user("me")));
    assertEquals(false, Redaction.takesEffect(levels, Rooms.user("me"), Rooms.user("mod")));
  }
}
