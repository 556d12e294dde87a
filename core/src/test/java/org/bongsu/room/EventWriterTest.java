package org.bongsu.room;

import static org.bongsu.room.OneShard.GILDONG;
import static org.bongsu.room.OneShard.ROOM;
import static org.bongsu.room.OneShard.SOONBOK;
import static org.bongsu.room.OneShard.membership;
import static org.bongsu.room.OneShard.set;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bongsu.command.Command;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventTypes;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The cached state of a room equals the store's. */
class EventWriterTest {
  private static final RoomId BROKEN = new RoomId("!broken:localhost");

  private static RoomCommand.SendEvent say(String body) {
    return set(SOONBOK, EventTypes.MESSAGE, null, Json.object().put("body", body));
  }

  private static ObjectNode levels(int toSend) {
    ObjectNode levels = Json.object().put("events_default", toSend);
    levels.putObject("users").put(SOONBOK.value(), 100);
    return levels;
  }

  /**
   * A command that creates a room; if broken, it is refused at its last event, after the room was
   * cached.
   */
  private static RoomCommand.CreateRoom creation(boolean broken) {
    return new RoomCommand.CreateRoom(
        BROKEN,
        SOONBOK,
        "11",
        false,
        1,
        List.of(
            new NewEvent(EventTypes.CREATE, "", Json.object().put("room_version", "11")),
            new NewEvent(EventTypes.MEMBER, SOONBOK.value(), membership("join")),
            new NewEvent(
                EventTypes.MEMBER,
                (broken ? GILDONG : SOONBOK).value(),
                Json.object().put("membership", broken ? "join" : "leave"))));
  }

  private static List<Command> everything() {
    return List.of(
        say("하나"),
        set(GILDONG, EventTypes.MEMBER, GILDONG.value(), membership("join")),
        set(GILDONG, EventTypes.MESSAGE, null, Json.object().put("body", "둘")),
        set(SOONBOK, EventTypes.POWER_LEVELS, "", levels(10)),
        set(GILDONG, EventTypes.MESSAGE, null, Json.object().put("body", "못 할 말")),
        creation(true),
        creation(false),
        set(SOONBOK, EventTypes.POWER_LEVELS, "", levels(0)),
        set(GILDONG, EventTypes.MESSAGE, null, Json.object().put("body", "셋")),
        new RoomCommand.PublishRoom(ROOM, GILDONG, true),
        new RoomCommand.PublishRoom(ROOM, SOONBOK, true),
        set(SOONBOK, EventTypes.MEMBER, GILDONG.value(), membership("ban")),
        new RoomCommand.SetMembership(
            ROOM, SOONBOK, GILDONG, membership("leave"), List.of("join"), null),
        set(GILDONG, EventTypes.MEMBER, GILDONG.value(), membership("join")),
        say("넷"));
  }

  @Test
  void aRestartAfterEachCommandChangesNoOutcome(@TempDir Path directory) throws Exception {
    try (OneShard steady = new OneShard(Files.createDirectory(directory.resolve("steady")));
        OneShard restarted = new OneShard(Files.createDirectory(directory.resolve("restarted")))) {
      steady.createRoom();
      restarted.createRoom();
      for (Command command : everything()) {
        steady.apply(command);
        restarted.restart();
        restarted.apply(command);
        assertArrayEquals(steady.digest(), restarted.digest(), command::toString);
      }
    }
  }

  @Test
  void aRoomThatWasRefusedLeavesNoTrace(@TempDir Path directory) {
    try (OneShard shard = new OneShard(directory)) {
      assertEquals(Refusal.FORBIDDEN, shard.refuse(creation(true)));
      assertTrue(shard.rooms().find(BROKEN).isEmpty());
      shard.accept(creation(false));
      assertEquals(3, shard.rooms().find(BROKEN).orElseThrow().depth());
    }
  }

  @Test
  void whoIsBannedInTheMeantimeIsNotLetInAgainByAKick(@TempDir Path directory) {
    try (OneShard shard = new OneShard(directory)) {
      shard.createRoom();
      shard.member(GILDONG, GILDONG, "join");
      shard.member(SOONBOK, GILDONG, "ban");
      assertEquals(
          Refusal.BAD_STATE,
          shard.refuse(
              new RoomCommand.SetMembership(
                  ROOM, SOONBOK, GILDONG, membership("leave"), List.of("join", "invite"), null)));
    }
  }

  @Test
  void theSameStateIsOneEventButNotBySomebodyElse(@TempDir Path directory) {
    try (OneShard shard = new OneShard(directory)) {
      shard.createRoom();
      shard.member(GILDONG, GILDONG, "join");
      shard.accept(
          set(SOONBOK, EventTypes.POWER_LEVELS, "", Json.object().put("state_default", 0)));
      ObjectNode name = Json.object().put("name", "봉수");
      EventId first = shard.accept(set(SOONBOK, EventTypes.NAME, "", name));
      assertEquals(first, shard.accept(set(SOONBOK, EventTypes.NAME, "", name)));
      assertNotEquals(first, shard.accept(set(GILDONG, EventTypes.NAME, "", name)));
    }
  }
}
