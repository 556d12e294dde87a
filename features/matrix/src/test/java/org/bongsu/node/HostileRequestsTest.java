package org.bongsu.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.bongsu.contract.ApiFuzz;
import org.bongsu.contract.FuzzMaterial;
import org.bongsu.contract.MatrixClient;
import org.bongsu.contract.Specification;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile requests to every operation of the real server; {@code -Dfuzz.requests=N} for more. */
class HostileRequestsTest {
  private static final int REQUESTS = 2_000;

  /** Of 166 operations; fewer would mean that nothing beyond the first check was tested. */
  private static final int OPERATIONS_REACHED_MIN = 60;

  @BeforeAll
  static void thereAreOperations() {
    Specification.require();
  }

  @Test
  void everyHostileRequestIsAnsweredAsTheSpecificationSays(@TempDir Path data) {
    try (RunningServer server = RunningServer.open(data)) {
      FuzzMaterial material = FuzzMaterial.prepare(MatrixClient.anonymous(server.url()));
      ApiFuzz.Report report =
          new ApiFuzz(server.url(), material)
              .also("POST", "/_synapse/admin/v1/register")
              .also("POST", "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/x")
              .run(20221015, REQUESTS);
      assertTrue(report.reached() >= OPERATIONS_REACHED_MIN, report::toString);
    }
  }
}
