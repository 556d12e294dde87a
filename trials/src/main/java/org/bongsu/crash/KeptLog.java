package org.bongsu.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bongsu.apply.ShardMap;
import org.bongsu.log.LocalLog;
import org.bongsu.log.LogReader;
import org.bongsu.log.LogRecord;
import org.bongsu.shard.StateMachine;
import org.bongsu.sim.Tables;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;

/**
 * A copy of the server's log that is never trimmed, applied to separate stores: what the server's
 * stores should hold if it had never crashed.
 */
final class KeptLog implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final int BATCH_MAX = 512;

  private final Path serverLog;
  private final Path serverShards;
  private final Path kept;
  private final List<Db> dbs = new ArrayList<>();
  private final List<StateMachine> machines = new ArrayList<>();

  /**
   * A copy of a server's log.
   *
   * @param data the server's data directory
   * @param own a directory for the copy
   */
  KeptLog(Path data, Path own, ShardMap map) throws IOException {
    this.serverLog = data.resolve("log");
    this.serverShards = data.resolve("shards");
    this.kept = Files.createDirectories(own.resolve("log"));
    for (int shard = 0; shard < map.count(); shard++) {
      Db db = new ShardFile(own.resolve("%03d.db".formatted(shard))).openWriter();
      dbs.add(db);
      machines.add(new StateMachine(shard, map, db));
    }
  }

  /** Copies new segments of the server's log; call it while the server is down. */
  void copyLog() throws IOException {
    try (Stream<Path> files = Files.list(serverLog)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        Path copy = kept.resolve(file.getFileName());
        if (!Files.exists(copy) || Files.size(copy) != Files.size(file)) {
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /**
   * Applies the copy up to the positions of the server's stores and compares; call it while the
   * server is down.
   *
   * @param rows whether to compare all rows of all tables, not only the digests
   * @return the differences
   */
  List<String> compare(boolean rows) throws IOException, InterruptedException {
    List<String> differences = new ArrayList<>();
    long[] applied = machines.stream().mapToLong(StateMachine::next).toArray();
    try (LocalLog log = LocalLog.open(kept, applied)) {
      for (int shard = 0; shard < machines.size(); shard++) {
        ShardFile file = new ShardFile(serverShards.resolve("%03d.db".formatted(shard)));
        try (Db server = file.openReader()) {
          compare(shard, log, server, rows, differences);
        }
      }
    }
    return differences;
  }

  private void compare(int shard, LocalLog log, Db server, boolean rows, List<String> differences)
      throws InterruptedException {
    StateMachine machine = machines.get(shard);
    long until = server.number("SELECT next_position FROM shard").orElseThrow();
    if (until > log.end(shard)) {
      differences.add(
          "shard %d is at %d, and the log ends at %d".formatted(shard, until, log.end(shard)));
      return;
    }
    try (LogReader reader = log.reader(shard, machine.next())) {
      while (machine.next() < until) {
        int missing = (int) Math.min(BATCH_MAX, until - machine.next());
        List<LogRecord> records = reader.poll(missing, WAIT);
        if (records.isEmpty()) {
          differences.add("the log lacks position " + machine.next() + " of shard " + shard);
          return;
        }
        machine.apply(records);
      }
    }
    byte[] digest = server.one("SELECT digest FROM shard", row -> row.getBytes(1)).orElseThrow();
    if (!Arrays.equals(digest, machine.digest())) {
      differences.add("the digest of shard %d at %d differs".formatted(shard, until));
    }
    if (rows && !Tables.dump(server).equals(Tables.dump(dbs.get(shard)))) {
      differences.add("the rows of shard %d at %d differ".formatted(shard, until));
    }
  }

  /** Entries applied so far, over all shards. */
  long entries() {
    return machines.stream().mapToLong(StateMachine::next).sum();
  }

  @Override
  public void close() {
    dbs.forEach(Db::close);
  }
}
