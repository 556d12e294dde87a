package org.bongsu.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The log of a single machine: all shards' records in one stream of segment files, so that one
 * fsync makes a batch of all shards durable. A writer thread takes all waiting records, writes
 * them, calls fsync, and only then passes them to the shards' readers.
 *
 * <p>If a write or fsync fails, no record of that batch is acknowledged; the file is truncated to
 * its durable length before the next write, and appends fail until that succeeds.
 */
public final class LocalLog implements Log {
  /** Maximum number of records that wait for the writer. */
  private static final int WAITING_MAX = 8192;

  private static final int BATCH_RECORDS_MAX = 1024;

  /** A batch is closed once it has this many bytes. */
  private static final int BATCH_BYTES_MAX = 4 << 20;

  /** Maximum bytes that wait for the writer or, already durable, for the shards. */
  private static final long UNREAD_BYTES_MAX = 64L << 20;

  private static final System.Logger LOG = System.getLogger(LocalLog.class.getName());

  private record Waiting(int shard, byte[] payload, CompletableFuture<Long> done) {}

  private final ShardTail[] tails;
  private final Segments segments;
  private final DurableEnds durableEnds;
  private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicLong unreadBytes = new AtomicLong();
  private final Thread writer;
  private volatile boolean closed;

  private LocalLog(ShardTail[] tails, Segments segments, DurableEnds durableEnds) {
    this.tails = tails;
    this.segments = segments;
    this.durableEnds = durableEnds;
    this.writer = Thread.ofPlatform().name("log-writer").start(this::writeUntilClosed);
  }

  /**
   * Opens the log in a directory, and creates the directory if it does not exist.
   *
   * @param applied for each shard the position after the last record that its store has applied;
   *     records before it may have been trimmed
   * @throws LogDamaged if records that were durable are damaged or missing
   */
  public static LocalLog open(Path directory, long[] applied) throws IOException {
    return open(directory, applied, AppendFile::onDisk);
  }

  static LocalLog open(Path directory, long[] applied, AppendFile.Opener disk) throws IOException {
    Files.createDirectories(directory);
    ShardTail[] tails = new ShardTail[applied.length];
    for (int i = 0; i < applied.length; i++) {
      tails[i] = new ShardTail(applied[i]);
    }
    DurableEnds durableEnds = DurableEnds.open(endsFile(directory));
    try {
      Segments segments =
          Segments.open(
              directory, disk, (shard, position, payload) -> found(tails, shard, position));
      durableEnds.require(ends(tails));
      return new LocalLog(tails, segments, durableEnds);
    } catch (IOException | RuntimeException e) {
      durableEnds.close();
      throw e;
    }
  }

  /** The file with the durable ends: not in the log's directory, with which it would be lost. */
  private static Path endsFile(Path directory) {
    return directory.resolveSibling(directory.getFileName() + "-ends");
  }

  private static void found(ShardTail[] tails, int shard, long position) {
    if (shard >= tails.length) {
      throw new LogDamaged("the log has a record of shard " + shard + " of " + tails.length);
    }
    tails[shard].foundInFiles(position);
  }

  private static long[] ends(ShardTail[] tails) {
    return Stream.of(tails).mapToLong(ShardTail::end).toArray();
  }

  @Override
  public int shards() {
    return tails.length;
  }

  @Override
  public CompletableFuture<Long> append(int shard, byte[] record) {
    if (record.length > RECORD_BYTES_MAX) {
      throw new RecordTooLarge(record.length);
    }
    if (closed) {
      throw new LogUnavailable("shutting down");
    }
    if (unreadBytes.get() > UNREAD_BYTES_MAX) {
      throw new LogUnavailable("the shards are behind the log");
    }
    Waiting entry = new Waiting(shard, record, new CompletableFuture<>());
    unreadBytes.addAndGet(record.length);
    if (!waiting.offer(entry)) {
      unreadBytes.addAndGet(-record.length);
      throw new LogUnavailable("too many writes are waiting");
    }
    if (closed && waiting.remove(entry)) { // the writer may have ended meanwhile
      throw new LogUnavailable("shutting down");
    }
    return entry.done;
  }

