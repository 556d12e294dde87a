package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import org.bongsu.attack.AttackOptions;
import org.bongsu.attack.AttackResult;
import org.bongsu.attack.AttackTrial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./bongsu attack}: all attacks on the real server. */
class AttackIT {
  /** How long others wait is judged by the command, on a quiet machine. */
  @Test
  void nobodyElseIsRefused(@TempDir Path directory) throws Exception {
    AttackOptions options = new AttackOptions(Set.of(), 2);
    AttackResult result = AttackTrial.run(options, directory, System.out);
    assertTrue(result.withoutFailures(), result.table());
  }
}
