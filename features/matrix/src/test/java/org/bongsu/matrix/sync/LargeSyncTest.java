package org.bongsu.matrix.sync;

import static org.bongsu.contract.MatrixClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bongsu.apply.ShardMap;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import org.bongsu.node.MatrixError;
import org.bongsu.node.RunningServer;
import org.bongsu.room.Receipts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Syncs of accounts with very much data. */
class LargeSyncTest {
  private static final int STATE_BYTES = 60_000;
  private static final int STATES_OF_ROOM = 50;

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

  /** A room on every shard, each with three megabytes of state. */
  private static TreeSet<String> roomsWithMuchState(MatrixClient client) {
    ShardMap shards = new ShardMap(ShardMap.DEFAULT_COUNT);
    Map<Integer, String> byShard = new TreeMap<>();
    while (byShard.size() < shards.count()) {
      String room = client.createRoom();
      if (byShard.putIfAbsent(shards.shardOf(room), room) != null) {
        client.leave(room);
      }
    }
    for (String room : byShard.values()) {
      for (int i = 0; i < STATES_OF_ROOM; i++) {
        client.sendState(room, "x", "k" + i, Map.of("a", "x".repeat(STATE_BYTES)));
      }
    }
    return new TreeSet<>(byShard.values());
  }

  @Test
  void anInitialSyncThatIsTooLargeIsContinuedByTheNextOnesWithoutLosingRooms() {
    MatrixClient yuna = user("large-yuna");
    TreeSet<String> rooms = roomsWithMuchState(yuna);
    TreeSet<String> seen = new TreeSet<>();
    Answer answer = yuna.sync();
    long first = answer.bytes().length;
    assertTrue(first < AnswerSize.FULL + (8L << 20), first + " bytes");
    for (int i = 0; i < 8 && answer.path("rooms.join").isObject(); i++) {
      for (Map.Entry<String, JsonNode> room : answer.path("rooms.join").properties()) {
        assertTrue(seen.add(room.getKey()), "each room once");
        assertEquals(
            STATES_OF_ROOM,
            java.util.stream.Stream.of("state", "timeline")
                .flatMap(part -> room.getValue().path(part).path("events").valueStream())
                .filter(event -> event.path("type").asString().equals("x"))
                .count(),
            "the whole state");
      }
      assertTrue(i > 0 || seen.size() < rooms.size(), "not all of them at once");
      answer = yuna.sync(answer.text("next_batch"));
    }
    assertEquals(rooms, seen);
    String room = rooms.first();
    yuna.sendText(room, "그다음");
    assertEquals(
        List.of(room),
        List.copyOf(yuna.sync(answer.text("next_batch")).path("rooms.join").propertyNames()));
  }

  @Test
  void toDeviceMessagesThatAreTooManyForOneAnswerComeInTheNextOnes() {
    MatrixClient mina = user("large-mina");
    String since = mina.sync().text("next_batch");
    List<MatrixClient> senders = List.of(user("sender-1"), user("sender-2"), user("sender-3"));
    for (int i = 0; i < 9; i++) {
      MatrixClient sender = senders.get(i % 3);
      Object content = Map.of("n", i, "a", "x".repeat(800_000));
      sender
          .put(
              path("/sendToDevice/x/{}", MatrixClient.newTransactionId()),
              Map.of("messages", Map.of(mina.userId(), Map.of(mina.deviceId(), content))))
          .expect(200);
    }
    TreeSet<Integer> seen = new TreeSet<>();
    for (int i = 0; i < 5 && seen.size() < 9; i++) {
      Answer answer = mina.sync(since);
      assertTrue(answer.bytes().length < 5 << 20);
      answer
          .path("to_device.events")
          .forEach(event -> assertTrue(seen.add(event.path("content").path("n").asInt())));
      since = answer.text("next_batch");
    }
    assertEquals(9, seen.size());
  }

