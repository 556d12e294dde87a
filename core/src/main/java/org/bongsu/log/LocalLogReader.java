package org.bongsu.log;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Reads one shard: first the records that the files had when the log was opened, one file at a
 * time, then those from the writer.
 */
final class LocalLogReader implements LogReader {
  private final int shard;
  private final ShardTail tail;
  private final LongConsumer bytesTaken;
  private final Deque<Segment> files;
  private final Deque<LogRecord> backlog = new ArrayDeque<>();
  private long next;

  LocalLogReader(int shard, long from, ShardTail tail, Segments segments, LongConsumer bytesTaken) {
    this.shard = shard;
    this.tail = tail;
    this.bytesTaken = bytesTaken;
    this.next = from;
    this.files =
        new ArrayDeque<>(
            from < tail.memoryFrom() ? segments.holding(shard, from) : List.<Segment>of());
  }

  @Override
  public List<LogRecord> poll(int countMax, Duration wait) throws InterruptedException {
    while (backlog.isEmpty() && !files.isEmpty()) {
      load(files.getFirst());
      files.removeFirst();
    }
    List<LogRecord> taken;
    if (backlog.isEmpty()) {
      taken = tail.poll(countMax, wait);
      bytesTaken.accept(taken.stream().mapToLong(record -> record.payload().length).sum());
    } else {
      taken = new ArrayList<>();
      while (taken.size() < countMax && !backlog.isEmpty()) {
        taken.add(backlog.removeFirst());
      }
    }
    for (LogRecord record : taken) {
      if (next == Log.FIRST_KEPT) {
        next = record.position();
      }
      if (record.position() != next) {
        throw new LogDamaged(
            "shard " + shard + " lacks position " + next + ", next is " + record.position());
      }
      next++;
    }
    return taken;
  }

  private void load(Segment segment) {
    try {
      segment.readRecovered((of, position, payload) -> {
        if (of == shard && position >= next && position < tail.memoryFrom()) {
          backlog.add(new LogRecord(position, payload));
        }
      });
    } catch (IOException e) {
      backlog.clear();
      throw new LogUnavailable("cannot read " + segment.file, e);
    }
  }

  @Override
  public void close() {
    files.clear();
    backlog.clear();
  }
}