  private void writeUntilClosed() {
    while (!closed || !waiting.isEmpty()) {
      List<Waiting> batch = List.of();
      try {
        batch = takeBatch();
        if (!batch.isEmpty()) {
          commit(batch);
        }
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
        break;
      } catch (Error fatal) {
        FatalError.endProcess("the log's writer", fatal);
      } catch (RuntimeException defect) {
        // It is unknown whether the batch is in the file, so nothing may be written after it.
        LOG.log(System.Logger.Level.ERROR, "the log's writer stops", defect);
        closed = true;
        fail(batch, new LogUnavailable("the log's writer has stopped", defect));
        break;
      }
    }
    closed = true;
    List<Waiting> left = new ArrayList<>();
    waiting.drainTo(left);
    fail(left, new LogUnavailable("shut down"));
  }

  private List<Waiting> takeBatch() throws InterruptedException {
    Waiting first = waiting.poll(100, TimeUnit.MILLISECONDS);
    if (first == null) {
      return List.of();
    }
    List<Waiting> batch = new ArrayList<>();
    batch.add(first);
    long bytes = first.payload.length;
    while (batch.size() < BATCH_RECORDS_MAX && bytes < BATCH_BYTES_MAX) {
      Waiting next = waiting.poll();
      if (next == null) {
        break;
      }
      batch.add(next);
      bytes += next.payload.length;
    }
    return batch;
  }

  private void commit(List<Waiting> batch) {
    long[] positions = new long[batch.size()];
    try {
      segments.rollIfFull();
      ByteBuffer[] buffers = encode(batch, positions);
      segments.append(buffers, Stream.of(buffers).mapToLong(ByteBuffer::remaining).sum());
    } catch (IOException e) {
      fail(batch, new LogUnavailable("cannot write: " + e.getMessage(), e));
      return;
    }
    publish(batch, positions);
  }

  private ByteBuffer[] encode(List<Waiting> batch, long[] positions) {
    long[] next = new long[tails.length];
    ByteBuffer[] buffers = new ByteBuffer[batch.size()];
    for (int i = 0; i < buffers.length; i++) {
      Waiting entry = batch.get(i);
      positions[i] = end(entry.shard) + next[entry.shard]++;
      buffers[i] =
          SegmentFormat.encode(segments.durableBytes(), entry.shard, positions[i], entry.payload);
    }
    return buffers;
  }

  private void publish(List<Waiting> batch, long[] positions) {
    // A shard gets all its records at once, so that it applies them in one transaction.
    Map<Integer, List<LogRecord>> ofShards = new TreeMap<>();
    for (int i = 0; i < positions.length; i++) {
      Waiting entry = batch.get(i);
      ofShards
          .computeIfAbsent(entry.shard, shard -> new ArrayList<>())
          .add(new LogRecord(positions[i], entry.payload));
    }
    ofShards.forEach((shard, records) -> {
      segments.note(shard, records.getLast().position());
      tails[shard].publish(records);
    });
    for (int i = 0; i < positions.length; i++) {
      batch.get(i).done.complete(positions[i]);
    }
  }

  private void fail(List<Waiting> batch, LogUnavailable failure) {
    for (Waiting entry : batch) {
      unreadBytes.addAndGet(-entry.payload.length);
      entry.done.completeExceptionally(failure);
    }
  }

  @Override
  public LogReader reader(int shard, long from) {
    return new LocalLogReader(
        shard, from, tails[shard], segments, bytes -> unreadBytes.addAndGet(-bytes));
  }

  @Override
  public long end(int shard) {
    return tails[shard].end();
  }

  @Override
  public void trim(int shard, long before) {
    tails[shard].trim(before);
    noteDurableEnds(); // before records are deleted that show them
    segments.trim(Stream.of(tails).mapToLong(ShardTail::trimmedBefore).toArray());
  }

  private synchronized void noteDurableEnds() {
    try {
      durableEnds.write(ends(tails));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the log's durable ends cannot be written", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      writer.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    segments.close();
    noteDurableEnds();
    try {
      durableEnds.close();
    } catch (IOException ignored) {
      // What it says is true, although it may be old.
    }
  }
}
