package org.bongsu.matrix.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Full-text search. */
class SearchTest {
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

  private static ObjectNode criteria(String term) {
    return Json.object().put("search_term", term).put("order_by", "recent");
  }

  private static JsonNode search(MatrixClient client, ObjectNode criteria) {
    return search(client, criteria, "");
  }

  private static JsonNode search(MatrixClient client, ObjectNode criteria, String nextBatch) {
    ObjectNode body = Json.object();
    body.putObject("search_categories").set("room_events", criteria);
    String query = nextBatch.isEmpty() ? "" : MatrixClient.path("?next_batch={}", nextBatch);
    return client
        .post("/search" + query, body)
        .expect(200)
        .body()
        .path("search_categories")
        .path("room_events");
  }

  private static List<String> bodies(JsonNode events) {
    return events
        .path("results")
        .valueStream()
        .map(result -> result.path("result").path("content").path("body").asString())
        .toList();
  }

  private static List<String> found(MatrixClient client, String term) {
    return bodies(search(client, criteria(term)));
  }

  @Test
  void koreanWordsAreFoundWithParticlesInsideWordsAndDecomposed() {
    MatrixClient yuna = user("ko-yuna");
    String room = yuna.createRoom();
    yuna.sendText(room, "남산봉수대에서 연기가 올랐다");
    yuna.sendText(room, "봉수 두 개");
    yuna.sendText(room, Normalizer.normalize("해운대 봉수는 셋", Normalizer.Form.NFD));
    yuna.sendText(room, "봉황과 수달");
    List<String> expected =
        List.of(
            Normalizer.normalize("해운대 봉수는 셋", Normalizer.Form.NFD), "봉수 두 개", "남산봉수대에서 연기가 올랐다");
    assertEquals(expected, found(yuna, "봉수"));
    assertEquals(expected, found(yuna, Normalizer.normalize("봉수", Normalizer.Form.NFD)));
    assertEquals(List.of("남산봉수대에서 연기가 올랐다"), found(yuna, "수대에"));
    assertEquals(List.of("남산봉수대에서 연기가 올랐다"), found(yuna, "연기 봉수"));
    assertEquals(List.of(), found(yuna, "없는말"));
  }

  @Test
  void spacingIsIgnoredIfNothingIsFoundOtherwise() {
    MatrixClient yuna = user("space-yuna");
    String room = yuna.createRoom();
    yuna.sendText(room, "회의 자료 보냈습니다");
    assertEquals(List.of("회의 자료 보냈습니다"), found(yuna, "회의자료"));
    yuna.sendText(room, "회의자료 받았어요");
    assertEquals(List.of("회의자료 받았어요"), found(yuna, "회의자료"));
    assertEquals(List.of("회의자료 받았어요", "회의 자료 보냈습니다"), found(yuna, "회의 자료"));
  }

  @Test
  void singleSyllablesEmojiAndLatinAreFound() {
    MatrixClient yuna = user("short-yuna");
    String room = yuna.createRoom();
    yuna.sendText(room, "집에 간다");
    yuna.sendText(room, "벌집 조심");
    yuna.sendText(room, "좋아요👍🏽 Meeting-Room 3B에서");
    assertEquals(List.of("집에 간다"), found(yuna, "집"));
    assertEquals(List.of("좋아요👍🏽 Meeting-Room 3B에서"), found(yuna, "👍"));
    assertEquals(List.of("좋아요👍🏽 Meeting-Room 3B에서"), found(yuna, "ROOM"));
    assertEquals(List.of("좋아요👍🏽 Meeting-Room 3B에서"), found(yuna, "3b에"));
    assertEquals(List.of("좋아요👍🏽 Meeting-Room 3B에서"), found(yuna, "eting-ro"));
    assertEquals(List.of(), found(yuna, "?!"));
  }

