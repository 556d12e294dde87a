package org.bongsu.crash;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bongsu.apply.ShardMap;

/** Kills a real server under load repeatedly, and checks its data. */
public final class CrashTrial {
  /** Every tenth round all rows are compared, not only the digests. */
  private static final int ROWS_EVERY_ROUNDS = 10;

  private static final long ROUND_MILLIS_MAX = 8_000;

  private final CrashOptions options;
  private final Path directory;
  private final PrintStream out;
  private final SplittableRandom random;
  private final Ledger ledger = new Ledger();
  private final List<String> differences = new ArrayList<>();

  private CrashTrial(CrashOptions options, Path directory, PrintStream out) {
    this.options = options;
    this.directory = directory;
    this.out = out;
    this.random = new SplittableRandom(options.seed());
  }

  /**
   * Runs a trial.
   *
   * @param directory an empty one, for the server's data and a copy of its log
   */
  public static CrashReport run(CrashOptions options, Path directory, PrintStream out)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    return switch (options.fault()) {
      case KILL -> new CrashTrial(options, directory, out).killRepeatedly();
      case DISK_FULL, READ_ONLY -> new DiskTrial(options, directory, out).run();
    };
  }

  private CrashReport killRepeatedly() throws IOException, InterruptedException {
    Path data = directory.resolve("data");
    try (KilledServer server = new KilledServer(directory, data);
        KeptLog kept =
            new KeptLog(data, directory.resolve("kept"), new ShardMap(ShardMap.DEFAULT_COUNT))) {
      Person.Trial trial = new Person.Trial(server, ledger);
      List<Person> people =
          new Settlers(trial).settle(options.people(), options.rooms(), options.seed());
      List<Thread> threads = people.stream().map(Thread::startVirtualThread).toList();
      for (int round = 1; round <= options.rounds(); round++) {
        awaitMore(random.nextInt(options.roundMessagesMax()));
        server.kill();
        kept.copyLog();
        differences.addAll(kept.compare(round % ROWS_EVERY_ROUNDS == 0));
        server.restart();
        out.printf(
            "round %d: %,d acknowledged, first answer after %,d ms%n",
            round, ledger.sent().size(), server.firstAnswerMillis().getLast());
      }
      people.forEach(Person::stop);
      for (Thread thread : threads) {
        thread.join();
      }
      Judge.Verdict verdict = new Judge(server, ledger).judge(people.getFirst().token());
      server.stop();
      kept.copyLog();
      differences.addAll(kept.compare(true));
      return report(server, kept, verdict);
    }
  }

  /** Waits until this many more messages have been acknowledged, or too long on a busy machine. */
  private void awaitMore(int messages) throws InterruptedException {
    int until = ledger.sentCount() + messages;
    for (long waited = 0; waited < ROUND_MILLIS_MAX && ledger.sentCount() < until; waited++) {
      Thread.sleep(1);
    }
  }

  private CrashReport report(KilledServer server, KeptLog kept, Judge.Verdict verdict) {
    return CrashReport.of(options, verdict, ledger, kept, server.firstAnswerMillis(), differences);
  }
}
