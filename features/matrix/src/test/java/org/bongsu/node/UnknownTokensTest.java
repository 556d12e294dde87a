package org.bongsu.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bongsu.contract.MatrixClient;
import org.bongsu.shard.Shards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that somebody made up, of accounts that exist. */
class UnknownTokensTest {
  private static final String SECRET = "x".repeat(40);

  private static String token(String kind, MatrixClient of) {
    return of.token().replaceFirst("^bst_", kind).replaceFirst("\\..*", "." + SECRET);
  }

  @Test
  void madeUpTokensAppendNothing(@TempDir Path data) throws Exception {
    try (RunningServer server = RunningServer.open(data)) {
      MatrixClient bora = MatrixClient.anonymous(server.url()).registerUser("bora");
      bora.get("/account/whoami").expect(200);
      long[] before = settled(server.node().shards());
      for (int i = 0; i < 20; i++) {
        bora.as(token("bst_", bora)).get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
        bora.post("/refresh", Map.of("refresh_token", token("bsr_", bora) + i))
            .expectError(401, "M_UNKNOWN_TOKEN");
      }
      assertArrayEquals(before, server.node().shards().positions());
    }
  }

  /** The positions once what the registration sent to other shards has arrived. */
  private static long[] settled(Shards shards) throws InterruptedException {
    long[] before = shards.positions();
    Thread.sleep(200);
    while (!Arrays.equals(before, shards.positions())) {
      before = shards.positions();
      Thread.sleep(200);
    }
    return before;
  }

  /** With several sites each asks for a marker in the log. */
  @Test
  void oneClientCanAskForFew(@TempDir Path data) {
    try (RunningServer server =
        RunningServer.open(
            data, config -> config.with("limited", "true").with("limit-unknown-tokens", "10/1h"))) {
      MatrixClient bora = MatrixClient.anonymous(server.url()).registerUser("bora");
      for (int i = 0; i < 5; i++) {
        bora.as(token("bst_", bora)).get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
        bora.post("/refresh", Map.of("refresh_token", token("bsr_", bora)))
            .expectError(401, "M_UNKNOWN_TOKEN");
      }
      bora.as(token("bst_", bora)).get("/account/whoami").expectError(429, "M_LIMIT_EXCEEDED");
      bora.post("/refresh", Map.of("refresh_token", token("bsr_", bora)))
          .expectError(429, "M_LIMIT_EXCEEDED");
      bora.get("/account/whoami").expect(200);
    }
  }
}
