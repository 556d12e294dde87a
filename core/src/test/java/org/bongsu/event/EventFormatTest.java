package org.bongsu.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.bongsu.event.EventFormat.Built;
import org.bongsu.event.EventFormat.Draft;
import org.bongsu.event.EventFormat.Formatted;
import org.bongsu.event.EventFormat.Refused;
import org.bongsu.event.Rejection.Reason;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.CanonicalJson;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class EventFormatTest {
  private static final RoomId ROOM = new RoomId("!r:domain");
  private static final UserId USER = new UserId("@u:domain");

  @Test
  void contentHashOfTheSpecificationsMinimalEvent() {
    ObjectNode event =
        Json.object(
            """
            {"event_id":"$0:domain","origin":"domain","origin_server_ts":1000000,
             "signatures":{},"type":"X","unsigned":{"age_ts":1000000}}
            """);
    assertEquals("6tJjLpXtggfke8UxFhAKg82QVkJzvKOVOOSjUDK4ZSI", EventFormat.contentHash(event));
  }

  @Test
  void contentHashOfTheSpecificationsMessage() {
    ObjectNode event =
        Json.object(
            """
            {"content":{"body":"Here is the message content"},"event_id":"$0:domain",
             "origin":"domain","origin_server_ts":1000000,"type":"m.room.message",
             "room_id":"!r:domain","sender":"@u:domain","signatures":{},
             "unsigned":{"age_ts":1000000}}
            """);
    assertEquals("onLKD1bGljeBWQhWZ1kaP9SorVmRQNdN5aM2JYU2n/g", EventFormat.contentHash(event));
  }

  @Test
  void idIsTheHashOfTheRedactedCanonicalBytes() throws Exception {
    ObjectNode content = Json.object("{\"msgtype\":\"m.text\",\"body\":\"안녕 \\\"봉수\\\"\\n\"}");
    Draft draft =
        new Draft(ROOM, USER, "m.room.message", null, 1234, content, ids("$p"), ids("$a", "$b"), 7);
    String head = "{\"auth_events\":[\"$a\",\"$b\"],\"content\":";
    String tail =
        ",\"origin_server_ts\":1234,\"prev_events\":[\"$p\"],\"room_id\":\"!r:domain\","
            + "\"sender\":\"@u:domain\",\"type\":\"m.room.message\"}";
    String canonicalContent = "{\"body\":\"안녕 \\\"봉수\\\"\\n\",\"msgtype\":\"m.text\"}";
    String contentHash =
        Base64.getEncoder()
            .withoutPadding()
            .encodeToString(sha256(head + canonicalContent + ",\"depth\":7" + tail));
    String redacted =
        head + "{},\"depth\":7,\"hashes\":{\"sha256\":\"" + contentHash + "\"}" + tail;
    String id = "$" + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(redacted));

    Built built = EventFormat.build(RoomVersion.V11, draft);

    assertEquals(id, built.id().value());
    assertEquals(contentHash, built.pdu().path("hashes").path("sha256").stringValue());
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void fastPathAgreesWithTheAlgorithmOnTheFinishedEvent(RoomVersion version) {
    Generated generated = new Generated(20_221_015);
    for (int i = 0; i < 2_000; i++) {
      Draft draft = generated.draft(version);
      Built built = EventFormat.build(version, draft);
      assertEquals(EventFormat.idOf(version, built.pdu()), built.id());
      assertEquals(
          EventFormat.contentHash(built.pdu()), built.pdu().at("/hashes/sha256").stringValue());
    }
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void redactingDoesNotChangeTheId(RoomVersion version) {
    Generated generated = new Generated(20_221_016);
    for (int i = 0; i < 2_000; i++) {
      Built built = EventFormat.build(version, generated.draft(version));
      ObjectNode redacted = Redaction.redact(version, built.pdu());
      assertEquals(built.id(), EventFormat.idOf(version, redacted));
      assertEquals(redacted, Redaction.redact(version, redacted));
    }
  }

  @ParameterizedTest
  @EnumSource(RoomVersion.class)
  void orderOfKeysDoesNotChangeTheId(RoomVersion version) {
    Generated generated = new Generated(20_221_017);
    for (int i = 0; i < 2_000; i++) {
      Draft draft = generated.draft(version);
      Draft shuffled =
          new Draft(
              draft.roomId(),
              draft.sender(),
              draft.type(),
              draft.stateKey(),
              draft.timeMillis(),
              generated.shuffled(draft.content()),
              draft.prevEvents(),
              draft.authEvents(),
              draft.depth());
      assertEquals(
          EventFormat.build(version, draft).id(), EventFormat.build(version, shuffled).id());
    }
  }

  @Test
  void everyPartChangesTheId() {
    Draft draft = message(Json.object("{\"body\":\"a\"}"));
    EventId id = EventFormat.build(RoomVersion.V11, draft).id();
    ObjectNode content = draft.content();
    List<EventId> none = List.of();
    assertNotEquals(id, idOf(new Draft(ROOM, USER, "m", null, 2, content, none, none, 1)));
    assertNotEquals(id, idOf(new Draft(ROOM, USER, "m", null, 1, content, none, none, 2)));
    assertNotEquals(id, idOf(new Draft(ROOM, USER, "m", "", 1, content, none, none, 1)));
    assertNotEquals(id, idOf(new Draft(ROOM, USER, "m", null, 1, content, ids("$x"), none, 1)));
    assertNotEquals(id, idOf(new Draft(ROOM, USER, "m", null, 1, content, none, ids("$x"), 1)));
    assertNotEquals(id, idOf(message(Json.object("{\"body\":\"b\"}"))));
  }

  @Test
  void roomIdOfVersion12IsTheHashOfItsCreateEvent() {
    ObjectNode content = Json.object("{\"room_version\":\"12\"}");
    Draft create =
        new Draft(null, USER, EventTypes.CREATE, "", 1, content, List.of(), List.of(), 1);
    Built built = EventFormat.build(RoomVersion.V12, create);
    RoomId room = EventFormat.roomIdOf(built.id());
    assertEquals("!" + built.id().value().substring(1), room.value());
    assertEquals(44, room.value().length());
    assertEquals(false, built.pdu().has("room_id"));
  }

  @Test
  void onlyACreateEventOfVersion12NamesNoRoom() {
    Draft inNoRoom = new Draft(null, USER, "m", null, 1, Json.object(), List.of(), List.of(), 1);
    Draft createInRoom =
        new Draft(ROOM, USER, EventTypes.CREATE, "", 1, Json.object(), List.of(), List.of(), 1);
    assertThrows(
        IllegalArgumentException.class, () -> EventFormat.build(RoomVersion.V12, inNoRoom));
    assertThrows(
        IllegalArgumentException.class, () -> EventFormat.build(RoomVersion.V11, inNoRoom));
    assertThrows(
        IllegalArgumentException.class, () -> EventFormat.build(RoomVersion.V12, createInRoom));
    EventFormat.build(RoomVersion.V11, createInRoom);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"n\":1.5}", "{\"n\":1.0}", "{\"n\":[{\"x\":9007199254740992}]}", "{\"n\":1e3}"})
  void floatsAndHugeIntegersAreRefused(String content) {
    assertEquals(Reason.MALFORMED, reasonOf(message(Json.object(content))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"b\":\"?\\ud800\"}", "{\"b\":[\"x\\ud83dy\"]}"})
  void halfACharacterIsRefused(String content) {
    assertEquals(Reason.MALFORMED, reasonOf(message(Json.object(content))));
  }

  @Test
  void halfACharacterInAKeyIsRefused() {
    assertEquals(Reason.MALFORMED, reasonOf(message(Json.object().put("\udc00", 1))));
  }

  @Test
  void questionMarksAndWholeCharactersAreNotRefused() {
    EventFormat.build(RoomVersion.V11, message(Json.object("{\"b\":\"뭐?? \\ud83d\\ude00\"}")));
  }

  @Test
  void sizeIsThatOfTheWholeEvent() {
    int overhead = CanonicalJson.encode(EventFormat.build(RoomVersion.V11, body(0)).pdu()).length;
    int fits = EventFormat.EVENT_BYTES_MAX - overhead;
    Built largest = EventFormat.build(RoomVersion.V11, body(fits));
    assertEquals(EventFormat.EVENT_BYTES_MAX, CanonicalJson.encode(largest.pdu()).length);
    assertEquals(Reason.TOO_LARGE, reasonOf(body(fits + 1)));
    assertEquals(Reason.TOO_LARGE, reasonOf(body(1_000_000)));
  }

  @Test
  void typeAndStateKeyHaveAtMost255Bytes() {
    ObjectNode none = Json.object();
    List<EventId> no = List.of();
    EventFormat.build(
        RoomVersion.V11, new Draft(ROOM, USER, "가".repeat(85), "가".repeat(85), 1, none, no, no, 1));
    assertEquals(
        Reason.TOO_LARGE,
        reasonOf(new Draft(ROOM, USER, "가".repeat(85) + "x", null, 1, none, no, no, 1)));
    assertEquals(
        Reason.TOO_LARGE,
        reasonOf(new Draft(ROOM, USER, "m", "x".repeat(256), 1, none, no, no, 1)));
    assertEquals(
        Reason.MALFORMED, reasonOf(new Draft(ROOM, USER, "m", "\ud800", 1, none, no, no, 1)));
  }

  @Test
  void eventsComeBackFromTheirFederationFormat() {
    Draft draft =
        new Draft(
            ROOM, USER, "m.room.topic", "", 9, Json.object("{\"topic\":\"산\"}"), ids(), ids(), 3);
    Built built = EventFormat.build(RoomVersion.V11, draft);
    Event event = Event.ofPdu(built.id(), ROOM, built.pdu());
    assertEquals(new Event(built.id(), ROOM, USER, "m.room.topic", "", 9, draft.content()), event);
    assertEquals(true, event.isRoomState(EventTypes.TOPIC));
    assertEquals("산", event.contentString("topic").orElseThrow());
  }

  private static Draft body(int bytes) {
    ObjectNode content = Json.object();
    content.put("body", "x".repeat(bytes));
    return message(content);
  }

  private static Draft message(ObjectNode content) {
    return new Draft(ROOM, USER, "m", null, 1, content, List.of(), List.of(), 1);
  }

  private static EventId idOf(Draft draft) {
    return EventFormat.build(RoomVersion.V11, draft).id();
  }

  private static Reason reasonOf(Draft draft) {
    Formatted formatted = EventFormat.format(RoomVersion.V11, draft);
    return assertInstanceOf(Refused.class, formatted).rejection().reason();
  }

  private static List<EventId> ids(String... ids) {
    return List.of(ids).stream().map(EventId::new).toList();
  }

  private static byte[] sha256(String text) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
