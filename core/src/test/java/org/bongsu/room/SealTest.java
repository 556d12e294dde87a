package org.bongsu.room;

import static org.bongsu.room.OneShard.GILDONG;
import static org.bongsu.room.OneShard.ROOM;
import static org.bongsu.room.OneShard.SOONBOK;
import static org.bongsu.room.OneShard.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.command.ShardCommand;
import org.bongsu.event.EventTypes;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What a seal hides of a room, and who shows it again. */
class SealTest {
  private static final UserId STRANGER = new UserId("@stranger:localhost");
  private static final RoomCommand RELEASE = new RoomCommand.ReleaseSealed(ROOM, SOONBOK);

  private OneShard shard;

  @BeforeEach
  void open(@TempDir Path directory) {
    shard = new OneShard(directory);
    shard.accept(new ShardCommand.ActivateLevel(5));
    shard.createRoom();
    ObjectNode levels = Json.object();
    levels.putObject("users").put(SOONBOK.value(), 100);
    shard.accept(set(SOONBOK, EventTypes.POWER_LEVELS, "", levels));
    shard.member(GILDONG, GILDONG, "join");
  }

  @AfterEach
  void close() {
    shard.close();
  }

  private void seal() {
    shard.accept(new ShardCommand.Seal());
  }

  private Visibility ofGildong() {
    return Visibility.of(shard.db(), shard.room(), GILDONG);
  }

  private ObjectNode shown(EventId event) {
    return Seal.of(shard.db(), shard.room()).shown(shard.rooms().event(event).orElseThrow());
  }

  @Test
  void nobodySeesWhatWasBefore() {
    shard.historyVisibility("world_readable");
    EventId before = shard.say(SOONBOK, "먼저");
    assertTrue(shard.sees(STRANGER, before));
    seal();
    EventId after = shard.say(SOONBOK, "나중");
    for (UserId reader : List.of(SOONBOK, GILDONG, STRANGER)) {
      assertFalse(shard.sees(reader, before));
      assertTrue(shard.sees(reader, after));
    }
    assertTrue(ofGildong().isJoined(), "members stay members");
    assertEquals(1, ofGildong().seen().size());
  }

  @Test
  void aRoomThatWasLeftBeforeShowsNothing() {
    shard.say(SOONBOK, "먼저");
    shard.member(GILDONG, GILDONG, "leave");
    seal();
    assertEquals(List.of(), ofGildong().seen());
    assertEquals("leave", ofGildong().membership());
  }

  @Test
  void whoMaySetTheHistoryVisibilityReleasesIt() {
    EventId before = shard.say(SOONBOK, "먼저");
    seal();
    assertEquals(Refusal.FORBIDDEN, shard.refuse(new RoomCommand.ReleaseSealed(ROOM, GILDONG)));
    assertEquals(Refusal.FORBIDDEN, shard.refuse(new RoomCommand.ReleaseSealed(ROOM, STRANGER)));
    RoomId unknown = new RoomId("!unknown:localhost");
    assertEquals(Refusal.NOT_FOUND, shard.refuse(new RoomCommand.ReleaseSealed(unknown, SOONBOK)));
    assertFalse(shard.sees(GILDONG, before));
    shard.accept(RELEASE);
    assertTrue(shard.sees(GILDONG, before));
    assertEquals(
        "shared",
        shard
            .rooms()
            .state(shard.room(), EventTypes.HISTORY_VISIBILITY, "")
            .orElseThrow()
            .content()
            .path("history_visibility")
            .asString());
  }

