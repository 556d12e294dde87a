package org.bongsu.matrix.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class MembershipTest extends RoomsTest {
  private static Map<String, String> user(MatrixClient client) {
    return Map.of("user_id", client.userId());
  }

  private static String membership(MatrixClient asker, String room, MatrixClient of) {
    return asker
        .get(room("/state/m.room.member/{}", room, of.userId()))
        .expect(200)
        .text("membership");
  }

  @Test
  void onlyTheInvitedJoinAPrivateRoom() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom(Map.of());
    gildong.post(room("/join", room)).expectError(403, "M_FORBIDDEN");
    soonbok.invite(room, gildong.userId());
    assertEquals(room, gildong.post(room("/join", room)).expect(200).text("room_id"));
    assertEquals("join", membership(soonbok, room, gildong));
    assertTrue(
        gildong
            .get("/joined_rooms")
            .expect(200)
            .path("joined_rooms")
            .valueStream()
            .anyMatch(id -> id.stringValue().equals(room)));
    soonbok.post(room("/invite", room), user(gildong)).expectError(403, "M_FORBIDDEN");
    soonbok
        .post(room("/invite", room), Map.of("user_id", "@nobody-at-all:localhost"))
        .expectError(404, "M_NOT_FOUND");
    soonbok.post(room("/invite", room), Map.of()).expectError(400, "M_MISSING_PARAM");
  }

  @Test
  void joiningTwiceIsTheSameEvent() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom();
    gildong.join(room);
    String first = memberEvent(soonbok, room, gildong);
    gildong.join(room);
    assertEquals(first, memberEvent(soonbok, room, gildong));
    gildong.leave(room);
    gildong.leave(room);
    gildong.join(room);
    assertFalse(first.equals(memberEvent(soonbok, room, gildong)));
  }

  private static String memberEvent(MatrixClient asker, String room, MatrixClient of) {
    return asker
        .get(room("/state/m.room.member/{}?format=event", room, of.userId()))
        .expect(200)
        .text("event_id");
  }

  @Test
  void aKickedUserMayComeAgainAndABannedOneMayNot() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom();
    gildong.join(room);
    gildong.post(room("/kick", room), user(soonbok)).expectError(403, "M_FORBIDDEN");
    soonbok
        .post(room("/kick", room), Map.of("user_id", gildong.userId(), "reason", "잠시 쉬세요"))
        .expect(200);
    JsonNode kicked =
        soonbok.get(room("/state/m.room.member/{}", room, gildong.userId())).expect(200).body();
    assertEquals("잠시 쉬세요", kicked.path("reason").asString());
    gildong.post(room("/leave", room)).expectError(403, "M_FORBIDDEN");
    gildong.join(room);
    soonbok.post(room("/ban", room), user(gildong)).expect(200);
    gildong.post(room("/join", room)).expectError(403, "M_FORBIDDEN");
    soonbok.post(room("/kick", room), user(gildong)).expectError(403, "M_BAD_STATE");
    soonbok.post(room("/unban", room), user(gildong)).expect(200);
    soonbok.post(room("/unban", room), user(gildong)).expectError(403, "M_BAD_STATE");
    gildong.join(room);
  }

  @Test
  void whoKnocksIsLetInByAnInvitation() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom(Map.of());
    gildong.post(MatrixClient.path("/knock/{}", room)).expectError(403, "M_FORBIDDEN");
    soonbok.sendState(room, "m.room.join_rules", "", Map.of("join_rule", "knock"));
    gildong.post(MatrixClient.path("/knock/{}", room), Map.of("reason", "문 좀 열어 주세요")).expect(200);
    assertEquals("knock", membership(soonbok, room, gildong));
    gildong.post(room("/join", room)).expectError(403, "M_FORBIDDEN");
    soonbok.invite(room, gildong.userId());
    gildong.join(room);
    assertEquals("join", membership(soonbok, room, gildong));
  }

  @Test
  void aRestrictedRoomLetsInTheMembersOfAnother() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String village = soonbok.createRoom();
    String house = soonbok.createRoom(Map.of("name", "마을 사람의 집"));
    ObjectNode rule = Json.object().put("join_rule", "restricted");
    rule.putArray("allow").addObject().put("type", "m.room_membership").put("room_id", village);
    soonbok.sendState(house, "m.room.join_rules", "", rule);
    gildong.post(room("/join", house)).expectError(403, "M_FORBIDDEN");
    gildong.join(village);
    gildong.join(house);
    JsonNode member =
        soonbok.get(room("/state/m.room.member/{}", house, gildong.userId())).expect(200).body();
    assertEquals(soonbok.userId(), member.path("join_authorised_via_users_server").asString());
    ObjectNode renamed = member.deepCopy().asObject().put("displayname", "새 이름");
    gildong.sendState(house, "m.room.member", gildong.userId(), renamed);
    assertEquals(
        renamed,
        soonbok.get(room("/state/m.room.member/{}", house, gildong.userId())).expect(200).body());
    String own = room("/state/m.room.member/{}", house, gildong.userId());
    gildong
        .put(own, renamed.put("join_authorised_via_users_server", gildong.userId()))
        .expectError(403, "M_FORBIDDEN");
    gildong.leave(village);
    gildong.leave(house);
    gildong.put(own, member).expectError(403, "M_FORBIDDEN");
  }

  @Test
  void whatAClientAddsToAJoinIsInTheMemberEvent() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom();
    Map<String, Object> given =
        Map.of(
            "reason",
            "놀러 왔어요",
            "org.bongsu.fire",
            Map.of("smoke", 5),
            "membership",
            "ban",
            "join_authorised_via_users_server",
            soonbok.userId());
    gildong.post(room("/join", room), given).expect(200);
    JsonNode member =
        soonbok.get(room("/state/m.room.member/{}", room, gildong.userId())).expect(200).body();
    assertEquals("놀러 왔어요", member.path("reason").asString());
    assertEquals(5, member.at("/org.bongsu.fire/smoke").intValue());
    assertEquals("join", member.path("membership").asString());
    assertFalse(member.has("join_authorised_via_users_server"));
    gildong.post(room("/join", room), Map.of("reason", 7)).expectError(400, "M_BAD_JSON");
  }

  @Test
  void aForgottenRoomIsGoneUntilOneJoinsAgain() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    String room = soonbok.createRoom();
    gildong.join(room);
    gildong.post(room("/forget", room)).expectError(400, "M_UNKNOWN");
    gildong.leave(room);
    gildong.get(room("/state", room)).expect(200);
    gildong.post(room("/forget", room)).expect(200);
    gildong.get(room("/state", room)).expectError(403, "M_FORBIDDEN");
    gildong.join(room);
    gildong.get(room("/state", room)).expect(200);
  }

  @Test
  void whoHasLeftSeesTheMembersAsTheyWere() {
    MatrixClient soonbok = person("soonbok");
    MatrixClient gildong = person("gildong");
    MatrixClient late = person("chunhyang");
    String room = soonbok.createRoom();
    gildong.join(room);
    gildong.leave(room);
    late.join(room);
    List<String> then =
        gildong
            .get(room("/members", room))
            .expect(200)
            .path("chunk")
            .valueStream()
            .map(event -> event.path("state_key").stringValue())
            .toList();
    assertEquals(List.of(soonbok.userId(), gildong.userId()), then);
    JsonNode joined = soonbok.get(room("/members?membership=join", room)).expect(200).path("chunk");
    assertEquals(2, joined.size());
    JsonNode others =
        soonbok.get(room("/members?not_membership=join", room)).expect(200).path("chunk");
    assertEquals(1, others.size());
    soonbok.get(room("/members?membership=guest", room)).expectError(400, "M_INVALID_PARAM");
    gildong.get(room("/joined_members", room)).expectError(403, "M_FORBIDDEN");
    JsonNode shown = soonbok.get(room("/joined_members", room)).expect(200).path("joined");
    assertEquals(2, shown.size());
    assertTrue(shown.path(late.userId()).path("display_name").isNull(), "no name is invented");
    person("stranger").get(room("/members", room)).expectError(403, "M_FORBIDDEN");
  }

  @Test
  void roomsThatAreNotThereAreRefused() {
    MatrixClient soonbok = person("soonbok");
    soonbok.post(room("/join", "!없는방:localhost")).expectError(404, "M_NOT_FOUND");
    soonbok.post(MatrixClient.path("/join/{}", "#없는방:localhost")).expectError(404, "M_NOT_FOUND");
    soonbok.post(room("/join", "방")).expectError(400, "M_INVALID_PARAM");
    soonbok.get(room("/state", "!없는방:localhost")).expectError(403, "M_FORBIDDEN");
  }
}
