package org.bongsu.matrix.sync;

import static org.bongsu.contract.MatrixClient.path;
import static org.bongsu.matrix.sync.SyncTest.ids;
import static org.bongsu.matrix.sync.SyncTest.joined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.event.EventFormat;
import org.bongsu.event.RoomVersion;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rooms in a sync: timelines, state, members, invitations, leaving. */
class RoomSectionsTest {
  private static final String LAZY =
      "{\"room\":{\"state\":{\"lazy_load_members\":true},\"timeline\":{\"limit\":%d}}}";

  @TempDir static Path data;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.open(data);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static MatrixClient user(String name) {
    return MatrixClient.anonymous(server.url()).registerUser(name);
  }

  private static String limit(int limit) {
    return "{\"room\":{\"timeline\":{\"limit\":" + limit + "}}}";
  }

  private static List<String> members(JsonNode state) {
    return state
        .path("events")
        .valueStream()
        .filter(event -> event.path("type").asString().equals("m.room.member"))
        .map(event -> event.path("state_key").asString())
        .sorted()
        .toList();
  }

  private static JsonNode stateOf(JsonNode section, String key, String type) {
    return section
        .path(key)
        .path("events")
        .valueStream()
        .filter(event -> event.path("type").asString().equals(type))
        .findFirst()
        .orElse(tools.jackson.databind.node.MissingNode.getInstance())
        .path("content");
  }

