package org.bongsu.matrix.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.bongsu.contract.MatrixClient;
import org.bongsu.node.MatrixError;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many users whose first sync arrives at this site at the same time. */
class ColdSyncLimiterTest {
  @TempDir Path data;

  @Test
  void aboveTheLimitUsersGetDifferentRetryTimes() {
    ColdSyncLimiter limiter = new ColdSyncLimiter();
    for (int i = 0; i < ColdSyncLimiter.AT_ONCE_MAX; i++) {
      limiter.enter();
    }
    Set<Long> moments = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      MatrixError refused = assertThrows(MatrixError.class, limiter::enter);
      assertEquals(429, refused.status());
      moments.add(refused.body().path("retry_after_ms").longValue());
    }
    assertTrue(moments.size() > 1, "all are asked to come again at " + moments);
    limiter.leave();
    limiter.enter();
    assertThrows(MatrixError.class, limiter::enter);
  }

  /** A user whose sync has been built no longer counts. */
  @Test
  void furtherUsersAreAdmittedAsOthersLeave() {
    try (RunningServer server = RunningServer.open(data)) {
      for (int i = 0; i < ColdSyncLimiter.AT_ONCE_MAX + 6; i++) {
        MatrixClient user = MatrixClient.anonymous(server.url()).registerUser("arrives-" + i);
        String since = user.sync().text("next_batch");
        user.sync(since);
      }
    }
  }
}
