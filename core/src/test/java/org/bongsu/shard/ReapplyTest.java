package org.bongsu.shard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bongsu.testing.OneReplica.GILDONG;
import static org.bongsu.testing.OneReplica.LAPTOP;
import static org.bongsu.testing.OneReplica.PHONE;
import static org.bongsu.testing.OneReplica.SOONBOK;
import static org.bongsu.testing.OneReplica.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.bongsu.account.Accounts;
import org.bongsu.command.AccountDataCommand;
import org.bongsu.command.Command;
import org.bongsu.command.DelayedEventCommand;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.event.EventTypes;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.testing.OneReplica;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * Revocations that were accepted after the restored state are applied again although that state
 * would not allow them, and give nobody access. In these tests the restored state is a room of
 * Soonbok's in which Gildong is; later Gildong got power there, or came to know of it.
 */
class ReapplyTest {
  private static final RoomId ROOM = new RoomId("!room:localhost");
  private static final UserId YUNA = new UserId("@yuna:localhost");

  private OneReplica replica;

  @BeforeEach
  void open(@TempDir Path directory) {
    replica = new OneReplica(directory.resolve("0.db"));
    replica.accept(new ShardCommand.ActivateLevel(5));
    replica.register(SOONBOK, PHONE);
    replica.register(GILDONG, PHONE, LAPTOP);
    ObjectNode powers = Json.object();
    powers.putObject("users").put(SOONBOK.value(), 100);
    replica.accept(
        new RoomCommand.CreateRoom(
            ROOM,
            SOONBOK,
            "11",
            true,
            1,
            List.of(
                new NewEvent(EventTypes.CREATE, "", Json.object().put("room_version", "11")),
                new NewEvent(EventTypes.MEMBER, SOONBOK.value(), membership("join")),
                new NewEvent(EventTypes.POWER_LEVELS, "", powers),
                new NewEvent(
                    EventTypes.JOIN_RULES, "", Json.object().put("join_rule", "public")))));
    replica.accept(state(GILDONG, EventTypes.MEMBER, GILDONG.value(), membership("join")));
  }

  @AfterEach
  void close() {
    replica.close();
  }

  private static ObjectNode membership(String membership) {
    return Json.object().put("membership", membership);
  }

  private static RoomCommand.SendEvent state(
      UserId sender, String type, String stateKey, ObjectNode content) {
    return new RoomCommand.SendEvent(
        ROOM, sender, null, null, new NewEvent(type, stateKey, content), null);
  }

  private EventId say(UserId sender, String body) {
    NewEvent message = new NewEvent(EventTypes.MESSAGE, null, Json.object().put("body", body));
    ObjectNode sent =
        replica.accept(new RoomCommand.SendEvent(ROOM, sender, null, null, message, null));
    return new EventId(sent.path("event_id").stringValue());
  }

  private static RoomCommand.SetMembership set(
      UserId sender, UserId target, String membership, @Nullable List<String> from) {
    return new RoomCommand.SetMembership(ROOM, sender, target, membership(membership), from, null);
  }

  private ObjectNode again(Command command) {
    return replica.accept(new ShardCommand.Reapply(command));
  }

  private Refusal refusedAgain(Command command) {
    return replica.refuse(new ShardCommand.Reapply(command));
  }

  /** A command that is refused as usual, but applied again. */
  private void onlyAgain(Refusal asUsual, Command command) {
    assertEquals(asUsual, replica.refuse(command));
    again(command);
  }

  private RoomRow room() {
    return new Rooms(replica.db()).find(ROOM).orElseThrow();
  }

  private String membership(UserId user) {
    return new Rooms(replica.db()).membership(room(), user).orElse("none");
  }

  private ObjectNode stateOf(String type) {
    return new Rooms(replica.db()).state(room(), type, "").orElseThrow().content();
  }

  @Test
  void somebodyWhoHadPowerRemovesAMember() {
    onlyAgain(Refusal.FORBIDDEN, set(GILDONG, SOONBOK, "ban", null));
    assertEquals("ban", membership(SOONBOK));
  }

  @Test
  void aRemovalFromAnotherMembershipIsApplied() {
    onlyAgain(Refusal.BAD_STATE, set(SOONBOK, GILDONG, "leave", List.of("invite")));
    assertEquals("leave", membership(GILDONG));
  }

