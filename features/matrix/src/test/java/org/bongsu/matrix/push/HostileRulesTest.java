package org.bongsu.matrix.push;

import static org.bongsu.contract.MatrixClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that are made to be expensive. */
class HostileRulesTest {
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

  /** With unlimited matching, one such sync takes minutes, and others' reads time out. */
  @Test
  void oneAccountsRulesKeepNobodyFromReading() throws Exception {
    MatrixClient greedy = user("greedy");
    MatrixClient yuna = user("yuna");
    String room = yuna.createRoom();
    greedy.join(room);
    for (int i = 0; i < 200; i++) {
      greedy
          .put(
              path("/pushrules/global/content/{}", "r" + i),
              Map.of("pattern", "?".repeat(200) + i + "b*", "actions", List.of("notify")))
          .expect(200);
    }
    for (int i = 0; i < 40; i++) {
      yuna.sendText(room, "a".repeat(60_000));
    }
    List<CompletableFuture<Answer>> syncs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      syncs.add(CompletableFuture.supplyAsync(greedy::sync));
    }
    for (int i = 0; i < 5; i++) {
      long begun = System.nanoTime();
      yuna.sync();
      yuna.get(path("/profile/{}", greedy.userId())).expect(200);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      assertTrue(took.toSeconds() < 20, "an innocent account's sync took " + took);
    }
    for (CompletableFuture<Answer> sync : syncs) {
      Answer answer = sync.get(60, TimeUnit.SECONDS);
      assertEquals(
          40,
          answer
              .path("/rooms/join/" + room.replace("/", "~1"))
              .path("unread_notifications")
              .path("notification_count")
              .asInt(),
          "by the default rules");
    }
  }

  @Test
  void rulesOverTheLimitAreRefusedWithAReason() {
    MatrixClient mina = user("mina");
    mina.put(
            path("/pushrules/global/content/{}", "long"),
            Map.of("pattern", "p".repeat(256), "actions", List.of("notify")))
        .expectError(400, "M_INVALID_PARAM");
    Object large =
        Map.of(
            "pattern",
            "p",
            "actions",
            List.of(Map.of("set_tweak", "x", "value", "y".repeat(8_000))));
    int added = 0;
    Answer last;
    do {
      last = mina.put(path("/pushrules/global/content/{}", "r" + added++), large);
    } while (last.status() == 200 && added < 100);
    last.expectError(413, "M_TOO_LARGE");
  }
}