  /** So that what devices and caches hold of the room is renewed. */
  @Test
  void aReleaseIsAnEventAndASecondOneIsNot() {
    EventId visibility = shard.historyVisibility("joined");
    EventId before = shard.say(GILDONG, "먼저");
    seal();
    shard.accept(RELEASE);
    StoredEvent now =
        shard.rooms().state(shard.room(), EventTypes.HISTORY_VISIBILITY, "").orElseThrow();
    assertNotEquals(visibility, now.id());
    assertEquals("joined", now.content().path("history_visibility").asString());
    long last = shard.room().lastEvent();
    shard.accept(RELEASE);
    assertEquals(last, shard.room().lastEvent());
    assertTrue(shard.sees(GILDONG, before));
    assertFalse(shard.sees(STRANGER, before));
  }

  @Test
  void aSecondSealHidesWhatWasReleased() {
    EventId first = shard.say(SOONBOK, "하나");
    seal();
    shard.accept(RELEASE);
    EventId second = shard.say(SOONBOK, "둘");
    seal();
    assertFalse(shard.sees(GILDONG, first));
    assertFalse(shard.sees(GILDONG, second));
    shard.accept(RELEASE);
    assertTrue(shard.sees(GILDONG, first));
  }

  @Test
  void aRoomThatWasCreatedLaterIsNotSealed() {
    assertEquals(Seal.NONE, Seal.of(shard.db(), shard.room()));
    seal();
    assertTrue(Seal.of(shard.db(), shard.room()).hiddenBefore() > 0);
    RoomId other = new RoomId("!other:localhost");
    shard.accept(
        new RoomCommand.CreateRoom(
            other,
            SOONBOK,
            "11",
            true,
            1,
            List.of(new NewEvent(EventTypes.CREATE, "", Json.object().put("room_version", "11")))));
    assertEquals(0, Seal.of(shard.db(), shard.rooms().find(other).orElseThrow()).hiddenBefore());
    assertEquals(1, shard.rooms().published().size());
  }

  @Test
  void aRoomWithoutASealIsReleasedWithoutEffect() {
    long last = shard.room().lastEvent();
    shard.accept(RELEASE);
    assertEquals(last, shard.room().lastEvent());
  }

  @Test
  void ofTheStateOnlyWhatIsNeededIsShown() {
    EventId name = shard.accept(set(SOONBOK, EventTypes.NAME, "", Json.object().put("name", "봉수")));
    EventId topic =
        shard.accept(set(SOONBOK, EventTypes.TOPIC, "", Json.object().put("topic", "비밀")));
    ObjectNode profile =
        OneShard.membership("join").put("displayname", "길동").put("avatar_url", "mxc://localhost/x");
    EventId member = shard.accept(set(GILDONG, EventTypes.MEMBER, GILDONG.value(), profile));
    EventId tombstone =
        shard.accept(
            set(
                SOONBOK,
                EventTypes.TOMBSTONE,
                "",
                Json.object().put("body", "비밀").put("replacement_room", "!new:localhost")));
    EventId message = shard.say(SOONBOK, "비밀");
    seal();
    assertEquals("봉수", shown(name).path("name").asString());
    assertTrue(shown(topic).isEmpty());
    assertTrue(shown(message).isEmpty());
    assertEquals(OneShard.membership("join").put("displayname", "길동"), shown(member));
    assertEquals(Json.object().put("replacement_room", "!new:localhost"), shown(tombstone));
    shard.accept(RELEASE);
    assertEquals("비밀", shown(topic).path("topic").asString());
    assertFalse(shown(member).has("avatar_url"), "the owner releases it");
  }

  @Test
  void stateThatIsSetAgainAsItWasIsShown() {
    EventId hidden =
        shard.accept(set(SOONBOK, EventTypes.TOPIC, "", Json.object().put("topic", "주제")));
    seal();
    EventId again =
        shard.accept(set(SOONBOK, EventTypes.TOPIC, "", Json.object().put("topic", "주제")));
    assertNotEquals(hidden, again);
    assertEquals("주제", shown(again).path("topic").asString());
    assertEquals(
        again, shard.accept(set(SOONBOK, EventTypes.TOPIC, "", Json.object().put("topic", "주제"))));
  }
}