  @Test
  void whatIsEditedOrRedactedIsNoLongerFound() {
    MatrixClient yuna = user("edit-yuna");
    String room = yuna.createRoom();
    String original = yuna.sendText(room, "약속은 다섯시");
    yuna.send(
        room,
        "m.room.message",
        Map.of(
            "msgtype",
            "m.text",
            "body",
            "* 약속은 여섯시",
            "m.new_content",
            Map.of("msgtype", "m.text", "body", "약속은 여섯시"),
            "m.relates_to",
            Map.of("rel_type", "m.replace", "event_id", original)));
    assertEquals(List.of(), found(yuna, "다섯시"));
    JsonNode result = search(yuna, criteria("여섯시")).path("results").path(0).path("result");
    assertEquals(original, result.path("event_id").asString());
    assertEquals(
        "약속은 여섯시",
        result
            .path("unsigned")
            .path("m.relations")
            .path("m.replace")
            .path("content")
            .path("m.new_content")
            .path("body")
            .asString());
  }

  @Test
  void onlyOwnRoomsAreSearchedAndOldOnesUpToLeaving() {
    MatrixClient yuna = user("own-yuna");
    MatrixClient minsu = user("own-minsu");
    String room = yuna.createRoom();
    yuna.sendText(room, "비둘기 하나");
    assertEquals(List.of(), found(minsu, "비둘기"));
    assertEquals(0, search(minsu, criteria("비둘기")).path("count").asInt(-1));
    minsu.join(room);
    yuna.sendText(room, "비둘기 둘");
    assertEquals(List.of("비둘기 둘", "비둘기 하나"), found(minsu, "비둘기"));
    minsu.leave(room);
    yuna.sendText(room, "비둘기 셋");
    assertEquals(List.of("비둘기 둘", "비둘기 하나"), found(minsu, "비둘기"));
    assertEquals(3, found(yuna, "비둘기").size());
  }

  @Test
  void historyBeforeJoiningIsNotFoundNorCountedWhereItIsHidden() {
    MatrixClient yuna = user("hidden-yuna");
    MatrixClient minsu = user("hidden-minsu");
    String room = yuna.createRoom();
    yuna.sendState(room, "m.room.history_visibility", "", Map.of("history_visibility", "joined"));
    yuna.sendText(room, "숨은 까치");
    minsu.join(room);
    yuna.sendText(room, "보이는 까치");
    JsonNode events = search(minsu, criteria("까치"));
    assertEquals(List.of("보이는 까치"), bodies(events));
    assertEquals(1, events.path("count").asInt());
  }

  @Test
  void messagesOfIgnoredUsersAreNotFound() {
    MatrixClient yuna = user("ignore-yuna");
    MatrixClient minsu = user("ignore-minsu");
    String room = yuna.createRoom();
    minsu.join(room);
    minsu.sendText(room, "광고 너구리");
    yuna.sendText(room, "진짜 너구리");
    assertEquals(2, found(yuna, "너구리").size());
    yuna.put(
            MatrixClient.path("/user/{}/account_data/m.ignored_user_list", yuna.userId()),
            Map.of("ignored_users", Map.of(minsu.userId(), Map.of())))
        .expect(200);
    assertEquals(List.of("진짜 너구리"), found(yuna, "너구리"));
  }

  @Test
  void namesAndTopicsAreFoundByTheirKeys() {
    MatrixClient yuna = user("key-yuna");
    String room = yuna.createRoom(Map.of("preset", "public_chat"));
    yuna.sendState(room, "m.room.name", "", Map.of("name", "수달 모임"));
    yuna.sendState(room, "m.room.topic", "", Map.of("topic", "수달 이야기"));
    yuna.sendText(room, "수달 봤어요");
    ObjectNode named = criteria("수달");
    named.putArray("keys").add("content.name");
    JsonNode events = search(yuna, named);
    assertEquals(1, events.path("results").size());
    assertEquals(
        "m.room.name", events.path("results").path(0).path("result").path("type").asString());
    assertEquals(3, search(yuna, criteria("수달")).path("results").size());
  }

