package org.bongsu.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.bongsu.backup.LedgerIncomplete;
import org.bongsu.backup.Restore;
import org.bongsu.backup.RestoreReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Makes a new deployment from a backup alone. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a new data directory from a backup, which bongsu serve serves and bongsu grow makes three"
          + " sites of.",
      "It shows less than before, never more: what was deleted or taken back after the restored moment"
          + " is deleted or taken back again, and everybody has to sign in again. See docs/backup.md."
    })
final class RestoreCommand implements Callable<Integer> {
  private static final int LEDGER_MISSING = 3;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The directory to make.")
  Path data = Path.of("");

  @Option(
      names = "--to-time",
      paramLabel = "TIME",
      description =
          "The moment to restore, such as 2026-11-30T14:05:00+09:00; without an offset it is local time."
              + " Default: the newest.")
  @Nullable String toTime;

  @Option(
      names = "--without-ledger",
      description =
          "Go on although revocations after that moment are not known: then all earlier messages and"
              + " profiles are hidden until their owners show them again.")
  boolean withoutLedger;

  private final BackupOptions options;
  private final Language language = Language.here();
  private final PrintStream out = Language.out();

  private RestoreCommand(BackupOptions options) {
    this.options = options;
  }

  static CommandLine line() {
    CommandSpec spec = CommandSpec.create();
    CommandLine line =
        new CommandLine(new RestoreCommand(BackupOptions.addTo(spec, "from", Set.of())));
    spec.options().forEach(line.getCommandSpec()::addOption);
    return line;
  }

  @Override
  public Integer call() throws IOException {
    Restore.Request request =
        new Restore.Request(options.place(), options.ledger(), data, moment(), withoutLedger);
    try {
      print(Restore.run(request, this::print));
      return 0;
    } catch (LedgerIncomplete e) {
      out.println(
          language
              .say(
                  "The ledger of revocations is not complete: %s. What was deleted or taken back may be"
                      + " shown again. Name its place (--ledger), restore the newest moment, or hide"
                      + " everything from before (--without-ledger).",
                  "철회 기록이 완전하지 않습니다(%s). 삭제하거나 거둔 내용이 다시 보일 수 있습니다. 기록의 위치를 지정하거나"
                      + "(--ledger), 가장 최근 시점으로 복원하거나, 이전 내용을 모두 숨기세요(--without-ledger).")
              .formatted(e.getMessage()));
      return LEDGER_MISSING;
    }
  }

  private Optional<Instant> moment() {
    String text = toTime;
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException withoutOffset) {
      try {
        return Optional.of(LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant());
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "--to-time is not a time such as 2026-11-30T14:05:00+09:00: " + text, e);
      }
    }
  }

  private void print(Restore.Step step) {
    switch (step) {
      case Restore.Step.Found found ->
          say(
              "Restoring %s as it was at %s".formatted(found.serverName(), found.time()),
              "%s 서버를 %s 시점으로 복원합니다".formatted(found.serverName(), found.time()));
      case Restore.Step.ShardsRestored restored ->
          say(
              "%d shards, %,d bytes".formatted(restored.shards(), restored.bytes()),
              "샤드 %d개, %,d바이트".formatted(restored.shards(), restored.bytes()));
      case Restore.Step.LogApplied applied ->
          say(
              "%,d entries of the log; the digests are right".formatted(applied.entries()),
              "로그 항목 %,d개, 다이제스트가 일치합니다".formatted(applied.entries()));
      case Restore.Step.MediaRestored media ->
          say(
              "%,d photos and files, %,d bytes".formatted(media.files(), media.bytes()),
              "사진과 파일 %,d개, %,d바이트".formatted(media.files(), media.bytes()));
    }
  }

  private void print(RestoreReport report) {
    say(
        "%,d revocations applied again, %,d accounts signed out"
            .formatted(report.reapplied(), report.sessionsEnded()),
        "철회 %,d건을 다시 적용하고 계정 %,d개를 로그아웃했습니다".formatted(report.reapplied(), report.sessionsEnded()));
    if (report.mediaMissing() > 0) {
      say(
          "Missing: %,d photos and files, listed in restored.json".formatted(report.mediaMissing()),
          "누락: 사진과 파일 %,d개(목록은 restored.json)".formatted(report.mediaMissing()));
    }
    if (report.withoutLedger()) {
      say(
          "Everything from before is hidden until its owners show it again.",
          "이전 내용은 소유자가 다시 공개할 때까지 숨겨집니다.");
    }
    say(
        "All is in %s. Serve it: ./bongsu serve --data %s".formatted(data, data),
        "%s에 모두 복원했습니다. 서버 시작: ./bongsu serve --data %s".formatted(data, data));
  }

  private void say(String english, String korean) {
    out.println(language.say(english, korean));
  }
}