  @Test
  void somebodyWhoIsNotInTheRoomYetIsBanned() {
    again(set(GILDONG, YUNA, "ban", null));
    assertEquals("ban", membership(YUNA));
  }

  @Test
  void nobodyGetsAccess() {
    for (String membership : List.of("join", "invite", "knock")) {
      assertEquals(Refusal.INVALID, refusedAgain(set(YUNA, YUNA, membership, null)));
    }
    Command joins = state(YUNA, EventTypes.MEMBER, YUNA.value(), membership("join"));
    assertEquals(Refusal.FORBIDDEN, refusedAgain(joins));
    assertEquals("none", membership(YUNA));
    replica.accept(set(SOONBOK, GILDONG, "ban", null));
    Command rejoins = state(GILDONG, EventTypes.MEMBER, GILDONG.value(), membership("join"));
    assertEquals(Refusal.FORBIDDEN, refusedAgain(rejoins));
    assertEquals("ban", membership(GILDONG));
  }

  /** A member who has removed a photo from the room's own profile must not get it back. */
  @Test
  void aMemberStaysInUnderAnotherName() {
    ObjectNode renamed = membership("join").put("displayname", "길동");
    again(state(GILDONG, EventTypes.MEMBER, GILDONG.value(), renamed));
    assertEquals("join", membership(GILDONG));
  }

  @Test
  void stateIsSetByWhoeverHadThePower() {
    Command closes =
        state(
            GILDONG,
            EventTypes.HISTORY_VISIBILITY,
            "",
            Json.object().put("history_visibility", "joined"));
    onlyAgain(Refusal.FORBIDDEN, closes);
    assertEquals(
        "joined", stateOf(EventTypes.HISTORY_VISIBILITY).path("history_visibility").asString());
  }

  @Test
  void formIsCheckedAsEver() {
    Command malformed =
        state(YUNA, EventTypes.POWER_LEVELS, "", Json.object().put("ban", "not a number"));
    assertEquals(Refusal.INVALID, refusedAgain(malformed));
    Command noUser = state(SOONBOK, EventTypes.MEMBER, "nobody", membership("leave"));
    assertEquals(Refusal.INVALID, refusedAgain(noUser));
    Command otherRoom = new RoomCommand.ForgetRoom(new RoomId("!unknown:localhost"), GILDONG);
    assertEquals(Refusal.NOT_FOUND, refusedAgain(otherRoom));
  }

  @Test
  void aMessageIsRedactedByWhoeverHadThePower() {
    EventId said = say(SOONBOK, "비밀");
    onlyAgain(
        Refusal.FORBIDDEN,
        new RoomCommand.RedactEvent(ROOM, GILDONG, PHONE, "t", said, Json.object()));
    assertTrue(new Rooms(replica.db()).event(said).orElseThrow().content().isEmpty());
  }

  /** The record of the command that set it must not keep what was redacted, either. */
  @Test
  void redactedStateIsRemovedFromItsRecord() {
    ObjectNode topic = Json.object().put("topic", "비밀");
    String event =
        replica.accept(state(SOONBOK, EventTypes.TOPIC, "", topic)).path("event_id").asString();
    ObjectNode left = membership("leave").put("reason", "비밀");
    RoomCommand.SetMembership leave =
        new RoomCommand.SetMembership(ROOM, GILDONG, GILDONG, left, null, null);
    String member = replica.accept(leave).path("event_id").asString();
    assertTrue(recorded().contains("비밀"));
    for (String id : List.of(event, member)) {
      replica.accept(
          new RoomCommand.RedactEvent(ROOM, SOONBOK, PHONE, id, new EventId(id), Json.object()));
    }
    assertFalse(recorded().contains("비밀"), recorded());
    assertTrue(recorded().contains("\"content\":{\"membership\":\"leave\"}"), recorded());
  }

  private String recorded() {
    StringBuilder all = new StringBuilder();
    RevocationRecords.from(replica.db(), 0, 100)
        .forEach(one -> all.append(new String(one.encoded(), UTF_8)).append('\n'));
    return all.toString();
  }

  @Test
  void theRedactionOfALostMessageIsRefused() {
    assertEquals(
        Refusal.NOT_FOUND,
        refusedAgain(
            new RoomCommand.RedactEvent(
                ROOM, GILDONG, PHONE, "t", new EventId("$lost"), Json.object())));
  }