  @Test
  void filtersChooseRoomsSendersTypesAndUrls() {
    MatrixClient yuna = user("filter-yuna");
    MatrixClient minsu = user("filter-minsu");
    String one = yuna.createRoom();
    String two = yuna.createRoom();
    minsu.join(one);
    yuna.sendText(one, "여우 1");
    minsu.sendText(one, "여우 2");
    yuna.sendText(two, "여우 3");
    yuna.send(
        two,
        "m.room.message",
        Map.of("msgtype", "m.image", "body", "여우.png", "url", "mxc://localhost/a"));
    yuna.sendState(two, "m.room.topic", "", Map.of("topic", "여우"));
    assertEquals(List.of("여우 2", "여우 1"), filtered(yuna, "rooms", one));
    assertEquals(List.of("여우 2", "여우 1"), filtered(yuna, "not_rooms", two));
    assertEquals(List.of("여우 2"), filtered(yuna, "senders", minsu.userId()));
    assertEquals(List.of("여우 2"), filtered(yuna, "not_senders", yuna.userId()));
    assertEquals(4, filtered(yuna, "types", "m.room.mess*").size());
    assertEquals(1, filtered(yuna, "not_types", "m.room.message").size());
    assertEquals(List.of(), filtered(yuna, "rooms", "!none:localhost"));
    ObjectNode urls = criteria("여우");
    urls.putObject("filter").put("contains_url", true);
    assertEquals(List.of("여우.png"), bodies(search(yuna, urls)));
  }

  private static List<String> filtered(MatrixClient client, String key, String value) {
    ObjectNode criteria = criteria("여우");
    criteria.putObject("filter").putArray(key).add(value);
    return bodies(search(client, criteria));
  }