  @Test
  void aLimitedTimelineHasTheStateBeforeItAndATokenForWhatWasLeftOut() {
    MatrixClient yuna = user("limited-yuna");
    String room = yuna.createRoom();
    String since = yuna.sync().text("next_batch");
    yuna.sendState(room, "m.room.topic", "", Map.of("topic", "하나"));
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sent.add(yuna.sendText(room, "소식 " + i));
    }
    yuna.sendState(room, "m.room.topic", "", Map.of("topic", "둘"));
    JsonNode section = joined(yuna.sync(since, Duration.ZERO, limit(3)), room);
    JsonNode timeline = section.path("timeline");
    assertTrue(timeline.path("limited").asBoolean());
    assertEquals(3, timeline.path("events").size());
    assertEquals("하나", stateOf(section, "state", "m.room.topic").path("topic").asString());
    Answer before =
        yuna.get(
            path(
                "/rooms/{}/messages?dir=b&limit=3&from={}",
                room,
                timeline.path("prev_batch").asString()));
    if (before.status() == 200) {
      assertEquals(sent.subList(0, 3).reversed(), ids(before.path("chunk")));
    }
  }

  @Test
  void stateAfterIsTheStateAtTheEndUnderTheRequestedKey() {
    MatrixClient yuna = user("after-yuna");
    String room = yuna.createRoom();
    String since = yuna.sync().text("next_batch");
    yuna.sendState(room, "m.room.topic", "", Map.of("topic", "하나"));
    yuna.sendText(room, "소식");
    yuna.sendState(room, "m.room.topic", "", Map.of("topic", "둘"));
    for (String name : List.of("", "org.matrix.msc4222.")) {
      Answer answer =
          yuna.get(path("/sync?since={}&filter={}&{}use_state_after=true", since, limit(1), name))
              .expect(200);
      JsonNode section = joined(answer, room);
      String key = name + "state_after";
      assertFalse(section.has("state"));
      assertEquals("둘", stateOf(section, key, "m.room.topic").path("topic").asString());
      Answer quiet =
          yuna.get(
                  path(
                      "/sync?since={}&{}use_state_after=true&full_state=true",
                      answer.text("next_batch"),
                      name))
              .expect(200);
      assertEquals("둘", stateOf(joined(quiet, room), key, "m.room.topic").path("topic").asString());
    }
  }

  @Test
  void membersAreLoadedLazilyButOwnHeroesAndChangesAreAlwaysThere() {
    MatrixClient yuna = user("lazy-yuna");
    String room = yuna.createRoom();
    List<MatrixClient> others = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      others.add(user("lazy-" + i));
      others.getLast().join(room);
    }
    MatrixClient late = others.get(7);
    String newest = late.sendText(room, "마지막 사람");
    Answer initial = yuna.sync(null, Duration.ZERO, LAZY.formatted(1));
    JsonNode section = joined(initial, room);
    assertEquals(List.of(newest), ids(section.path("timeline").path("events")));
    List<String> members = members(section.path("state"));
    assertTrue(members.contains(yuna.userId()), "one's own");
    assertTrue(members.contains(late.userId()), "the sender's");
    assertEquals(9, section.path("summary").path("m.joined_member_count").asInt());
    JsonNode heroes = section.path("summary").path("m.heroes");
    assertEquals(5, heroes.size());
    heroes.forEach(hero -> assertTrue(members.contains(hero.asString()), hero.asString()));
    assertFalse(members.contains(others.get(6).userId()), "one whom nobody needs");
    others.get(6).leave(room);
    late.sendText(room, "틈 하나");
    late.sendText(room, "틈 둘");
    JsonNode gap =
        joined(yuna.sync(initial.text("next_batch"), Duration.ZERO, LAZY.formatted(1)), room);
    assertTrue(members(gap.path("state")).contains(others.get(6).userId()), "changed in the gap");
    assertEquals(8, gap.path("summary").path("m.joined_member_count").asInt());
  }

  @Test
  void aRoomJoinedSinceTheTokenComesInFull() {
    MatrixClient yuna = user("new-yuna");
    MatrixClient mina = user("new-mina");
    String room = yuna.createRoom();
    yuna.sendText(room, "앞서 온 소식");
    String since = mina.sync().text("next_batch");
    mina.join(room);
    JsonNode section = joined(mina.sync(since), room);
    assertTrue(section.path("timeline").path("limited").asBoolean());
    assertTrue(
        stateOf(section, "state", "m.room.create").isObject()
            || section.path("timeline").toString().contains("m.room.create"));
    assertEquals(2, section.path("summary").path("m.joined_member_count").asInt());
  }

  @Test
  void inTheFederationFormatAnEventHashesToItsId() {
    MatrixClient yuna = user("federation-yuna");
    for (RoomVersion version : RoomVersion.values()) {
      String room = yuna.createRoom(Map.of("room_version", version.id(), "preset", "public_chat"));
      yuna.sendText(room, "봉화");
      String filter = "{\"event_format\":\"federation\",\"room\":{\"timeline\":{\"limit\":5}}}";
      JsonNode section = joined(yuna.sync(null, Duration.ZERO, filter), room);
      List<JsonNode> events = new ArrayList<>();
      section.path("timeline").path("events").forEach(events::add);
      section.path("state").path("events").forEach(events::add);
      assertTrue(events.size() > 5);
      for (JsonNode event : events) {
        ObjectNode pdu = event.deepCopy().asObject().without(List.of("unsigned", "event_id"));
        assertEquals(
            event.path("event_id").asString(),
            EventFormat.idOf(version, pdu).value(),
            version.id());
        assertTrue(event.path("unsigned").has("age"));
      }
    }
  }

  @Test
  void aRoomOfWhichTheFilterWantsNothingIsLeftOut() {
    MatrixClient yuna = user("nothing-yuna");
    String room = yuna.createRoom();
    String none =
        "{\"room\":{\"timeline\":{\"types\":[\"org.bongsu.none\"]},"
            + "\"state\":{\"types\":[\"org.bongsu.none\"]}}}";
    Answer initial = yuna.sync(null, Duration.ZERO, none);
    assertFalse(initial.body().has("rooms"));
    yuna.sendText(room, "안 보이는 말");
    yuna.sendState(room, "org.bongsu.fire", "", Map.of("smoke", 1));
    assertFalse(yuna.sync(initial.text("next_batch"), Duration.ZERO, none).body().has("rooms"));
    String second = yuna.createRoom();
    assertTrue(
        yuna.sync(initial.text("next_batch"), Duration.ZERO, none).path("rooms.join").has(second),
        "a room just joined");
  }

  @Test
  void anInvitationIsSentOnceWithStrippedState() {
    MatrixClient yuna = user("invite-yuna");
    MatrixClient mina = user("invite-mina");
    String room = yuna.createRoom(Map.of("preset", "private_chat", "name", "봉수대"));
    String since = mina.sync().text("next_batch");
    yuna.invite(room, mina.userId());
    Answer answer = mina.sync(since);
    JsonNode state = answer.path("rooms.invite").path(room).path("invite_state");
    assertEquals(
        "봉수대",
        stateOf(answer.path("rooms.invite").path(room), "invite_state", "m.room.name")
            .path("name")
            .asString());
    assertTrue(members(state).contains(mina.userId()));
    JsonNode own = state.path("events").path(state.path("events").size() - 1);
    assertEquals(mina.userId(), own.path("state_key").asString());
    assertTrue(own.path("origin_server_ts").isIntegralNumber(), "clients sort invitations by it");
    assertTrue(members(state).contains(yuna.userId()));
    assertFalse(mina.sync(answer.text("next_batch")).body().has("rooms"));
    mina.leave(room);
    Answer refused = mina.sync(answer.text("next_batch"));
    assertTrue(refused.path("rooms.leave").has(room));
    assertFalse(refused.body().toString().contains("봉수대"));
  }

  @Test
  void whoHasLeftSeesTheLeavingAndNothingAfterIt() {
    MatrixClient yuna = user("leave-yuna");
    MatrixClient mina = user("leave-mina");
    String room = yuna.createRoom();
    mina.join(room);
    String since = mina.sync().text("next_batch");
    String before = yuna.sendText(room, "떠나기 전");
    yuna.post(path("/rooms/{}/kick", room), Map.of("user_id", mina.userId())).expect(200);
    String after = yuna.sendText(room, "떠난 뒤");
    Answer answer = mina.sync(since);
    assertFalse(answer.path("rooms.join").has(room));
    JsonNode left = answer.path("rooms.leave").path(room);
    assertTrue(ids(left.path("timeline").path("events")).contains(before));
    assertFalse(ids(left.path("timeline").path("events")).contains(after));
    assertEquals(
        mina.userId(), left.path("timeline").path("events").path(1).path("state_key").asString());
    assertFalse(mina.sync(answer.text("next_batch")).body().has("rooms"), "once");
    assertFalse(mina.sync().body().has("rooms"), "not in an initial sync");
    String withLeft = "{\"room\":{\"include_leave\":true}}";
    Answer all = mina.sync(null, Duration.ZERO, withLeft);
    assertTrue(all.path("rooms.leave").has(room));
    assertFalse(all.body().toString().contains(after));
    mina.post(path("/rooms/{}/forget", room)).expect(200);
    assertFalse(mina.sync(null, Duration.ZERO, withLeft).body().has("rooms"), "forgotten");
  }

  /** What a rejoining member may not see still changed the state. */
  @ParameterizedTest
  @CsvSource({
    "joined, leave, state, false",
    "invited, leave, state, true",
    "joined, kick, state_after, false",
    "invited, kick, state_after, true"
  })
  void aRejoinBringsAllStateThatChangedMeanwhile(
      String visibility, String how, String key, boolean lazy) {
    String name = "rejoin-" + visibility + "-" + how;
    MatrixClient yuna = user(name + "-yuna");
    MatrixClient mina = user(name + "-mina");
    MatrixClient late = user(name + "-late");
    String room = yuna.createRoom();
    yuna.sendState(room, "m.room.history_visibility", "", Map.of("history_visibility", visibility));
    mina.join(room);
    String since = mina.sync().text("next_batch");
    yuna.sendState(room, "m.room.topic", "", Map.of("topic", "함께"));
    if (how.equals("kick")) {
      yuna.post(path("/rooms/{}/kick", room), Map.of("user_id", mina.userId())).expect(200);
    } else {
      mina.leave(room);
    }
    yuna.sendState(room, "m.room.topic", "", Map.of("topic", "그 사람 없이"));
    late.join(room);
    mina.join(room);
    String after = key.equals("state_after") ? "&use_state_after=true" : "";
    String filter =
        "{\"room\":{\"state\":{\"lazy_load_members\":%b},\"timeline\":{\"limit\":50}}}"
            .formatted(lazy);
    Answer answer = mina.get(path("/sync?since={}&filter={}", since, filter) + after).expect(200);
    JsonNode section = joined(answer, room);
    assertEquals("그 사람 없이", stateOf(section, key, "m.room.topic").path("topic").asString());
    assertTrue(members(section.path(key)).contains(late.userId()));
    JsonNode timeline = section.path("timeline");
    assertTrue(timeline.path("limited").asBoolean());
    assertEquals(
        List.of("m.room.member"),
        timeline.path("events").valueStream().map(e -> e.path("type").asString()).toList());
    assertTrue(
        yuna.get(path("/rooms/{}/messages?dir=b&limit=50", room)).body().toString().contains("함께"));
    String before = timeline.path("prev_batch").asString();
    JsonNode page =
        mina.get(path("/rooms/{}/messages?dir=b&limit=50&from={}", room, before))
            .expect(200)
            .path("chunk");
    assertTrue(page.toString().contains("함께"));
    assertFalse(page.toString().contains("그 사람 없이"));
  }

  @Test
  void aBanAfterLeavingDoesNotShowWhatChangedMeanwhile() {
    MatrixClient yuna = user("late-ban-yuna");
    MatrixClient mina = user("late-ban-mina");
    String room = yuna.createRoom();
    mina.join(room);
    mina.leave(room);
    String since = mina.sync().text("next_batch");
    yuna.sendState(room, "m.room.topic", "", Map.of("topic", "비밀"));
    yuna.post(path("/rooms/{}/ban", room), Map.of("user_id", mina.userId())).expect(200);
    Answer answer = mina.sync(since);
    JsonNode timeline = answer.path("rooms.leave").path(room).path("timeline").path("events");
    assertEquals("ban", timeline.path(0).path("content").path("membership").asString());
    assertFalse(answer.body().toString().contains("비밀"));
    String all = "{\"room\":{\"include_leave\":true}}";
    assertFalse(mina.sync(null, Duration.ZERO, all).body().toString().contains("비밀"));
  }

  @Test
  void aRedactionOfStateInAGapIsNotLost() {
    MatrixClient yuna = user("redacted-yuna");
    String room = yuna.createRoom();
    String topic = yuna.sendState(room, "m.room.topic", "", Map.of("topic", "지울 것"));
    String since = yuna.sync().text("next_batch");
    yuna.put(path("/rooms/{}/redact/{}/{}", room, topic, MatrixClient.newTransactionId()), Map.of())
        .expect(200);
    yuna.sendText(room, "하나");
    yuna.sendText(room, "둘");
    JsonNode section = joined(yuna.sync(since, Duration.ZERO, limit(1)), room);
    JsonNode content = stateOf(section, "state", "m.room.topic");
    assertTrue(content.isObject() && content.isEmpty());
  }

  @Test
  void onlyTheSendingDeviceGetsTheTransactionId() {
    MatrixClient yuna = user("txn-yuna");
    String room = yuna.createRoom();
    MatrixClient second = yuna.anotherDevice();
    String since = yuna.sync().text("next_batch");
    yuna.put(
            path("/rooms/{}/send/m.room.message/mine", room),
            Map.of("msgtype", "m.text", "body", "한 번"))
        .expect(200);
    String unsigned = "timeline.events.0.unsigned.transaction_id";
    JsonNode own = joined(yuna.sync(since), room);
    assertEquals("mine", own.at("/" + unsigned.replace('.', '/')).asString(""));
    JsonNode other = joined(second.sync(since), room);
    assertTrue(other.at("/" + unsigned.replace('.', '/')).isMissingNode());
  }

  @Test
  void messagesAndInvitesOfIgnoredUsersAreLeftOut() {
    MatrixClient yuna = user("ignore-yuna");
    MatrixClient mina = user("ignore-mina");
    String room = yuna.createRoom();
    mina.join(room);
    yuna.put(
            path("/user/{}/account_data/m.ignored_user_list", yuna.userId()),
            Map.of("ignored_users", Map.of(mina.userId(), Map.of())))
        .expect(200);
    String since = yuna.sync().text("next_batch");
    mina.sendText(room, "들리지 않는다");
    String invited = mina.createRoom();
    mina.invite(invited, yuna.userId());
    Answer answer = yuna.sync(since);
    assertFalse(answer.body().toString().contains("들리지 않는다"));
    assertFalse(answer.path("rooms.invite").has(invited));
  }

  @Test
  void aFilterChoosesRoomsTypesAndSenders() {
    MatrixClient yuna = user("filter-yuna");
    String room = yuna.createRoom();
    String other = yuna.createRoom();
    String since = yuna.sync().text("next_batch");
    String text = yuna.sendText(room, "글");
    yuna.send(room, "org.bongsu.other", Map.of());
    yuna.sendText(other, "다른 방");
    String filter =
        "{\"room\":{\"rooms\":[\"%s\"],\"timeline\":{\"types\":[\"m.room.*\"]}}}".formatted(room);
    String id =
        yuna.post(path("/user/{}/filter", yuna.userId()), filter).expect(200).text("filter_id");
    for (String named : List.of(filter, id)) {
      Answer answer = yuna.sync(since, Duration.ZERO, named);
      assertEquals(List.of(text), ids(joined(answer, room).path("timeline").path("events")));
      assertFalse(answer.path("rooms.join").has(other));
    }
    assertEquals(id, yuna.post(path("/user/{}/filter", yuna.userId()), filter).text("filter_id"));
    yuna.get(path("/user/{}/filter/{}", yuna.userId(), id)).expect(200);
    yuna.get(path("/user/{}/filter/77", yuna.userId())).expectError(404, "M_NOT_FOUND");
    yuna.get(path("/sync?filter={}", "{\"room\":{\"state\":{\"lazy_load_members\":\"yes\"}}}"))
        .expectError(400, "M_BAD_JSON");
    yuna.get(path("/sync?filter={}", "{")).expectError(400, "M_NOT_JSON");
  }

  @Test
  void anImpossibleTokenIsRefused() {
    MatrixClient yuna = user("token-yuna");
    for (String token : List.of("s1", "nonsense", "s1_2_3_4_5_6_7_8_9", "s-1_0_0_0_0_0_0_0")) {
      yuna.get(path("/sync?since={}", token)).expectError(400, "M_INVALID_PARAM");
    }
  }
}
