package org.bongsu.app;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.bongsu.backup.BackupFeature;
import org.bongsu.backup.Backups;
import org.bongsu.node.AdminClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Makes a backup now, and looks after the backups at a place. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a complete backup now. A running server that writes backups (setting backup-to) is asked to"
          + " do so; if none runs, the data directory is backed up to --to.",
      "A server writes backups by itself, within seconds: see docs/backup.md."
    })
final class BackupCommand implements Callable<Integer> {
  private final BackupOptions options;
  private final Language language = Language.here();
  private final PrintStream out = Language.out();

  private BackupCommand(BackupOptions options) {
    this.options = options;
  }

  /** The command with its subcommands. */
  static CommandLine line() {
    CommandSpec spec = CommandSpec.create();
    CommandLine line =
        new CommandLine(
            new BackupCommand(
                BackupOptions.addTo(spec, "to", Set.of("data", "server-name", "backup-rate"))));
    spec.options().forEach(line.getCommandSpec()::addOption);
    for (Task task : List.of(new ListBackups(), new Verify(), new Prune())) {
      CommandSpec own = CommandSpec.create();
      task.options = BackupOptions.addTo(own, "from", Set.of());
      CommandLine one = new CommandLine(task);
      own.options().forEach(one.getCommandSpec()::addOption);
      line.addSubcommand(one);
    }
    return line;
  }

  @Override
  public Integer call() throws IOException {
    String saved =
        AdminClient.ask(
                options.settings().config(),
                AllFeatures.LIST,
                AdminClient.question(BackupFeature.NOW))
            .path("saved")
            .asString("");
    out.println(
        language.say(
            "The backup is complete: everything up to " + saved,
            "백업을 마쳤습니다: " + saved + "까지의 모든 데이터"));
    return 0;
  }

  /** A subcommand for the backups at a place. */
  abstract static class Task implements Callable<Integer> {
    @Nullable BackupOptions options;
    final PrintStream out = Language.out();
    final Language language = Language.here();

    BackupOptions options() {
      return Objects.requireNonNull(options);
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the backups and the moments that can be restored from each.")
  static final class ListBackups extends Task {
    @Override
    public Integer call() throws IOException {
      List<Backups.Backup> all =
          BackupOptions.withCache(cache -> Backups.list(options().place(), cache));
      for (Backups.Backup one : all) {
        out.printf(
            language.say("%s  %s  from %s to %s%s%n", "%s  %s  %s부터 %s까지%s%n"),
            one.id().substring(0, 8),
            one.serverName(),
            one.checkpointBegan(),
            one.time(),
            one.mediaWaiting() == 0
                ? ""
                : language.say(
                    "; without %d photos and files".formatted(one.mediaWaiting()),
                    " (사진과 파일 %d개 제외)".formatted(one.mediaWaiting())));
      }
      return 0;
    }
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "Checks that all backups are complete. Exit code 1 if they are not. restic check does a part"
              + " of it, too.")
  static final class Verify extends Task {
    @Option(names = "--read-data", description = "Read everything, and compare all hashes.")
    boolean readData;

    @Override
    public Integer call() throws IOException {
      Backups.Verified found =
          BackupOptions.withCache(cache -> Backups.verify(options().place(), cache, readData));
      found.problems().forEach(out::println);
      out.printf(
          language.say(
              "%d backups, %,d packs, %,d blobs: %d problems%n",
              "백업 %d개, 팩 %,d개, 블롭 %,d개: 문제 %d건%n"),
          found.backups(),
          found.packs(),
          found.blobs(),
          found.problems().size());
      return found.problems().isEmpty() ? 0 : 1;
    }
  }

  @Command(
      name = "prune",
      mixinStandardHelpOptions = true,
      description =
          "Deletes what no backup needs any longer. A server that writes backups does so every six"
              + " hours.")
  static final class Prune extends Task {
    @Override
    public Integer call() throws IOException {
      Backups.Pruned done =
          BackupOptions.withCache(cache -> Backups.prune(options().place(), cache));
      out.printf(
          language.say(
              "Deleted %,d packs (%,d bytes), wrote %,d bytes again%n",
              "팩 %,d개(%,d바이트)를 삭제하고 %,d바이트를 다시 썼습니다%n"),
          done.packs(),
          done.bytes(),
          done.bytesWritten());
      return 0;
    }
  }
}
