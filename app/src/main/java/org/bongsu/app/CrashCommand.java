package org.bongsu.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.bongsu.crash.CrashOptions;
import org.bongsu.crash.CrashReport;
import org.bongsu.crash.CrashTrial;
import org.bongsu.node.Directories;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Kills a real server under load. */
@Command(
    name = "crash",
    description = {
      "Starts a server, kills it under load repeatedly, and checks its data.",
      "The exit status is 0 only if nothing acknowledged is lost, doubled or out of order."
    })
final class CrashCommand implements Callable<Integer> {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "50",
      description = "Number of faults (default: ${DEFAULT-VALUE}).")
  int rounds = 50;

  @Mixin private final SeedOption seed = new SeedOption();

  @Option(
      names = "--fault",
      paramLabel = "kill|disk-full|read-only",
      defaultValue = "kill",
      description = "The kind of fault (default: ${DEFAULT-VALUE}).")
  String fault = "kill";

  @Override
  public Integer call() throws Exception {
    CrashOptions.Fault happens =
        switch (fault) {
          case "kill" -> CrashOptions.Fault.KILL;
          case "disk-full" -> CrashOptions.Fault.DISK_FULL;
          case "read-only" -> CrashOptions.Fault.READ_ONLY;
          default -> throw new IllegalArgumentException("--fault kill, disk-full or read-only");
        };
    Path directory = Files.createTempDirectory("bongsu-crash");
    CrashReport report =
        CrashTrial.run(CrashOptions.of(rounds, seed.get(), happens), directory, System.out);
    System.out.println(report.table());
    if (report.passed()) {
      Directories.delete(directory);
      return 0;
    }
    System.out.println("Everything is kept in " + directory);
    return 1;
  }
}
