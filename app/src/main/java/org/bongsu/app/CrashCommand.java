package org.bongsu.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.bongsu.crash.CrashOptions;
import org.bongsu.crash.CrashReport;
import org.bongsu.crash.CrashTrial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Breaks a real server under load. */
@Command(
    name = "crash",
    description = {
      "Starts a server of its own, kills it under load again and again, and judges what is left.",
      "Ends with status 0 only where nothing acknowledged is lost, doubled or out of order."
    })
final class CrashCommand implements Callable<Integer> {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many times (default: ${DEFAULT-VALUE}).")
  int rounds = 50;

  @Mixin private final SeedOption seed = new SeedOption();

  @Option(
      names = "--fault",
      paramLabel = "kill|disk-full|read-only",
      defaultValue = "kill",
      description = "What happens to the server (default: ${DEFAULT-VALUE}).")
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
    System.out.println("Everything is left in " + directory);
    return 1;
  }
}