  /** Whoever invites chooses name and topic. Before, 150 invitations were too large for a sync. */
  @Test
  void largeInvitationsKeepNobodyFromSyncing() {
    MatrixClient mallory = user("large-inviter");
    MatrixClient yuna = user("large-invited");
    String since = yuna.sync().text("next_batch");
    String large = "x".repeat(60_000);
    List<Object> state =
        List.of(
            Map.of("type", "m.room.avatar", "content", Map.of("url", "mxc://a/" + large)),
            Map.of("type", "m.room.encryption", "content", Map.of("algorithm", large)));
    List<String> rooms =
        IntStream.range(0, 160)
            .parallel()
            .mapToObj(i ->
                mallory.createRoom(
                    Map.of(
                        "name",
                        large,
                        "topic",
                        large.substring(30_000),
                        "initial_state",
                        state,
                        "invite",
                        List.of(yuna.userId()))))
            .toList();
    String room = mallory.createRoom(Map.of("name", "저녁 모임"));
    mallory
        .put(
            path("/rooms/{}/state/m.room.member/{}", room, yuna.userId()),
            Map.of("membership", "invite", "reason", large))
        .expect(200);
    for (Answer sync : List.of(yuna.sync(), yuna.sync(since))) {
      JsonNode invites = sync.path("rooms.invite");
      assertTrue(rooms.stream().allMatch(invites::has), "each invitation");
      assertTrue(sync.bytes().length < 1 << 20, sync.bytes().length + " bytes");
      List<JsonNode> events =
          invites.path(room).path("invite_state").path("events").valueStream().toList();
      assertEquals("invite", events.getLast().path("content").path("membership").asString());
      assertTrue(
          events.stream()
              .anyMatch(event -> event.path("content").path("name").asString("").equals("저녁 모임")));
    }
  }

  /** A redacted event can be read in any thread, so anybody can set any number of receipts. */
  @Test
  void receiptsOfOneMemberKeepNobodyFromSyncing() {
    MatrixClient mallory = user("large-mallory");
    MatrixClient yuna = user("large-reader");
    String room = yuna.createRoom();
    mallory.join(room);
    String event = mallory.sendText(room, "곧 지움");
    mallory.put(path("/rooms/{}/redact/{}/t", room, event), Map.of()).expect(200);
    String since = yuna.sync().text("next_batch");
    String receipt = path("/rooms/{}/receipt/m.read/{}", room, event);
    yuna.post(receipt).expect(200);
    int set = Receipts.OF_OTHERS_MAX + 100;
    IntStream.range(0, set)
        .parallel()
        .forEach(i -> mallory.post(receipt, Map.of("thread_id", "t" + i)).expect(200));
    for (Answer sync : List.of(yuna.sync(), yuna.sync(since))) {
      List<JsonNode> receipts =
          SyncTest.joined(sync, room)
              .path("ephemeral")
              .path("events")
              .valueStream()
              .map(one -> one.path("content").path(event).path("m.read"))
              .toList();
      assertEquals(
          Receipts.OF_OTHERS_MAX,
          receipts.stream().filter(users -> users.has(mallory.userId())).count());
      assertEquals(1, receipts.stream().filter(users -> users.has(yuna.userId())).count());
    }
  }

  @Test
  void accountDataOverTheQuotaIsRefusedAndSyncsStillWork() {
    MatrixClient dara = user("large-dara");
    int accepted = 0;
    Answer last;
    do {
      last =
          dara.put(
              path("/user/{}/account_data/{}", dara.userId(), "t" + accepted),
              Map.of("a", "x".repeat(250_000)));
      accepted += last.status() == 200 ? 1 : 0;
    } while (last.status() == 200 && accepted < 100);
    last.expectError(403, "M_RESOURCE_LIMIT_EXCEEDED");
    assertEquals(16, accepted);
    assertTrue(dara.sync().path("account_data.events").size() > accepted);
  }

  @Test
  void anAnswersSizeIsThatOfItsTextsAndItHasALimit() {
    ObjectNode section = Json.object();
    section.putRawValue("content", new RawValue("{\"a\":\"" + "x".repeat(1 << 20) + "\"}"));
    section.putArray("events").add("y".repeat(1 << 20)).add(1).addObject();
    assertTrue(AnswerSize.lengthOf(section) > 2 << 20);
    assertTrue(AnswerSize.lengthOf(section) < (2 << 20) + 1_000);
    AnswerSize size = new AnswerSize();
    for (int i = 0; i < 31; i++) {
      assertEquals(i >= 8, size.isFull(), i + " sections");
      size.add(section);
    }
    assertEquals(413, assertThrows(MatrixError.class, () -> size.add(section)).status());
  }
}
