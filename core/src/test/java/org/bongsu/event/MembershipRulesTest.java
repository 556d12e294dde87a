package org.bongsu.event;

import static org.bongsu.event.AuthCases.assertAllowed;
import static org.bongsu.event.AuthCases.assertRejected;
import static org.bongsu.event.AuthCases.member;
import static org.bongsu.event.AuthCases.state;
import static org.bongsu.event.Rooms.user;

import java.util.List;
import org.bongsu.event.AuthRules.Proposed;
import org.bongsu.event.Rejection.Reason;
import org.bongsu.id.EventId;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipRulesTest {
  private static final String ALLOWED = "ALLOWED";

  /**
   * A room with users of every membership; the creator has level 100 or more, mods 50, others 0.
   */
  private static Rooms room(RoomVersion version) {
    String creator = version.creatorsOutrankEverybody() ? "" : "\"@creator:x\":100,";
    return new Rooms(version)
        .withMembers("join", "creator", "mod", "mod2", "member", "member2")
        .withMembers("invite", "invited")
        .withMembers("leave", "gone")
        .withMembers("knock", "knocking")
        .withMembers("ban", "banned", "bannedmod")
        .withPowerLevels(
            "{\"users\":{"
                + creator
                + "\"@mod:x\":50,\"@mod2:x\":50,\"@bannedmod:x\":50},\"invite\":50}");
  }

  private static void check(Rooms room, Proposed event, String expected) {
    if (expected.equals(ALLOWED)) {
      assertAllowed(room.version(), room, event);
    } else {
      assertRejected(Reason.valueOf(expected), room.version(), room, event);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "public, stranger, ALLOWED",
    "public, gone, ALLOWED",
    "public, invited, ALLOWED",
    "public, member, ALLOWED",
    "public, knocking, ALLOWED",
    "public, banned, BANNED",
    "invite, stranger, NOT_INVITED",
    "invite, gone, NOT_INVITED",
    "invite, knocking, NOT_INVITED",
    "invite, invited, ALLOWED",
    "invite, member, ALLOWED",
    "invite, banned, BANNED",
    "knock, stranger, NOT_INVITED",
    "knock, knocking, NOT_INVITED",
    "knock, invited, ALLOWED",
    "knock, member, ALLOWED",
    "knock, banned, BANNED",
    "restricted, stranger, NOT_INVITED",
    "restricted, invited, ALLOWED",
    "restricted, member, ALLOWED",
    "restricted, banned, BANNED",
    "knock_restricted, stranger, NOT_INVITED",
    "knock_restricted, knocking, NOT_INVITED",
    "knock_restricted, invited, ALLOWED",
    "knock_restricted, banned, BANNED",
    "private, stranger, NOT_INVITED",
    "private, invited, NOT_INVITED",
    "org.unknown, invited, NOT_INVITED",
  })
  void joining(String joinRule, String who, String expected) {
    for (RoomVersion version : RoomVersion.values()) {
      Rooms room = room(version).withJoinRule(joinRule);
      check(room, member(room, who, who, "join"), expected);
    }
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void withoutJoinRulesARoomIsByInvitation(RoomVersion version) {
    Rooms room = room(version);
    check(room, member(room, "stranger", "stranger", "join"), "NOT_INVITED");
    check(room, member(room, "invited", "invited", "join"), ALLOWED);
  }

  @ParameterizedTest
  @CsvSource({
    "stranger, creator, creator, ALLOWED",
    "stranger, mod, mod, ALLOWED",
    "gone, mod, mod, ALLOWED",
    "knocking, mod, mod, ALLOWED",
    "stranger, member, member, NOT_INVITED",
    "stranger, bannedmod, bannedmod, NOT_INVITED",
    "stranger, mod, , NOT_INVITED",
    "stranger, , mod, NOT_INVITED",
    "stranger, mod, creator, NOT_INVITED",
    "banned, mod, mod, BANNED",
  })
  void restrictedJoinsAreByThePowerOfAMember(
      String who, String inContent, String vouchedFor, String expected) {
    for (RoomVersion version : RoomVersion.values()) {
      for (String rule : List.of("restricted", "knock_restricted")) {
        Rooms room = room(version).withJoinRule(rule);
        String via =
            inContent == null
                ? ""
                : ",\"join_authorised_via_users_server\":\"" + user(inContent) + "\"";
        Proposed join =
            state(
                room,
                who,
                EventTypes.MEMBER,
                user(who).value(),
                "{\"membership\":\"join\"" + via + "}");
        check(room, vouchedFor == null ? join : join.authorisedVia(user(vouchedFor)), expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void nobodyVouchesForThemselves(RoomVersion version) {
    Rooms room = room(version).withJoinRule("public");
    String content =
        "{\"membership\":\"join\",\"join_authorised_via_users_server\":\"@creator:x\"}";
    check(room, state(room, "a", EventTypes.MEMBER, "@a:x", content), "NOT_INVITED");
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void theCreatorJoinsRightAfterTheCreateEvent(RoomVersion version) {
    Rooms room = new Rooms(version);
    check(room, firstJoin(room, "creator"), ALLOWED);
    check(room, firstJoin(room, "other"), "NOT_INVITED");
    check(room, member(room, "creator", "creator", "join"), "NOT_INVITED");
  }

  private static Proposed firstJoin(Rooms room, String who) {
    return new Proposed(
        room.roomId(),
        user(who),
        EventTypes.MEMBER,
        user(who).value(),
        Json.object("{\"membership\":\"join\"}"),
        List.of(new EventId("$create")),
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "creator, stranger, ALLOWED",
    "mod, stranger, ALLOWED",
    "mod, gone, ALLOWED",
    "mod, invited, ALLOWED",
    "mod, knocking, ALLOWED",
    "mod, member, ALREADY_MEMBER",
    "mod, banned, BANNED",
    "member, stranger, POWER_TOO_LOW",
    "stranger, member, NOT_JOINED",
    "invited, stranger, NOT_JOINED",
    "banned, stranger, NOT_JOINED",
  })
  void inviting(String who, String target, String expected) {
    for (RoomVersion version : RoomVersion.values()) {
      Rooms room = room(version);
      check(room, member(room, who, target, "invite"), expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "member, member, ALLOWED",
    "invited, invited, ALLOWED",
    "knocking, knocking, ALLOWED",
    "creator, creator, ALLOWED",
    "gone, gone, NOT_A_MEMBER",
    "stranger, stranger, NOT_A_MEMBER",
    "banned, banned, BANNED",
    "mod, member, ALLOWED",
    "mod, invited, ALLOWED",
    "mod, knocking, ALLOWED",
    "mod, banned, ALLOWED",
    "mod, mod2, POWER_TOO_LOW",
    "mod, bannedmod, POWER_TOO_LOW",
    "mod, creator, POWER_TOO_LOW",
    "creator, mod, ALLOWED",
    "creator, bannedmod, ALLOWED",
    "member, member2, POWER_TOO_LOW",
    "member, banned, POWER_TOO_LOW",
    "stranger, member, NOT_JOINED",
    "banned, member, NOT_JOINED",
  })
  void leavingKickingAndUnbanning(String who, String target, String expected) {
    for (RoomVersion version : RoomVersion.values()) {
      Rooms room = room(version);
      check(room, member(room, who, target, "leave"), expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mod, member, ALLOWED",
    "mod, stranger, ALLOWED",
    "mod, invited, ALLOWED",
    "mod, banned, ALLOWED",
    "mod, mod2, POWER_TOO_LOW",
    "mod, mod, POWER_TOO_LOW",
    "mod, creator, POWER_TOO_LOW",
    "creator, mod, ALLOWED",
    "creator, creator, POWER_TOO_LOW",
    "member, stranger, POWER_TOO_LOW",
    "invited, stranger, NOT_JOINED",
    "stranger, member, NOT_JOINED",
  })
  void banning(String who, String target, String expected) {
    for (RoomVersion version : RoomVersion.values()) {
      Rooms room = room(version);
      check(room, member(room, who, target, "ban"), expected);
    }
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void unbanningTakesTheBanLevelToo(RoomVersion version) {
    Rooms room = room(version);
    room.withPowerLevels("{\"users\":{\"@mod:x\":50},\"ban\":60,\"kick\":10}");
    check(room, member(room, "mod", "banned", "leave"), "POWER_TOO_LOW");
    check(room, member(room, "mod", "member", "leave"), ALLOWED);
    check(room, member(room, "mod", "member", "ban"), "POWER_TOO_LOW");
  }

  @ParameterizedTest
  @CsvSource({
    "knock, stranger, ALLOWED",
    "knock, gone, ALLOWED",
    "knock, knocking, ALLOWED",
    "knock_restricted, stranger, ALLOWED",
    "knock, banned, BANNED",
    "knock, invited, ALREADY_MEMBER",
    "knock, member, ALREADY_MEMBER",
    "public, stranger, KNOCKING_NOT_ALLOWED",
    "invite, stranger, KNOCKING_NOT_ALLOWED",
    "restricted, stranger, KNOCKING_NOT_ALLOWED",
  })
  void knocking(String joinRule, String who, String expected) {
    for (RoomVersion version : RoomVersion.values()) {
      Rooms room = room(version).withJoinRule(joinRule);
      check(room, member(room, who, who, "knock"), expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"join", "knock"})
  void nobodyJoinsOrKnocksForOthers(String membership) {
    for (RoomVersion version : RoomVersion.values()) {
      Rooms room = room(version).withJoinRule(membership.equals("join") ? "public" : "knock");
      check(room, member(room, "creator", "stranger", membership), "NOT_YOURS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"membership\":1}", "{\"membership\":\"JOIN\"}"})
  void membershipsAreOneOfFive(String content) {
    for (RoomVersion version : RoomVersion.values()) {
      Rooms room = room(version).withJoinRule("public");
      check(room, state(room, "a", EventTypes.MEMBER, "@a:x", content), "MALFORMED");
    }
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void stateKeysOfMemberEventsAreUserIds(RoomVersion version) {
    Rooms room = room(version);
    String invite = "{\"membership\":\"invite\"}";
    check(room, state(room, "mod", EventTypes.MEMBER, "nobody", invite), "MALFORMED");
    check(room, state(room, "mod", EventTypes.MEMBER, "", invite), "MALFORMED");
    check(room, state(room, "mod", EventTypes.MEMBER, null, invite), "MALFORMED");
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void thirdPartyInvitesAreRefusedPlainly(RoomVersion version) {
    Rooms room = room(version);
    String invite = "{\"membership\":\"invite\",\"third_party_invite\":{}}";
    check(room, state(room, "mod", EventTypes.MEMBER, "@a:x", invite), "THIRD_PARTY_INVITE");
  }

  @Test
  void additionalCreatorsOfVersion12OutrankEverybodyButEachOther() {
    String create = "{\"room_version\":\"%s\",\"additional_creators\":[\"@second:x\"]}";
    Rooms v12 =
        new Rooms(RoomVersion.V12, create.formatted("12"))
            .withMembers("join", "creator", "second", "admin")
            .withPowerLevels("{\"users\":{\"@admin:x\":9007199254740991}}");
    check(v12, member(v12, "second", "admin", "ban"), ALLOWED);
    check(v12, member(v12, "second", "creator", "ban"), "POWER_TOO_LOW");
    check(v12, member(v12, "creator", "second", "leave"), "POWER_TOO_LOW");
    check(v12, member(v12, "admin", "second", "leave"), "POWER_TOO_LOW");

    Rooms v11 =
        new Rooms(RoomVersion.V11, create.formatted("11"))
            .withMembers("join", "creator", "second", "admin")
            .withPowerLevels("{\"users\":{\"@admin:x\":100}}");
    check(v11, member(v11, "second", "admin", "ban"), "POWER_TOO_LOW");
    check(v11, member(v11, "admin", "creator", "leave"), ALLOWED);
  }
}
