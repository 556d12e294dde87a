package org.bongsu.matrix.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session that has been signed out stays signed out, whatever runs concurrently. */
class SignOutRaceTest {
  private static final int ROUNDS = 20;
  private static final int ASKING = 4;

  /**
   * Several threads send requests with a token while it is signed out. A request that begins after
   * the sign-out was acknowledged never succeeds.
   */
  @Test
  void noRequestSucceedsAfterTheSignOutWasAcknowledged(@TempDir Path data) throws Exception {
    try (RunningServer server = RunningServer.open(data);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      MatrixClient owner = MatrixClient.anonymous(server.url()).registerUser("bora");
      AtomicInteger before = new AtomicInteger();
      for (int round = 0; round < ROUNDS; round++) {
        MatrixClient device = owner.anotherDevice();
        AtomicLong signedOutNanos = new AtomicLong(Long.MAX_VALUE);
        List<Future<?>> asking = new ArrayList<>();
        for (int i = 0; i < ASKING; i++) {
          asking.add(
              threads.submit(() -> {
                int refused = 0;
                while (refused < 3) {
                  boolean late = System.nanoTime() > signedOutNanos.get();
                  int status = device.get("/account/whoami").status();
                  assertTrue(status == 401 || !late, "a token worked after its sign-out");
                  refused += status == 401 ? 1 : 0;
                  before.addAndGet(status == 200 ? 1 : 0);
                }
              }));
        }
        switch (round % 3) {
          case 0 -> device.post("/logout").expect(200);
          case 1 ->
              owner
                  .postWithPassword(
                      "/delete_devices", Map.of("devices", List.of(device.deviceId())))
                  .expect(200);
          default ->
              owner
                  .postWithPassword("/account/password", Map.of("new_password", "password of bora"))
                  .expect(200);
        }
        signedOutNanos.set(System.nanoTime());
        for (Future<?> one : asking) {
          one.get();
        }
      }
      assertTrue(before.get() > 0, "no request came before a sign-out");
    }
  }

  @Test
  void aWaitingSyncEndsWithItsSession(@TempDir Path data) throws Exception {
    try (RunningServer server =
            RunningServer.open(data, config -> config.with("presence", "true"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      MatrixClient owner = MatrixClient.anonymous(server.url()).registerUser("bora");
      MatrixClient device = owner.anotherDevice();
      String presence = MatrixClient.path("/presence/{}/status", owner.userId());
      String since = device.get("/sync?set_presence=offline").expect(200).text("next_batch");
      assertTrue(isOffline(owner.get(presence)));
      Future<Answer> waiting =
          threads.submit(() ->
              device.get(
                  MatrixClient.path(
                      "/sync?timeout={}&since={}&filter={}",
                      Duration.ofSeconds(50).toMillis(),
                      since,
                      "{\"presence\": {\"not_types\": [\"*\"]}}")));
      // A user who syncs is online: so the server has begun to answer, and nothing is new.
      for (int asked = 0; asked < 1_000 && isOffline(owner.get(presence)); asked++) {
        Thread.sleep(10);
      }
      assertFalse(isOffline(owner.get(presence)), "the sync has not come in");
      device.post("/logout").expect(200);
      waiting.get().expectError(401, "M_UNKNOWN_TOKEN");
    }
  }

  private static boolean isOffline(Answer presence) {
    return presence.expect(200).text("presence").equals("offline");
  }

  /** A login whose password is changed during the check must not succeed afterwards. */
  @Test
  void noLoginComesThroughWithAPasswordThatHasBeenChanged(@TempDir Path data) throws Exception {
    try (RunningServer server = RunningServer.open(data);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      MatrixClient owner = MatrixClient.anonymous(server.url()).registerUser("bora", "password 0");
      for (int round = 0; round < 6; round++) {
        Map<String, String> login =
            Map.of("type", "m.login.password", "user", "bora", "password", "password " + round);
        List<Future<Answer>> logins = new ArrayList<>();
        for (int i = 0; i < ASKING; i++) {
          logins.add(threads.submit(() -> owner.as("").post("/login", login)));
        }
        MatrixClient now = MatrixClient.anonymous(server.url()).login("bora", "password " + round);
        now.postWithPassword("/account/password", Map.of("new_password", "password " + (round + 1)))
            .expect(200);
        for (Future<Answer> one : logins) {
          if (one.get().status() == 200) {
            String token = one.get().text("access_token");
            owner.as(token).get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
          }
        }
        assertEquals(1, now.get("/devices").expect(200).path("devices").size());
      }
    }
  }
}
