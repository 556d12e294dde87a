package org.bongsu.crash;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bongsu.apply.ShardMap;
import org.bongsu.client.Http;
import org.bongsu.json.Json;
import org.bongsu.launch.Disk;

/**
 * Makes a server's disk full or read-only under load: writes must be refused, reads must still
 * work, and when the disk is back the server must accept writes again.
 */
final class DiskTrial {
  private static final long NOTICED_WITHIN_MILLIS = 30_000;

  /** Small, so that it fills up soon. */
  private static final int FULL_MIB = 128;

  /** Longest load before the disk fails. */
  private static final int LOAD_MILLIS_MAX = 2_500;

  private static final long PAUSE_MILLIS = 20;

  private final CrashOptions options;
  private final Path directory;
  private final PrintStream out;
  private final SplittableRandom random;
  private final Ledger ledger = new Ledger();
  private final List<Long> backMillis = new ArrayList<>();
  private long probes;

  DiskTrial(CrashOptions options, Path directory, PrintStream out) {
    this.options = options;
    this.directory = directory;
    this.out = out;
    this.random = new SplittableRandom(options.seed());
  }

  CrashReport run() throws IOException, InterruptedException {
    boolean full = options.fault() == CrashOptions.Fault.DISK_FULL;
    try (Disk disk =
        full ? Disk.inMemory(directory.resolve("disk"), FULL_MIB) : Disk.breakable(directory)) {
      Path data = disk.path().resolve("data");
      try (KilledServer server = new KilledServer(directory, data);
          KeptLog kept =
              new KeptLog(data, directory.resolve("kept"), new ShardMap(ShardMap.DEFAULT_COUNT))) {
        return run(disk, server, kept);
      }
    }
  }

  private CrashReport run(Disk disk, KilledServer server, KeptLog kept)
      throws IOException, InterruptedException {
    Person.Trial trial = new Person.Trial(server, ledger);
    List<Person> people =
        new Settlers(trial).settle(options.people(), options.rooms(), options.seed());
    Person probe = people.getFirst();
    List<Thread> threads = people.stream().map(Thread::startVirtualThread).toList();
    for (int round = 1; round <= options.rounds(); round++) {
      Thread.sleep(random.nextInt(LOAD_MILLIS_MAX));
      if (options.fault() == CrashOptions.Fault.DISK_FULL) {
        fillAndFree(disk, server, probe);
      } else {
        breakAndRepair(disk, server, probe);
      }
      out.printf(
          "round %d: %,d acknowledged, writing again after %,d ms%n",
          round, ledger.sent().size(), backMillis.getLast());
    }
    people.forEach(Person::stop);
    for (Thread thread : threads) {
      thread.join();
    }
    Judge.Verdict verdict = new Judge(server, ledger).judge(probe.token());
    server.stop();
    kept.copyLog();
    return report(kept, verdict, kept.compare(true));
  }

  private void fillAndFree(Disk disk, KilledServer server, Person probe)
      throws IOException, InterruptedException {
    long pid = server.pid();
    disk.fill();
    awaitRefusal(server, probe);
    expectReadable(server, probe);
    Thread.sleep(random.nextInt(1_500));
    expectReadable(server, probe);
    disk.freeSpace();
    awaitWritable(server, probe, System.nanoTime());
    if (server.pid() != pid || !server.isAlive()) {
      ledger.unexplained("the server did not live through a full disk");
    }
  }

  private void breakAndRepair(Disk disk, KilledServer server, Person probe)
      throws IOException, InterruptedException {
    disk.breakDown();
    awaitRefusal(server, probe);
    expectReadable(server, probe);
    server.stop();
    disk.repair();
    long begun = System.nanoTime();
    server.restart();
    awaitWritable(server, probe, begun);
  }

  private Http.Answer write(KilledServer server, Person probe)
      throws IOException, InterruptedException {
    String path =
        "%s/user/%s/account_data/test.probe".formatted(Http.CLIENT, Http.encode(probe.userId()));
    return server.ask("PUT", path, probe.token(), Json.object().put("number", ++probes));
  }

  /** Waits until a write is refused, which must be with 503 and a Matrix error. */
  private void awaitRefusal(KilledServer server, Person probe)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while ((System.nanoTime() - begun) / 1_000_000 < NOTICED_WITHIN_MILLIS) {
      Http.Answer answer = write(server, probe);
      if (!answer.isOk()) {
        if (answer.status() != 503
            || !answer.text("errcode").startsWith("M_")
            || answer.text("error").isEmpty()) {
          ledger.unexplained("without a disk a write was answered with " + answer);
        }
        return;
      }
    }
    ledger.unexplained("writes went on without a disk");
  }

  private void expectReadable(KilledServer server, Person probe)
      throws IOException, InterruptedException {
    for (String path : List.of("/joined_rooms", "/sync?timeout=0", "/account/whoami")) {
      Http.Answer answer = server.ask("GET", Http.CLIENT + path, probe.token(), null);
      if (!answer.isOk()) {
        ledger.unexplained("without a disk " + path + " was answered with " + answer);
      }
    }
  }

  private void awaitWritable(KilledServer server, Person probe, long begun)
      throws IOException, InterruptedException {
    while ((System.nanoTime() - begun) / 1_000_000 < NOTICED_WITHIN_MILLIS) {
      if (write(server, probe).isOk()) {
        backMillis.add((System.nanoTime() - begun) / 1_000_000);
        return;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    backMillis.add(NOTICED_WITHIN_MILLIS);
    ledger.unexplained("with the disk back, nothing could be written");
  }

  private CrashReport report(KeptLog kept, Judge.Verdict verdict, List<String> differences) {
    return CrashReport.of(options, verdict, ledger, kept, backMillis, differences);
  }
}
