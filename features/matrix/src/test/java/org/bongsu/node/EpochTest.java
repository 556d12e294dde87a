package org.bongsu.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.apply.ShardMap;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import org.bongsu.shard.Shards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** After a restore, tokens of the lost history are refused by every operation that takes one. */
class EpochTest {
  @TempDir Path data;

  /** What a restore does. */
  private static void restore(Path data, String epoch) throws IOException {
    try (Shards shards =
        Shards.openLocal(data, new ShardMap(ShardMap.DEFAULT_COUNT), Clock.systemUTC())) {
      shards.begin(epoch);
    }
  }

  /** Tokens by the operation that gives them. */
  private static Map<String, String> tokens(MatrixClient bora, String room) {
    Map<String, String> tokens = new LinkedHashMap<>();
    Answer sync = bora.sync();
    tokens.put("sync", sync.text("next_batch"));
    sync.body()
        .path("rooms")
        .path("join")
        .path(room)
        .path("timeline")
        .path("prev_batch")
        .stringValueOpt()
        .ifPresent(token -> tokens.put("timeline", token));
    Answer page = bora.get(path("/messages?dir=b&limit=1", room)).expect(200);
    tokens.put("messages start", page.text("start"));
    tokens.put("messages end", page.text("end"));
    String event = page.body().path("chunk").path(0).path("event_id").asString();
    Answer context = bora.get(path("/context/{}?limit=1", room, event)).expect(200);
    tokens.put("context", context.text("end"));
    tokens.put("search", search(bora, "").text("search_categories.room_events.next_batch"));
    return tokens;
  }

  private static String path(String template, String room, Object... more) {
    Object[] values = new Object[more.length + 1];
    values[0] = room;
    System.arraycopy(more, 0, values, 1, more.length);
    return MatrixClient.path("/rooms/{}" + template, values);
  }

  private static Answer search(MatrixClient bora, String nextBatch) {
    ObjectNode body = Json.object();
    ObjectNode criteria =
        body.putObject("search_categories")
            .putObject("room_events")
            .put("search_term", "봉수대")
            .put("order_by", "recent");
    criteria.putObject("filter").put("limit", 1);
    String query = nextBatch.isEmpty() ? "" : MatrixClient.path("?next_batch={}", nextBatch);
    return bora.post("/search" + query, body);
  }

  /** The answers of every operation that takes a token. */
  private static List<Answer> use(MatrixClient bora, String room, Map<String, String> tokens) {
    String sync = tokens.get("sync");
    String timeline = tokens.get("messages end");
    String event =
        bora.get(path("/messages?dir=b&limit=1", room))
            .expect(200)
            .body()
            .path("chunk")
            .path(0)
            .path("event_id")
            .asString();
    return List.of(
        bora.get(MatrixClient.path("/sync?since={}", sync)),
        bora.get(path("/messages?dir=b&from={}", room, sync)),
        bora.get(path("/messages?dir=b&from={}", room, timeline)),
        bora.get(path("/messages?dir=b&from={}", room, tokens.get("context"))),
        bora.get(path("/messages?dir=b&to={}", room, timeline)),
        bora.get(path("/messages?dir=b&from={}", room, tokens.get("timeline"))),
        bora.get(path("/members?at={}", room, timeline)),
        inVersion1(bora, path("/relations/{}?from={}", room, event, timeline)),
        inVersion1(bora, path("/relations/{}?to={}", room, event, timeline)),
        inVersion1(bora, path("/threads?from={}", room, timeline)),
        bora.get(MatrixClient.path("/keys/changes?from={}&to={}", sync, sync)),
        search(bora, tokens.get("search")));
  }

  private static Answer inVersion1(MatrixClient bora, String path) {
    return bora.get("/_matrix/client/v1" + path);
  }

  private static void refuse(Answer answer) {
    answer.expectError(400, "M_UNKNOWN_POS");
    assertTrue(answer.body().path("org.bongsu.restored").asBoolean());
  }

  @Test
  void tokensOfAnotherEpochAreRefused() throws IOException {
    MatrixClient bora;
    String room;
    Map<String, String> before;
    try (RunningServer server = RunningServer.open(data)) {
      bora = MatrixClient.anonymous(server.url()).registerUser("bora");
      room = bora.createRoom();
      bora.sendText(room, "첫 봉수대");
      bora.sendText(room, "다음 봉수대");
      before = tokens(bora, room);
      before.values().forEach(token -> assertFalse(token.contains("~"), token));
      use(bora, room, before).forEach(answer -> answer.expect(200));
      refuse(bora.get(MatrixClient.path("/sync?since={}", before.get("sync") + "~later")));
    }
    restore(data, "first");
    Map<String, String> first;
    try (RunningServer server = RunningServer.open(data)) {
      MatrixClient there = bora.at(server.url());
      use(there, room, before).forEach(EpochTest::refuse);
      first = tokens(there, room);
      first.values().forEach(token -> assertTrue(token.endsWith("~first"), token));
      use(there, room, first).forEach(answer -> answer.expect(200));
    }
    try (RunningServer server = RunningServer.open(data)) {
      use(bora.at(server.url()), room, first).forEach(answer -> answer.expect(200));
    }
    restore(data, "second");
    try (RunningServer server = RunningServer.open(data)) {
      use(bora.at(server.url()), room, first).forEach(EpochTest::refuse);
      use(bora.at(server.url()), room, before).forEach(EpochTest::refuse);
    }
  }
}
