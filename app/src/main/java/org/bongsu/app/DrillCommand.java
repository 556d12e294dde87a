package org.bongsu.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bongsu.drill.Drill;
import org.bongsu.drill.DrillOptions;
import org.bongsu.drill.Fault;
import org.bongsu.node.Directories;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The fire drill. */
@Command(
    name = "drill",
    mixinStandardHelpOptions = true,
    description = {
      "Starts three sites, puts them under the load of HTTP clients, kills, "
          + "freezes, cuts off and burns them, and checks what the clients saw. The fault"
          + " lose-everything burns all of them at the end, and makes three new sites from the backup"
          + " alone.",
      "The exit status is 0 only if the verdict is pass: nothing "
          + "acknowledged is lost, doubled, reordered or damaged, nothing that "
          + "was revoked is shown, and all sites agree."
    })
final class DrillCommand implements Callable<Integer> {
  /** The labels of all faults, for the help. */
  static final class Faults implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Fault.values()).map(Fault::label).iterator();
    }
  }

  @Option(
      names = "--faults",
      paramLabel = "FAULT,...|all",
      split = ",",
      defaultValue = "kill-site,kill-node,kill-broker,freeze-site,burn",
      description =
          "Kinds of faults, injected in turn (default: ${DEFAULT-VALUE}). Available:"
              + " ${COMPLETION-CANDIDATES}; what this machine does not allow is skipped.",
      completionCandidates = Faults.class)
  List<String> faults = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Number of faults in all. Default: each kind once.")
  @Nullable Integer rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Shortest time between two faults; a fault lasts a quarter of it "
              + "(default: ${DEFAULT-VALUE}).")
  int seconds = 20;

  @Option(
      names = "--people",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "People who write, at each site; half as many look for what was revoked"
              + " (default: ${DEFAULT-VALUE}).")
  int people = 6;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "Highest number of messages per second in all (default: ${DEFAULT-VALUE}).")
  int rate = 100;

  @Option(
      names = "--media",
      paramLabel = "MB",
      defaultValue = "0",
      description =
          "Megabytes uploaded first, which a burnt site has to copy (default: ${DEFAULT-VALUE}).")
  int mediaMegabytes;

  @Option(
      names = "--pace",
      paramLabel = "fast|steady",
      defaultValue = "fast",
      description = "As for bongsu site (default: ${DEFAULT-VALUE}).")
  String pace = "fast";

  @Option(
      names = "--ledger",
      paramLabel = "kept|lost",
      defaultValue = "kept",
      description =
          "With lose-everything: whether the backup's ledger of revocations burns, too (default:"
              + " ${DEFAULT-VALUE}).")
  String ledger = "kept";

  @Option(
      names = "--watchers",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Status watchers on hosts of their own, of which one at a time is killed, frozen, cut off or"
              + " misled; their pages are judged, too (default: ${DEFAULT-VALUE}).")
  int watchers;

  @Mixin private final SeedOption seed = new SeedOption();

  @Mixin private final OutputFiles output = new OutputFiles();

  @Override
  public Integer call() throws Exception {
    DrillOptions options =
        DrillOptions.of(
                Fault.named(faults),
                Optional.ofNullable(rounds),
                seconds,
                DrillOptions.Load.of(people, rate, mediaMegabytes),
                isLedgerLost(),
                seed.get(),
                new DrillOptions.Output(output.json(), output.report()))
            .watchedBy(watchers);
    Path directory = Files.createTempDirectory("bongsu-drill");
    Optional<OwnBackup> backup =
        options.losesEverything()
            ? Optional.of(OwnBackup.make(directory.resolve("backups"), options.ledgerLost()))
            : Optional.empty();
    Path data = Files.createDirectory(directory.resolve("sites"));
    if (Drill.run(options, new OwnSites(pace, data, backup), System.out)) {
      Directories.delete(directory);
      return 0;
    }
    System.out.println("Everything is kept in " + directory);
    return 1;
  }

  private boolean isLedgerLost() {
    return switch (ledger) {
      case "kept" -> false;
      case "lost" -> true;
      default -> throw new IllegalArgumentException("--ledger is kept or lost, not " + ledger);
    };
  }
}
