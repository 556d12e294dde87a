package org.bongsu.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The log of a single machine: all shards' records in one stream of segment files, so that one
 * fsync makes a batch of all shards durable. A writer thread takes what waits, writes it, calls
 * fsync, and only then hands it to the shards' readers.
 *
 * <p>When a write or fsync fails, nothing of that batch is acknowledged, the file is cut back to
 * what was durable, and appends are refused until that succeeds.
 */
public final class LocalLog implements Log {
  /** Records that may wait for the writer. */
  private static final int WAITING_MAX = 8192;

  private static final int BATCH_RECORDS_MAX = 1024;
  private static final long SEGMENT_BYTES = 16L << 20;

  /** Bytes that may be durable but not yet read by the shards. */
  private static final long UNREAD_BYTES_MAX = 64L << 20;

  private record Waiting(int shard, byte[] payload, CompletableFuture<Long> done) {}

  private final Path directory;
  private final Shard[] shards;
  private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicLong unreadBytes = new AtomicLong();

  /** Oldest first; the last one is written to. Guarded by itself. */
  private final List<Segment> segments = new ArrayList<>();

  private final Thread writer;
  private @Nullable FileChannel channel;
  private long durableBytes;
  private volatile boolean closed;

  /** One shard's end and what its reader has not taken yet; guarded by itself. */
  private static final class Shard {
    long end;
    long memoryFrom;
    long trimmedBefore;
    final Deque<LogRecord> unread = new ArrayDeque<>();
  }

  private LocalLog(Path directory, int shardCount) {
    this.directory = directory;
    this.shards = new Shard[shardCount];
    for (int i = 0; i < shardCount; i++) {
      shards[i] = new Shard();
    }
    this.writer = Thread.ofPlatform().name("log-writer").unstarted(this::writeUntilClosed);
  }

  /**
   * Opens the log in a directory, which is made where it is not there yet.
   *
   * @param applied for each shard the position after the last record that its store holds; records
   *     before it may have been trimmed
   * @throws LogDamaged where files are broken in the middle
   */
  public static LocalLog open(Path directory, long[] applied) throws IOException {
    Files.createDirectories(directory);
    LocalLog log = new LocalLog(directory, applied.length);
    log.recover(applied);
    log.writer.start();
    return log;
  }

