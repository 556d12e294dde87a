package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.bongsu.crash.CrashOptions;
import org.bongsu.crash.CrashOptions.Fault;
import org.bongsu.crash.CrashReport;
import org.bongsu.crash.CrashTrial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./bongsu crash}: the real server with a few faults. */
class CrashIT {
  private static void assertPasses(int rounds, Fault fault, Path directory) throws Exception {
    CrashReport report = CrashTrial.run(CrashOptions.of(rounds, 1, fault), directory, System.out);
    assertTrue(report.passed(), report.table());
  }

  @Test
  void nothingAcknowledgedIsLostWhenTheServerIsKilled(@TempDir Path directory) throws Exception {
    assertPasses(3, Fault.KILL, directory);
  }

  @Test
  void writesAreRefusedWhileTheDiskIsFull(@TempDir Path directory) throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "mounting a small disk takes root");
    assertPasses(2, Fault.DISK_FULL, directory);
  }
}
