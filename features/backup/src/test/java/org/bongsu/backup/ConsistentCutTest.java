package org.bongsu.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shards that send, receive and acknowledge between any two reads. */
class ConsistentCutTest {
  private static final int SHARDS = 4;

  /** A model of shards that go on while they are read. */
  private static final class Busy implements ConsistentCut.Source {
    private final SplittableRandom random;
    private final long[] position = new long[SHARDS];
    private final long[][] sent = new long[SHARDS][SHARDS];
    private final long[][] dropped = new long[SHARDS][SHARDS];
    private final long[][] received = new long[SHARDS][SHARDS];
    private final Map<String, ConsistentCut.Read> reads = new HashMap<>();
    private int stepsPerRead;

    Busy(long seed, int stepsPerRead) {
      this.random = new SplittableRandom(seed);
      this.stepsPerRead = stepsPerRead;
    }

    private void step() {
      int from = random.nextInt(SHARDS);
      int to = random.nextInt(SHARDS);
      switch (random.nextInt(3)) {
        case 0 -> {
          sent[from][to]++;
          position[from]++;
        }
        case 1 -> {
          if (received[to][from] < sent[from][to]) {
            received[to][from]++;
            position[to]++;
          }
        }
        default -> {
          if (dropped[from][to] < received[to][from]) {
            dropped[from][to] = received[to][from];
            position[from]++;
          }
        }
      }
    }

    @Override
    public ConsistentCut.Read read(int shard) {
      for (int i = 0; i < stepsPerRead; i++) {
        step();
      }
      Map<Integer, Long> ends = new HashMap<>();
      Map<Integer, Long> kept = new HashMap<>();
      Map<Integer, Long> inbox = new HashMap<>();
      IntStream.range(0, SHARDS)
          .forEach(other -> {
            if (sent[shard][other] > 0) {
              ends.put(other, sent[shard][other]);
            }
            if (dropped[shard][other] < sent[shard][other]) {
              kept.put(other, dropped[shard][other] + 1);
            }
            if (received[shard][other] > 0) {
              inbox.put(other, received[shard][other]);
            }
          });
      ConsistentCut.Read read =
          new ConsistentCut.Read(
              new Cut.OfShard(position[shard], "d" + position[shard]), ends, kept, inbox);
      reads.put(shard + "@" + position[shard], read);
      return read;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noMessageIsReceivedBeforeItIsSentOrLostBetween(long seed) {
    Busy busy = new Busy(seed, 7);
    int found = 0;
    for (int attempt = 0; attempt < 50; attempt++) {
      Optional<Cut> cut = ConsistentCut.take(SHARDS, busy);
      if (cut.isEmpty()) {
        continue;
      }
      found++;
      ConsistentCut.Read[] reads = new ConsistentCut.Read[SHARDS];
      for (int shard = 0; shard < SHARDS; shard++) {
        reads[shard] = busy.reads.get(shard + "@" + cut.get().positions()[shard]);
      }
      for (int from = 0; from < SHARDS; from++) {
        for (int to = 0; to < SHARDS; to++) {
          long sent = reads[from].sent().getOrDefault(to, 0L);
          long received = reads[to].received().getOrDefault(from, 0L);
          long firstKept = reads[from].kept().getOrDefault(to, sent + 1);
          assertTrue(received <= sent, "received before it was sent");
          assertTrue(firstKept <= received + 1, "neither in the outbox nor received");
        }
      }
    }
    assertTrue(found > 10, "only " + found + " cuts were found");
  }

  @Test
  void shardsAtRestAreReadOnce() {
    Busy resting = new Busy(1, 0);
    assertEquals(
        new Cut(java.util.Collections.nCopies(SHARDS, new Cut.OfShard(0, "d0"))),
        ConsistentCut.take(SHARDS, resting).orElseThrow());
  }
}