  private void recover(long[] applied) throws IOException {
    for (int i = 0; i < applied.length; i++) {
      shards[i].end = applied[i];
    }
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.getFileName().toString().endsWith(".log"))
          .sorted(Comparator.naturalOrder())
          .forEach(file -> segments.add(new Segment(file, numberOf(file))));
    }
    long goodBytes = 0;
    for (Segment segment : segments) {
      goodBytes = segment.scan((shard, position, payload) -> noteRecovered(shard, position));
      boolean last = segment == segments.getLast();
      if (!last && goodBytes != Files.size(segment.file)) {
        throw new LogDamaged(segment.file + " ends in the middle of a record");
      }
    }
    for (Shard shard : shards) {
      shard.memoryFrom = shard.end;
    }
    if (segments.isEmpty() || goodBytes == 0) {
      segments.removeIf(segment -> segment == segments.getLast());
      roll();
    } else {
      channel = FileChannel.open(segments.getLast().file, StandardOpenOption.WRITE);
      durableBytes = goodBytes;
      cutBack();
    }
  }

  private void noteRecovered(int shard, long position) {
    if (shard < 0 || shard >= shards.length) {
      throw new LogDamaged("the log speaks of shard " + shard + " of " + shards.length);
    }
    shards[shard].end = Math.max(shards[shard].end, position + 1);
  }

  @Override
  public int shards() {
    return shards.length;
  }

  @Override
  public CompletableFuture<Long> append(int shard, byte[] record) {
    if (record.length > RECORD_BYTES_MAX) {
      throw new IllegalArgumentException("a record has at most " + RECORD_BYTES_MAX + " bytes");
    }
    if (closed) {
      throw new LogUnavailable("shutting down");
    }
    if (unreadBytes.get() > UNREAD_BYTES_MAX) {
      throw new LogUnavailable("the shards are behind the log");
    }
    Waiting entry = new Waiting(shard, record, new CompletableFuture<>());
    if (!waiting.offer(entry)) {
      throw new LogUnavailable("too many writes are waiting");
    }
    return entry.done;
  }

  private void writeUntilClosed() {
    List<Waiting> batch = new ArrayList<>();
    while (!closed || !waiting.isEmpty()) {
      try {
        Waiting first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
        waiting.drainTo(batch, BATCH_RECORDS_MAX - 1);
        commit(batch);
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
        break;
      } finally {
        batch.clear();
      }
    }
    waiting.forEach(entry -> entry.done.completeExceptionally(new LogUnavailable("shut down")));
  }

  private void commit(List<Waiting> batch) {
    long[] positions = new long[batch.size()];
    try {
      FileChannel out = writable();
      ByteBuffer[] buffers = encode(batch, positions);
      long bytes = 0;
      for (ByteBuffer buffer : buffers) {
        bytes += buffer.remaining();
      }
      for (long written = 0; written < bytes; ) {
        written += out.write(buffers);
      }
      out.force(false);
      durableBytes += bytes;
    } catch (IOException e) {
      fail(batch, e);
      return;
    }
    publish(batch, positions);
  }

  private ByteBuffer[] encode(List<Waiting> batch, long[] positions) {
    long[] next = new long[shards.length];
    ByteBuffer[] buffers = new ByteBuffer[batch.size()];
    for (int i = 0; i < buffers.length; i++) {
      Waiting entry = batch.get(i);
      positions[i] = end(entry.shard) + next[entry.shard]++;
      buffers[i] = SegmentFormat.encode(entry.shard, positions[i], entry.payload);
    }
    return buffers;
  }

  private void publish(List<Waiting> batch, long[] positions) {
    for (int i = 0; i < positions.length; i++) {
      Waiting entry = batch.get(i);
      Shard shard = shards[entry.shard];
      synchronized (segments) {
        segments.getLast().note(entry.shard, positions[i]);
      }
      unreadBytes.addAndGet(entry.payload.length);
      synchronized (shard) {
        shard.end = positions[i] + 1;
        shard.unread.add(new LogRecord(positions[i], entry.payload));
        shard.notifyAll();
      }
    }
    for (int i = 0; i < positions.length; i++) {
      batch.get(i).done.complete(positions[i]);
    }
  }

  private void fail(List<Waiting> batch, IOException cause) {
    LogUnavailable failure = new LogUnavailable("cannot write: " + cause.getMessage(), cause);
    closeQuietly();
    batch.forEach(entry -> entry.done.completeExceptionally(failure));
  }

  /** The channel to write to; repaired or rolled first where that is due. */
  private FileChannel writable() throws IOException {
    if (channel == null) {
      channel = FileChannel.open(segments.getLast().file, StandardOpenOption.WRITE);
      cutBack();
    }
    if (durableBytes >= SEGMENT_BYTES) {
      roll();
    }
    return channel;
  }

  private void cutBack() throws IOException {
    FileChannel out = java.util.Objects.requireNonNull(channel);
    out.truncate(durableBytes);
    out.position(durableBytes);
    out.force(true);
  }

  private void roll() throws IOException {
    long number = segments.isEmpty() ? 0 : segments.getLast().number + 1;
    Segment next = new Segment(directory.resolve("%016d.log".formatted(number)), number);
    FileChannel opened =
        FileChannel.open(
            next.file,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try {
      opened.write(ByteBuffer.wrap(SegmentFormat.MAGIC));
      opened.force(true);
      try (FileChannel dir = FileChannel.open(directory, StandardOpenOption.READ)) {
        dir.force(true);
      }
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    closeQuietly();
    channel = opened;
    durableBytes = SegmentFormat.MAGIC.length;
    synchronized (segments) {
      segments.add(next);
    }
  }

  private void closeQuietly() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // What was durable stays so; the file is cut back when it is opened again.
    }
    channel = null;
  }

  @Override
  public LogReader reader(int shard, long from) {
    return new Reader(shard, from);
  }

  @Override
  public long end(int shard) {
    synchronized (shards[shard]) {
      return shards[shard].end;
    }
  }

  @Override
  public void trim(int shard, long before) {
    synchronized (shards[shard]) {
      shards[shard].trimmedBefore = Math.max(before, shards[shard].trimmedBefore);
    }
    long[] positions = new long[shards.length];
    for (int i = 0; i < positions.length; i++) {
      synchronized (shards[i]) {
        positions[i] = shards[i].trimmedBefore;
      }
    }
    synchronized (segments) {
      while (segments.size() > 1 && segments.getFirst().isBefore(positions)) {
        try {
          Files.deleteIfExists(segments.removeFirst().file);
        } catch (IOException e) {
          return; // It is found and dropped after the next start.
        }
      }
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
    closeQuietly();
  }

  private static long numberOf(Path file) {
    String name = file.getFileName().toString();
    try {
      return Long.parseLong(name.substring(0, name.length() - ".log".length()));
    } catch (NumberFormatException e) {
      throw new LogDamaged(file + " does not belong into a log's directory");
    }
  }

  /** First what the files hold from before the start, then what the writer hands over. */
  private final class Reader implements LogReader {
    private final int number;
    private final Shard shard;
    private final Deque<LogRecord> backlog = new ArrayDeque<>();
    private long next;

    Reader(int number, long from) {
      this.number = number;
      this.shard = shards[number];
      this.next = from;
      loadBacklog(from);
    }

    private void loadBacklog(long from) {
      List<Segment> files;
      synchronized (segments) {
        files = List.copyOf(segments);
      }
      for (Segment segment : files) {
        if (from < shard.memoryFrom && segment.ends().getOrDefault(number, 0L) > from) {
          try {
            new Segment(segment.file, segment.number)
                .scan((of, position, payload) -> keep(of, position, payload, from));
          } catch (IOException e) {
            throw new LogUnavailable("cannot read " + segment.file, e);
          }
        }
      }
    }

    private void keep(int of, long position, byte[] payload, long from) {
      if (of == number && position >= from && position < shard.memoryFrom) {
        backlog.add(new LogRecord(position, payload));
      }
    }

    @Override
    public List<LogRecord> poll(int countMax, Duration wait) throws InterruptedException {
      List<LogRecord> taken = new ArrayList<>();
      take(backlog, taken, countMax);
      if (taken.isEmpty()) {
        synchronized (shard) {
          if (shard.unread.isEmpty()) {
            shard.wait(Math.max(1, wait.toMillis()));
          }
          take(shard.unread, taken, countMax);
        }
        taken.forEach(entry -> unreadBytes.addAndGet(-entry.payload().length));
      }
      for (LogRecord entry : taken) {
        if (entry.position() != next) {
          throw new LogDamaged(
              "shard " + number + " lacks position " + next + ", next is " + entry.position());
        }
        next++;
      }
      return taken;
    }

    private static void take(Deque<LogRecord> from, List<LogRecord> to, int countMax) {
      while (to.size() < countMax && !from.isEmpty()) {
        to.add(from.removeFirst());
      }
    }

    @Override
    public void close() {}
  }
}
