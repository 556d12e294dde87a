package org.bongsu.event;

import static org.bongsu.event.AuthCases.assertAllowed;
import static org.bongsu.event.AuthCases.assertRejected;
import static org.bongsu.event.AuthCases.message;
import static org.bongsu.event.AuthCases.state;
import static org.bongsu.event.Rooms.user;

import java.util.List;
import org.bongsu.event.AuthRules.Proposed;
import org.bongsu.event.Rejection.Reason;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthRulesTest {
  private static final RoomState NO_ROOM = (type, stateKey) -> java.util.Optional.empty();

  private static Proposed create(RoomId room, String content) {
    UserId sender = Rooms.CREATOR;
    return new Proposed(room, sender, EventTypes.CREATE, "", Json.object(content), List.of(), null);
  }

  private static Rooms room(RoomVersion version) {
    return new Rooms(version)
        .withMembers("join", "creator", "mod", "member")
        .withPowerLevels(
            version.creatorsOutrankEverybody()
                ? "{\"users\":{\"@mod:x\":50}}"
                : "{\"users\":{\"@creator:x\":100,\"@mod:x\":50}}");
  }

  @Test
  void createEventOfVersion11NamesARoomOfItsServer() {
    RoomVersion v11 = RoomVersion.V11;
    assertAllowed(v11, NO_ROOM, create(new RoomId("!r:x"), "{\"room_version\":\"11\"}"));
    assertAllowed(v11, NO_ROOM, create(new RoomId("!r:x"), "{\"additional_creators\":5}"));
    assertRejected(
        Reason.WRONG_ROOM, v11, NO_ROOM, create(new RoomId("!r:y"), "{\"room_version\":\"11\"}"));
    assertRejected(Reason.WRONG_ROOM, v11, NO_ROOM, create(new RoomId("!r"), "{}"));
    assertRejected(
        Reason.MALFORMED, v11, NO_ROOM, create(new RoomId("!r:x"), "{\"room_version\":\"12\"}"));
    assertRejected(
        Reason.MALFORMED, v11, NO_ROOM, create(new RoomId("!r:x"), "{\"room_version\":11}"));
  }

  @Test
  void createEventOfVersion12NamesNoRoom() {
    RoomVersion v12 = RoomVersion.V12;
    assertAllowed(v12, NO_ROOM, create(null, "{\"room_version\":\"12\"}"));
    assertRejected(
        Reason.WRONG_ROOM, v12, NO_ROOM, create(new RoomId("!r:x"), "{\"room_version\":\"12\"}"));
    assertAllowed(
        v12, NO_ROOM, create(null, "{\"room_version\":\"12\",\"additional_creators\":[\"@a:y\"]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "null", "\"@a:x\"", "[1]", "[\"@a:x\",\"nobody\"]", "{\"@a:x\":1}"})
  void additionalCreatorsAreAListOfUserIds(String value) {
    assertRejected(
        Reason.MALFORMED,
        RoomVersion.V12,
        NO_ROOM,
        create(null, "{\"room_version\":\"12\",\"additional_creators\":" + value + "}"));
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void aRoomIsCreatedOnce(RoomVersion version) {
    RoomId room = version.roomIdIsCreateHash() ? null : new RoomId("!room:x");
    Proposed again =
        new Proposed(
            room,
            Rooms.CREATOR,
            EventTypes.CREATE,
            "",
            Json.object(),
            List.of(new EventId("$create")),
            null);
    assertRejected(Reason.WRONG_ROOM, version, NO_ROOM, again);
    assertRejected(Reason.WRONG_ROOM, version, room(version), create(room, "{}"));
    Proposed withKey =
        new Proposed(room, Rooms.CREATOR, EventTypes.CREATE, "x", Json.object(), List.of(), null);
    assertRejected(Reason.MALFORMED, version, NO_ROOM, withKey);
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void eventsBelongToTheirRoom(RoomVersion version) {
    Rooms room = room(version);
    Proposed elsewhere =
        new Proposed(
            new RoomId("!other:x"),
            user("member"),
            "m.room.message",
            null,
            Json.object(),
            List.of(),
            null);
    assertRejected(Reason.WRONG_ROOM, version, room, elsewhere);
    assertRejected(Reason.WRONG_ROOM, version, NO_ROOM, message(room, "member", "m.room.message"));
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void roomsMayBeKeptToTheirServer(RoomVersion version) {
    Rooms room = new Rooms(version, "{\"m.federate\":false}").withJoinRule("public");
    UserId stranger = new UserId("@stranger:y");
    assertRejected(
        Reason.NOT_FEDERATED,
        version,
        room,
        AuthCases.event(
            room, stranger, EventTypes.MEMBER, stranger.value(), "{\"membership\":\"join\"}"));
    assertAllowed(version, room, AuthCases.member(room, "a", "a", "join"));
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void onlyMembersSend(RoomVersion version) {
    Rooms room =
        room(version)
            .withMembers("invite", "invited")
            .withMembers("leave", "gone")
            .withMembers("ban", "banned")
            .withMembers("knock", "knocking");
    assertAllowed(version, room, message(room, "member", "m.room.message"));
    for (String who : List.of("invited", "gone", "banned", "knocking", "stranger")) {
      assertRejected(Reason.NOT_JOINED, version, room, message(room, who, "m.room.message"));
      assertRejected(Reason.NOT_JOINED, version, room, state(room, who, "m.room.name", "", "{}"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "member, m.room.message, false, true",
    "member, m.room.redaction, false, true",
    "member, m.room.name, true, false",
    "mod, m.room.name, true, true",
    "creator, m.room.name, true, true",
    "member, org.cheap, true, true",
    "mod, org.dear, false, false",
    "creator, org.dear, false, true",
    "mod, m.room.tombstone, true, false",
  })
  void sendingTakesThePowerOfTheEventsType(
      String who, String type, boolean isState, boolean allowed) {
    String levels =
        "\"events\":{\"org.cheap\":0,\"org.dear\":100,\"m.room.tombstone\":100},"
            + "\"state_default\":50,\"events_default\":0";
    for (RoomVersion version : RoomVersion.values()) {
      String creator = version.creatorsOutrankEverybody() ? "" : "\"@creator:x\":100,";
      Rooms room =
          room(version)
              .withPowerLevels("{\"users\":{" + creator + "\"@mod:x\":50}," + levels + "}");
      Proposed event = isState ? state(room, who, type, "", "{}") : message(room, who, type);
      if (allowed) {
        assertAllowed(version, room, event);
      } else {
        assertRejected(Reason.POWER_TOO_LOW, version, room, event);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void withoutPowerLevelsEveryMemberSetsState(RoomVersion version) {
    Rooms room = new Rooms(version).withMembers("join", "creator", "member");
    assertAllowed(version, room, state(room, "member", "m.room.name", "", "{}"));
    assertAllowed(version, room, message(room, "member", "m.room.message"));
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void stateKeysThatAreUserIdsBelongToThatUser(RoomVersion version) {
    Rooms room =
        room(version).withPowerLevels("{\"events\":{\"org.mine\":0},\"users\":{\"@mod:x\":50}}");
    assertAllowed(version, room, state(room, "member", "org.mine", "@member:x", "{}"));
    assertAllowed(version, room, state(room, "member", "org.mine", "member", "{}"));
    assertRejected(
        Reason.NOT_YOURS, version, room, state(room, "member", "org.mine", "@mod:x", "{}"));
    assertRejected(
        Reason.NOT_YOURS, version, room, state(room, "mod", "org.mine", "@member:x_dev", "{}"));
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void thirdPartyInvitesTakeTheInviteLevel(RoomVersion version) {
    Rooms room = room(version).withPowerLevels("{\"invite\":50,\"users\":{\"@mod:x\":50}}");
    String type = EventTypes.THIRD_PARTY_INVITE;
    assertAllowed(version, room, state(room, "mod", type, "token", "{}"));
    assertRejected(Reason.POWER_TOO_LOW, version, room, state(room, "member", type, "t", "{}"));
  }
}
