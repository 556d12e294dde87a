package org.bongsu.event;

import static org.bongsu.event.AuthCases.assertAllowed;
import static org.bongsu.event.AuthCases.assertRejected;
import static org.bongsu.event.AuthCases.powerLevels;
import static org.bongsu.event.Rooms.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bongsu.event.Rejection.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PowerLevelsTest {
  private static final String LEVELS =
      """
      {"users":{%s"@admin:x":90,"@mod:x":50,"@mod2:x":50,"@low:x":10},
       "events":{"m.room.name":50,"m.room.topic":60},"notifications":{"room":60},
       "ban":60,"kick":50,"invite":0,"state_default":50}
      """;

  private static Rooms room(RoomVersion version) {
    return new Rooms(version)
        .withMembers("join", "creator", "admin", "mod", "mod2", "low", "member")
        .withPowerLevels(levels(version));
  }

  private static String levels(RoomVersion version) {
    return LEVELS.formatted(version.creatorsOutrankEverybody() ? "" : "\"@creator:x\":100,");
  }

  @Test
  void defaultsOfARoomWithoutPowerLevels() {
    PowerLevels v11 = PowerLevels.of(RoomVersion.V11, new Rooms(RoomVersion.V11)).orElseThrow();
    assertEquals(100, v11.levelOf(Rooms.CREATOR));
    assertEquals(0, v11.levelOf(user("a")));
    assertEquals(0, v11.neededFor("m.room.name", true));
    assertEquals(0, v11.neededFor("m.room.message", false));
    PowerLevels v12 = PowerLevels.of(RoomVersion.V12, new Rooms(RoomVersion.V12)).orElseThrow();
    assertEquals(PowerLevels.CREATOR, v12.levelOf(Rooms.CREATOR));
    assertEquals(0, v12.levelOf(user("a")));
    for (PowerLevels levels : new PowerLevels[] {v11, v12}) {
      assertEquals(50, levels.ban());
      assertEquals(50, levels.kick());
      assertEquals(50, levels.redact());
      assertEquals(0, levels.invite());
      assertEquals(50, levels.notification("room"));
    }
  }

  @Test
  void defaultsOfEmptyPowerLevels() {
    Rooms room = new Rooms(RoomVersion.V11).withPowerLevels("{}");
    PowerLevels levels = PowerLevels.of(RoomVersion.V11, room).orElseThrow();
    assertEquals(0, levels.levelOf(Rooms.CREATOR));
    assertEquals(50, levels.neededFor("m.room.name", true));
    assertEquals(0, levels.neededFor("m.room.message", false));
  }

  @Test
  void levelsAreWhatTheEventSays() {
    Rooms room = room(RoomVersion.V11);
    room.withPowerLevels(
        """
        {"users":{"@a:x":7,"@text:x":"100"},"users_default":3,"events":{"m.room.name":8},
         "events_default":1,"state_default":2,"invite":4,"kick":5,"ban":6,"redact":9,
         "notifications":{"room":11}}
        """);
    PowerLevels levels = PowerLevels.of(RoomVersion.V11, room).orElseThrow();
    assertEquals(7, levels.levelOf(user("a")));
    assertEquals(3, levels.levelOf(user("b")));
    assertEquals(3, levels.levelOf(user("text")));
    assertEquals(8, levels.neededFor("m.room.name", true));
    assertEquals(8, levels.neededFor("m.room.name", false));
    assertEquals(1, levels.neededFor("x", false));
    assertEquals(2, levels.neededFor("x", true));
    assertEquals(4, levels.invite());
    assertEquals(5, levels.kick());
    assertEquals(6, levels.ban());
    assertEquals(9, levels.redact());
    assertEquals(11, levels.notification("room"));
    assertEquals(50, levels.notification("other"));
  }

  @Test
  void creatorsOfVersion12OutrankEverybody() {
    Rooms room =
        new Rooms(RoomVersion.V12, "{\"room_version\":\"12\",\"additional_creators\":[\"@b:x\"]}");
    room.withPowerLevels("{\"users\":{\"@a:x\":100}}");
    PowerLevels levels = PowerLevels.of(RoomVersion.V12, room).orElseThrow();
    assertEquals(PowerLevels.CREATOR, levels.levelOf(user("b")));
    assertEquals(PowerLevels.CREATOR, levels.levelOf(Rooms.CREATOR));
    assertTrue(levels.isCreator(user("b")));
    assertEquals(100, levels.levelOf(user("a")));
    assertEquals(
        2,
        PowerLevels.creatorsOf(RoomVersion.V12, room.get(EventTypes.CREATE).orElseThrow()).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ban\":\"50\"}",
        "{\"users_default\":1.5}",
        "{\"invite\":null}",
        "{\"redact\":18446744073709551616}",
        "{\"events\":[]}",
        "{\"events\":{\"m\":\"1\"}}",
        "{\"notifications\":{\"room\":true}}",
        "{\"users\":null}",
        "{\"users\":{\"nobody\":1}}",
        "{\"users\":{\"@a:x\":\"1\"}}",
      })
  void levelsAreIntegersAndUsersAreUsers(String content) {
    for (RoomVersion version : RoomVersion.values()) {
      Rooms room = room(version);
      assertRejected(Reason.MALFORMED, version, room, powerLevels(room, "creator", content));
    }
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void firstPowerLevelsMaySayAnything(RoomVersion version) {
    Rooms room = new Rooms(version).withMembers("join", "creator", "member");
    assertAllowed(version, room, powerLevels(room, "creator", "{\"users\":{\"@a:x\":1000}}"));
  }

  @Test
  void creatorsOfVersion12AreNotAmongTheUsers() {
    String create = "{\"room_version\":\"12\",\"additional_creators\":[\"@b:x\"]}";
    for (String named : new String[] {"@creator:x", "@b:x"}) {
      Rooms room = new Rooms(RoomVersion.V12, create).withMembers("join", "creator");
      String content = "{\"users\":{\"" + named + "\":100}}";
      assertRejected(
          Reason.CREATOR_IN_POWER_LEVELS,
          RoomVersion.V12,
          room,
          powerLevels(room, "creator", content));
    }
    Rooms v11 = new Rooms(RoomVersion.V11).withMembers("join", "creator");
    assertAllowed(
        RoomVersion.V11, v11, powerLevels(v11, "creator", "{\"users\":{\"@creator:x\":100}}"));
  }

  /** Each row replaces a part of the levels by another, as the moderator (50) or the admin (90). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "mod   | \"kick\":50           | \"kick\":40           | true",
        "mod   | \"kick\":50           | \"kick\":51           | false",
        "mod   | \"ban\":60            | \"ban\":40            | false",
        "mod   | ,\"state_default\":50 | ~~                    | true",
        "mod   | \"ban\":60,           | ~~                    | false",
        "mod   | \"invite\":0          | \"invite\":0,\"redact\":50 | true",
        "mod   | \"invite\":0          | \"invite\":0,\"redact\":51 | false",
        "mod   | \"invite\":0          | \"invite\":0,\"users_default\":60 | false",
        "mod   | \"m.room.name\":50    | \"m.room.name\":0     | true",
        "mod   | \"m.room.name\":50    | \"m.room.name\":51    | false",
        "mod   | \"m.room.topic\":60   | \"m.room.topic\":0    | false",
        "mod   | ,\"m.room.topic\":60  | ~~                    | false",
        "mod   | \"m.room.name\":50    | \"m.room.name\":50,\"x\":50 | true",
        "mod   | \"m.room.name\":50    | \"m.room.name\":50,\"x\":51 | false",
        "mod   | \"room\":60           | \"room\":0            | false",
        "mod   | \"room\":60           | \"room\":60,\"other\":50 | true",
        "admin | \"room\":60           | \"room\":0            | true",
        "mod   | \"@low:x\":10         | \"@low:x\":50         | true",
        "mod   | \"@low:x\":10         | \"@low:x\":51         | false",
        "mod   | ,\"@low:x\":10        | ~~                    | true",
        "mod   | \"@low:x\":10         | \"@low:x\":10,\"@new:x\":50 | true",
        "mod   | \"@low:x\":10         | \"@low:x\":10,\"@new:x\":51 | false",
        "mod   | \"@mod2:x\":50        | \"@mod2:x\":0         | false",
        "mod   | \"@mod2:x\":50,       | ~~                    | false",
        "mod   | \"@mod:x\":50         | \"@mod:x\":0          | true",
        "mod   | \"@mod:x\":50,        | ~~                    | true",
        "mod   | \"@mod:x\":50         | \"@mod:x\":51         | false",
        "mod   | \"@admin:x\":90       | \"@admin:x\":10       | false",
        "admin | \"@mod:x\":50         | \"@mod:x\":90         | true",
        "admin | \"@mod:x\":50         | \"@mod:x\":91         | false",
        "low   | \"kick\":50           | \"kick\":50           | false",
        "mod   | \"kick\":50           | \"kick\":50           | true",
      })
  void nobodyGivesOrTakesWhatIsAboveThem(String who, String part, String by, boolean allowed) {
    for (RoomVersion version : RoomVersion.values()) {
      Rooms room = room(version);
      String before = levels(version);
      assertTrue(before.contains(part), part);
      String after = before.replace(part, by);
      if (allowed) {
        assertAllowed(version, room, powerLevels(room, who, after));
      } else {
        assertRejected(Reason.POWER_TOO_LOW, version, room, powerLevels(room, who, after));
      }
    }
  }

  @Test
  void creatorsOfVersion12ChangeEverything() {
    Rooms room = room(RoomVersion.V12);
    String after = "{\"users\":{\"@low:x\":9007199254740991},\"ban\":9007199254740991}";
    assertAllowed(RoomVersion.V12, room, powerLevels(room, "creator", after));
    assertRejected(Reason.POWER_TOO_LOW, RoomVersion.V12, room, powerLevels(room, "admin", after));
  }
}
