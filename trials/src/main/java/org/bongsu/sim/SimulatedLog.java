package org.bongsu.sim;

import java.util.ArrayList;
import java.util.List;
import org.bongsu.log.LogRecord;

/** The log as it should be: positions count from 0, and what stands there stays. */
final class SimulatedLog {
  private final List<List<LogRecord>> shards = new ArrayList<>();

  SimulatedLog(int shardCount) {
    for (int i = 0; i < shardCount; i++) {
      shards.add(new ArrayList<>());
    }
  }

  long append(int shard, byte[] payload) {
    List<LogRecord> records = shards.get(shard);
    records.add(new LogRecord(records.size(), payload));
    return records.size() - 1L;
  }

  long end(int shard) {
    return shards.get(shard).size();
  }

  List<LogRecord> read(int shard, long from, int countMax) {
    List<LogRecord> records = shards.get(shard);
    int first = Math.toIntExact(from);
    return List.copyOf(records.subList(first, Math.min(records.size(), first + countMax)));
  }
}