  @Test
  void whatTheRestoredStateHasAlreadyIsNotDoneTwice() {
    EventId said = say(GILDONG, "비밀");
    Command redaction = new RoomCommand.RedactEvent(ROOM, GILDONG, PHONE, "t", said, Json.object());
    ObjectNode first = replica.accept(redaction);
    long events = replica.db().number("SELECT COUNT(*) FROM event").orElseThrow();
    assertEquals(first, again(redaction));
    assertEquals(events, replica.db().number("SELECT COUNT(*) FROM event").orElseThrow());
  }

  @Test
  void aRoomIsNotListedAnyMore() {
    onlyAgain(Refusal.FORBIDDEN, new RoomCommand.PublishRoom(ROOM, GILDONG, false));
    assertFalse(room().published());
  }

  @Test
  void aForgottenRoomIsLeftAndForgotten() {
    onlyAgain(Refusal.BAD_STATE, new RoomCommand.ForgetRoom(ROOM, GILDONG));
    assertEquals("leave", membership(GILDONG));
    assertEquals(List.of(), new Rooms(replica.db()).ofUser(GILDONG, "leave"));
  }

  @Test
  void aPasswordIsSetWithoutProof() {
    onlyAgain(Refusal.FORBIDDEN, new UserCommand.SetPassword(GILDONG, "new", "old", true, null));
    assertEquals("new", new Accounts(replica.db()).find(GILDONG).orElseThrow().passwordHash());
  }

  @Test
  void aLoginRevokesTheDevicesTokensAndSignsNobodyIn() {
    again(new UserCommand.LogIn(GILDONG, session(GILDONG, PHONE, "2"), "old"));
    assertEquals(0, replica.rows("session", GILDONG, PHONE));
    assertEquals(1, replica.rows("session", GILDONG, LAPTOP));
    again(new UserCommand.LogIn(YUNA, session(YUNA, PHONE, "1"), null));
    assertEquals(0, replica.rows("session", YUNA));
  }

  /** Fields that were removed after the restored state may leave no room for a new one. */
  @Test
  void aProfileFieldThatDoesNotFitIsRemoved() {
    var photo = Json.object().put("url", "mxc://localhost/old");
    replica.accept(new UserCommand.SetProfileField(GILDONG, "photo", photo));
    ObjectNode filler = Json.object().put("text", "x".repeat(60_000));
    replica.accept(new UserCommand.SetProfileField(GILDONG, "long", filler));
    ObjectNode large = Json.object().put("text", "y".repeat(10_000));
    onlyAgain(Refusal.TOO_LARGE, new UserCommand.SetProfileField(GILDONG, "photo", large));
    assertFalse(new Accounts(replica.db()).find(GILDONG).orElseThrow().profile().has("photo"));
  }

  @Test
  void aPusherOfALostDeviceStillTakesTheAppFromOthers() {
    ObjectNode pusher = Json.object().put("kind", "http");
    replica.accept(new AccountDataCommand.SetPusher(GILDONG, PHONE, "app", "key", pusher, true));
    replica.db().update("DELETE FROM outbox");
    onlyAgain(
        Refusal.NOT_FOUND,
        new AccountDataCommand.SetPusher(SOONBOK, LAPTOP, "app", "key", pusher, false));
    assertEquals(
        List.of(new AccountDataCommand.DropPushersOfOthers(SOONBOK, "app", "key")),
        replica.broadcasts());
    assertEquals(0, replica.rows("pusher", SOONBOK));
  }

  @Test
  void aCancelledDelayedEventIsNotSent() {
    NewEvent message = new NewEvent(EventTypes.MESSAGE, null, Json.object().put("body", "나중에"));
    replica.accept(
        new DelayedEventCommand.DelayEvent(ROOM, GILDONG, PHONE, null, "delay", 5_000, message));
    again(
        new DelayedEventCommand.ChangeDelayedEvent(
            "delay", GILDONG, DelayedEventCommand.Action.CANCEL));
    assertEquals(0, replica.db().number("SELECT COUNT(*) FROM timer").orElseThrow());
  }

  @Test
  void mediaIsDeleted() {
    replica.accept(
        new MediaCommand.StoreMedia("media", GILDONG, "ab", 1, "image/png", null, false));
    again(new MediaCommand.RedactMedia("media", GILDONG));
    assertEquals("DELETED", replica.db().text("SELECT state FROM media_deletion").orElseThrow());
  }
}