  @Test
  void pagesOverManyRoomsGiveEveryResultOnceNewestFirst() {
    MatrixClient yuna = user("page-yuna");
    List<String> rooms = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      rooms.add(yuna.createRoom());
    }
    for (String order : List.of("recent", "rank")) {
      String word = order.equals("recent") ? "다람쥐" : "청설모";
      Set<String> sent = new HashSet<>();
      for (int i = 0; i < 47; i++) {
        sent.add(yuna.sendText(rooms.get(i * 5 % 12), word + " " + i));
      }
      ObjectNode criteria = criteria(word).put("order_by", order);
      criteria.putObject("filter").put("limit", 10);
      List<String> found = new ArrayList<>();
      List<Long> times = new ArrayList<>();
      String next = "";
      int pages = 0;
      do {
        JsonNode page = search(yuna, criteria, next);
        assertEquals(47, page.path("count").asInt());
        for (JsonNode result : page.path("results")) {
          found.add(result.path("result").path("event_id").asString());
          times.add(result.path("result").path("origin_server_ts").asLong());
        }
        next = page.path("next_batch").asString("");
        pages++;
        yuna.sendText(rooms.getFirst(), word + " later");
      } while (!next.isEmpty());
      assertEquals(5, pages, order);
      assertEquals(47, found.size(), order);
      assertEquals(sent, Set.copyOf(found), order);
      if (order.equals("recent")) {
        assertEquals(times.stream().sorted(Comparator.reverseOrder()).toList(), times);
      }
    }
  }

  @Test
  void groupsHavePagesOfTheirOwn() {
    MatrixClient yuna = user("group-yuna");
    String one = yuna.createRoom();
    String two = yuna.createRoom();
    for (int i = 0; i < 8; i++) {
      yuna.sendText(i % 2 == 0 ? one : two, "고래 " + i);
    }
    for (String order : List.of("recent", "rank")) {
      ObjectNode criteria = criteria("고래").put("order_by", order);
      criteria.putObject("filter").put("limit", 4);
      criteria.putObject("groupings").putArray("group_by").addObject().put("key", "room_id");
      JsonNode first = search(yuna, criteria);
      Set<String> ofOne = new HashSet<>();
      JsonNode group = first.path("groups").path("room_id").path(one);
      group.path("results").forEach(id -> ofOne.add(id.asString()));
      String next = group.path("next_batch").asString("");
      while (!next.isEmpty()) {
        JsonNode page = search(yuna, criteria, next);
        assertTrue(page.path("groups").path("room_id").path(two).isMissingNode());
        page.path("results")
            .forEach(r -> assertTrue(ofOne.add(r.path("result").path("event_id").asString())));
        next = page.path("next_batch").asString("");
      }
      assertEquals(4, ofOne.size(), order);
    }
    ObjectNode bySender = criteria("고래");
    bySender.putObject("groupings").putArray("group_by").addObject().put("key", "sender");
    assertEquals(
        8,
        search(yuna, bySender)
            .path("groups")
            .path("sender")
            .path(yuna.userId())
            .path("results")
            .size());
  }

  @Test
  void contextStateAndProfilesComeWithResults() {
    MatrixClient yuna = user("context-yuna");
    String room = yuna.createRoom();
    List<String> sent = new ArrayList<>();
    for (String text : List.of("하나", "둘", "두루미", "넷", "다섯")) {
      sent.add(yuna.sendText(room, text));
    }
    ObjectNode criteria = criteria("두루미").put("include_state", true);
    criteria
        .putObject("event_context")
        .put("before_limit", 1)
        .put("after_limit", 2)
        .put("include_profile", true);
    JsonNode events = search(yuna, criteria);
    JsonNode context = events.path("results").path(0).path("context");
    assertEquals(List.of(sent.get(1)), ids(context.path("events_before")));
    assertEquals(List.of(sent.get(3), sent.get(4)), ids(context.path("events_after")));
    assertTrue(context.path("profile_info").path(yuna.userId()).isObject());
    assertTrue(context.path("start").isString() && context.path("end").isString());
    assertTrue(
        events
            .path("state")
            .path(room)
            .valueStream()
            .anyMatch(event -> event.path("type").asString().equals("m.room.create")));
    assertEquals(List.of("두루미"), Json.mapper().treeToValue(events.path("highlights"), List.class));
  }

  private static List<String> ids(JsonNode events) {
    return events.valueStream().map(event -> event.path("event_id").asString()).toList();
  }

  @Test
  void byRankTheClosestTextComesFirst() {
    MatrixClient yuna = user("rank-yuna");
    String room = yuna.createRoom();
    yuna.sendText(room, "부엉이 사진");
    yuna.sendText(room, "어젯밤에 부엉이를 보고 나서 사진을 찍지 못했다");
    JsonNode events = search(yuna, Json.object().put("search_term", "부엉이 사진"));
    assertEquals(List.of("부엉이 사진", "어젯밤에 부엉이를 보고 나서 사진을 찍지 못했다"), bodies(events));
    assertTrue(
        events.path("results").path(0).path("rank").asDouble()
            > events.path("results").path(1).path("rank").asDouble());
  }

  @Test
  void whatIsNotAsItShouldBeIsRefused() {
    MatrixClient yuna = user("bad-yuna");
    yuna.post("/search", "{}").expectError(400, "M_MISSING_PARAM");
    refused(yuna, "{}", "M_MISSING_PARAM");
    refused(yuna, "{\"search_term\":5}", "M_BAD_JSON");
    refused(yuna, "{\"search_term\":\"a\",\"keys\":[\"content.secret\"]}", "M_INVALID_PARAM");
    refused(yuna, "{\"search_term\":\"a\",\"order_by\":\"best\"}", "M_INVALID_PARAM");
    refused(yuna, "{\"search_term\":\"a\",\"filter\":{\"limit\":0}}", "M_INVALID_PARAM");
    refused(
        yuna,
        "{\"search_term\":\"a\",\"groupings\":{\"group_by\":[{\"key\":\"x\"}]}}",
        "M_INVALID_PARAM");
    ObjectNode body = Json.object();
    body.putObject("search_categories").set("room_events", criteria("봉수"));
    for (String token : List.of("x", "e30", "%00", "bnVsbA")) {
      yuna.post("/search?next_batch=" + token, body).expectError(400, "M_INVALID_PARAM");
    }
    assertEquals(200, yuna.post("/search", "{\"search_categories\":{}}").status());
  }

  private static void refused(MatrixClient client, String criteria, String errcode) {
    client
        .post("/search", "{\"search_categories\":{\"room_events\":" + criteria + "}}")
        .expectError(400, errcode);
  }
}
