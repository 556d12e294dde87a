package org.bongsu.room;

import static org.bongsu.room.OneShard.GILDONG;
import static org.bongsu.room.OneShard.ROOM;
import static org.bongsu.room.OneShard.SOONBOK;
import static org.bongsu.room.OneShard.membership;
import static org.bongsu.room.OneShard.set;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bongsu.command.Command;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventTypes;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * A refusal or a redaction drops from the cache all that it changed, and nothing else. To show that
 * something is still cached, its rows are deleted: it is not read.
 */
class LiveRoomsTest {
  private static final RoomId BROKEN = new RoomId("!broken:localhost");

  private static RoomCommand.RedactEvent redact(UserId sender, EventId target) {
    return new RoomCommand.RedactEvent(ROOM, sender, null, null, target, Json.object());
  }

  private static RoomCommand.SendEvent join(String name) {
    ObjectNode content = membership("join").put("displayname", name);
    return set(GILDONG, EventTypes.MEMBER, GILDONG.value(), content);
  }

  /** A room that is refused at its last event. */
  private static RoomCommand.CreateRoom refusedRoom() {
    return new RoomCommand.CreateRoom(
        BROKEN,
        SOONBOK,
        "11",
        false,
        1,
        List.of(
            new NewEvent(EventTypes.CREATE, "", Json.object().put("room_version", "11")),
            new NewEvent(EventTypes.MEMBER, SOONBOK.value(), membership("join")),
            new NewEvent(EventTypes.MEMBER, GILDONG.value(), membership("join"))));
  }

  private static void createWithTwo(OneShard shard) {
    shard.createRoom();
    shard.accept(join("길동"));
    shard.say(SOONBOK, "하나");
    shard.say(GILDONG, "둘");
  }

  /** Deletes the state's rows, so that members and power levels are only in the cache. */
  private static void deleteState(OneShard shard) {
    shard.db().update("DELETE FROM state");
  }

  @Test
  void aRedactionOfAMessageForgetsNoState(@TempDir Path directory) {
    try (OneShard shard = new OneShard(directory)) {
      createWithTwo(shard);
      EventId said = shard.say(SOONBOK, "셋");
      deleteState(shard);
      shard.accept(redact(SOONBOK, said));
      shard.say(GILDONG, "넷");
    }
  }

  @Test
  void aRefusedRedactionForgetsNothing(@TempDir Path directory) {
    try (OneShard shard = new OneShard(directory)) {
      createWithTwo(shard);
      EventId said = shard.say(SOONBOK, "셋");
      deleteState(shard);
      assertEquals(Refusal.FORBIDDEN, shard.refuse(redact(GILDONG, said)));
      shard.say(GILDONG, "넷");
    }
  }

  @Test
  void aRefusedRoomForgetsNoOtherRoom(@TempDir Path directory) {
    try (OneShard shard = new OneShard(directory)) {
      createWithTwo(shard);
      deleteState(shard);
      assertEquals(Refusal.FORBIDDEN, shard.refuse(refusedRoom()));
      shard.say(GILDONG, "셋");
    }
  }

  @Test
  void aRefusalForgetsNoActorThatWasKnownBefore(@TempDir Path directory) {
    try (OneShard shard = new OneShard(directory)) {
      createWithTwo(shard);
      long known = actors(shard);
      shard.db().update("DELETE FROM actor WHERE user = ?", GILDONG);
      assertEquals(Refusal.FORBIDDEN, shard.refuse(refusedRoom()));
      shard.say(GILDONG, "셋");
      assertEquals(known - 1, actors(shard), "he was looked up again");
    }
  }

  private static long actors(OneShard shard) {
    return shard.db().number("SELECT COUNT(*) FROM actor").orElseThrow();
  }

  /** Its content has changed, so setting the same content again is no longer a repetition. */
  @Test
  void aRedactedPieceOfStateIsForgotten(@TempDir Path directory) {
    try (OneShard shard = new OneShard(directory)) {
      createWithTwo(shard);
      EventId named = shard.accept(join("홍길동"));
      shard.accept(redact(SOONBOK, named));
      EventId again = shard.accept(join("홍길동"));
      assertNotEquals(named, again);
    }
  }

  /** A restart after each command changes no outcome, whatever is cached. */
  @Test
  void redactionsAndRefusalsLeaveWhatTheStoreHolds(@TempDir Path directory) throws Exception {
    try (OneShard steady = new OneShard(Files.createDirectory(directory.resolve("steady")));
        OneShard restarted = new OneShard(Files.createDirectory(directory.resolve("restarted")))) {
      List<EventId> sent = new ArrayList<>();
      ObjectNode levels = Json.object().put("events_default", 0).put("invite", 50);
      levels.putObject("users").put(SOONBOK.value(), 100);
      List<Function<List<EventId>, Command>> script =
          List.of(
              ids -> join("길동"),
              ids -> set(SOONBOK, EventTypes.POWER_LEVELS, "", levels),
              ids -> set(GILDONG, EventTypes.MESSAGE, null, Json.object().put("body", "하나")),
              ids -> redact(GILDONG, ids.get(1)),
              ids -> redact(SOONBOK, ids.get(0)),
              ids -> join("길동"),
              ids -> refusedRoom(),
              ids -> redact(SOONBOK, ids.get(1)),
              ids -> set(SOONBOK, EventTypes.POWER_LEVELS, "", levels),
              ids -> new RoomCommand.PublishRoom(ROOM, SOONBOK, true),
              ids -> redact(SOONBOK, ids.get(2)),
              ids -> new RoomCommand.PublishRoom(ROOM, GILDONG, false),
              ids -> set(GILDONG, EventTypes.MESSAGE, null, Json.object().put("body", "둘")));
      steady.createRoom();
      restarted.createRoom();
      for (Function<List<EventId>, Command> step : script) {
        Command command = step.apply(sent);
        if (steady.apply(command) instanceof Outcome.Accepted accepted) {
          String id = accepted.result().path("event_id").stringValue("$none");
          sent.add(new EventId(id));
        }
        restarted.restart();
        restarted.apply(command);
        assertArrayEquals(steady.digest(), restarted.digest(), command::toString);
      }
      assertEquals(10, sent.size(), "of 13, three are refused");
    }
  }
}
