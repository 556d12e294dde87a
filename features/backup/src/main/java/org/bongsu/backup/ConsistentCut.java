package org.bongsu.backup;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.bongsu.shard.Shards;
import org.bongsu.store.Db;

/**
 * Finds a {@link Cut} that could have been the state of a deployment that stopped: no shard has
 * received what its source has not sent yet, and none has dropped from its outbox what its target
 * has not received yet. A restore to such a cut neither loses nor repeats a message between shards.
 *
 * <p>The shards are read one after the other while they go on; one that turns out to have been read
 * too early is read again.
 */
final class ConsistentCut {
  /** Far more than needed: a repeated read is needed only for what happened within milliseconds. */
  private static final int READS_MAX_PER_SHARD = 20;

  /**
   * What one shard has exchanged with the others.
   *
   * @param sent to each target, the last sequence
   * @param kept for each target, the first sequence that is still in the outbox
   * @param received from each source, the last sequence
   */
  record Read(
      Cut.OfShard state,
      Map<Integer, Long> sent,
      Map<Integer, Long> kept,
      Map<Integer, Long> received) {
    private long sentTo(int target) {
      return sent.getOrDefault(target, 0L);
    }

    private long firstKeptFor(int target) {
      return kept.getOrDefault(target, sentTo(target) + 1);
    }

    private long receivedFrom(int source) {
      return received.getOrDefault(source, 0L);
    }
  }

  /** Reads the present state of a shard. */
  interface Source {
    Read read(int shard);
  }

  private ConsistentCut() {}

  /** Reads from the stores of a node. */
  static Source of(Shards shards) {
    return shard -> shards.readers().read(shard, db -> db.snapshot(() -> read(db)));
  }

  private static Read read(Db db) {
    Cut.OfShard state =
        db.one(
                "SELECT next_position, digest FROM shard",
                row -> new Cut.OfShard(row.getLong(1), HexFormat.of().formatHex(row.getBytes(2))))
            .orElseThrow();
    return new Read(
        state,
        pairs(db, "SELECT target, sequence FROM outbox_end"),
        pairs(db, "SELECT target, MIN(sequence) FROM outbox GROUP BY target"),
        pairs(db, "SELECT source, sequence FROM inbox"));
  }

  private static Map<Integer, Long> pairs(Db db, String sql) {
    Map<Integer, Long> found = new HashMap<>();
    db.list(sql, row -> Map.entry(row.getInt(1), row.getLong(2)))
        .forEach(pair -> found.put(pair.getKey(), pair.getValue()));
    return found;
  }

  /** Takes a cut; empty if the shards exchange so much that none is found now. */
  static Optional<Cut> take(int count, Source source) {
    Read[] reads = new Read[count];
    for (int shard = 0; shard < count; shard++) {
      reads[shard] = source.read(shard);
    }
    for (int left = READS_MAX_PER_SHARD * count; left > 0; left--) {
      int early = readTooEarly(reads);
      if (early < 0) {
        return Optional.of(new Cut(Arrays.stream(reads).map(Read::state).toList()));
      }
      reads[early] = source.read(early);
    }
    return Optional.empty();
  }

  /** A shard that must be read again, or -1. */
  private static int readTooEarly(Read[] reads) {
    for (int from = 0; from < reads.length; from++) {
      for (int to = 0; to < reads.length; to++) {
        if (reads[to].receivedFrom(from) > reads[from].sentTo(to)) {
          return from;
        }
        if (reads[from].firstKeptFor(to) > reads[to].receivedFrom(from) + 1) {
          return to;
        }
      }
    }
    return -1;
  }
}
