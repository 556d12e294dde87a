package org.bongsu.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.bongsu.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthEventsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "m.room.create  |        | {} | ",
        "m.room.message | NONE   | {} | create power @a:x",
        "m.room.name    |        | {} | create power @a:x",
        "m.room.member  | @a:x   | {\"membership\":\"join\"}   | create power @a:x rules",
        "m.room.member  | @a:x   | {\"membership\":\"leave\"}  | create power @a:x",
        "m.room.member  | @b:x   | {\"membership\":\"ban\"}    | create power @a:x @b:x",
        "m.room.member  | @b:x   | {\"membership\":\"invite\"} | create power @a:x @b:x rules",
        "m.room.member  | @a:x   | {\"membership\":\"knock\"}  | create power @a:x rules",
        "m.room.member  | @a:x   "
            + "| {\"membership\":\"join\",\"join_authorised_via_users_server\":\"@c:x\"} "
            + "| create power @a:x rules @c:x",
        "m.room.member  | @a:x   "
            + "| {\"membership\":\"leave\",\"join_authorised_via_users_server\":\"@c:x\"} "
            + "| create power @a:x",
        "m.room.member  | @b:x   "
            + "| {\"membership\":\"invite\",\"third_party_invite\":{\"signed\":{\"token\":\"t\"}}} "
            + "| create power @a:x @b:x rules t",
      })
  void selectionOfVersion11AndThatOfVersion12WithoutCreate(
      String type, String stateKey, String content, String expected) {
    String key = "NONE".equals(stateKey) ? null : stateKey == null ? "" : stateKey;
    List<String> wanted = expected == null ? List.of() : List.of(expected.split(" "));
    assertEquals(wanted, names(RoomVersion.V11, type, key, content));
    assertEquals(
        wanted.stream().filter(name -> !name.equals("create")).toList(),
        names(RoomVersion.V12, type, key, content));
  }

  private static List<String> names(
      RoomVersion version, String type, String stateKey, String content) {
    return AuthEvents.selection(version, type, stateKey, Rooms.user("a"), Json.object(content))
        .stream()
        .map(AuthEventsTest::name)
        .toList();
  }

  private static String name(StateTuple tuple) {
    return switch (tuple.type()) {
      case EventTypes.CREATE -> "create";
      case EventTypes.POWER_LEVELS -> "power";
      case EventTypes.JOIN_RULES -> "rules";
      default -> tuple.stateKey();
    };
  }
}
