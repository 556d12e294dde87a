package org.bongsu.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the local log. One thread appends; any thread may ask which files hold a shard's
 * records, or trim.
 *
 * <p>Invariant: the last file is durable up to {@link #durableBytes}, and all others completely.
 */
final class Segments implements AutoCloseable {
  /** A segment is closed once it has this many bytes. */
  private static final long SEGMENT_BYTES = 16L << 20;

  private static final String SUFFIX = ".log";

  private final Path directory;
  private final AppendFile.Opener disk;

  /** Oldest first; the last one is being written. Guarded by itself. */
  private final List<Segment> segments = new ArrayList<>();

  private @Nullable AppendFile current;
  private long durableBytes;

  private Segments(Path directory, AppendFile.Opener disk) {
    this.directory = directory;
    this.disk = disk;
  }

  /**
   * Opens the files of a directory, truncates a write that a crash left unfinished, and visits all
   * records in order.
   */
  static Segments open(Path directory, AppendFile.Opener disk, Segment.Visitor visitor)
      throws IOException {
    Segments opened = new Segments(directory, disk);
    try {
      opened.recover(visitor);
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void recover(Segment.Visitor visitor) throws IOException {
    List<Segment> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .sorted(Comparator.naturalOrder())
          .forEach(file -> found.add(new Segment(file, numberOf(file))));
    }
    int goodBytes = 0;
    for (Segment segment : found) {
      goodBytes =
          segment.scan((shard, position, payload) -> {
            segment.note(shard, position);
            visitor.record(shard, position, payload);
          });
      if (segment != found.getLast() && !segment.endsWithRecord()) {
        throw new LogDamaged(segment.file + " ends in the middle of a record");
      }
    }
    segments.addAll(found);
    if (segments.isEmpty()) {
      startSegment(0);
    } else if (goodBytes == 0) { // a crash interrupted its creation; it has no records
      startSegment(segments.removeLast().number);
    } else {
      durableBytes = goodBytes;
      repaired();
    }
  }

  /** The durable length of the last file, where its next record begins. */
  int durableBytes() {
    return Math.toIntExact(durableBytes);
  }

  /**
   * Begins another file if the last one is full. To be called before records are encoded, because
   * they contain the durable length.
   */
  void rollIfFull() throws IOException {
    if (durableBytes >= SEGMENT_BYTES) {
      long next;
      synchronized (segments) {
        next = segments.getLast().number + 1;
      }
      startSegment(next);
    }
  }

  /**
   * Writes and makes durable. After a failure none of these records will be read later, unless the
   * process ends before the next success.
   */
  void append(ByteBuffer[] buffers, long bytes) throws IOException {
    try {
      AppendFile file = current == null ? repaired() : current;
      file.append(buffers);
      file.sync();
      durableBytes += bytes;
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Notes the last position of a shard in the last append. */
  void note(int shard, long position) {
    synchronized (segments) {
      segments.getLast().note(shard, position);
    }
  }

  /** The files that hold records of a shard from a position on, oldest first. */
  List<Segment> holding(int shard, long from) {
    synchronized (segments) {
      return segments.stream().filter(segment -> segment.end(shard) > from).toList();
    }
  }

  /** Deletes the oldest files whose records all lie before these positions. */
  void trim(long[] positions) {
    synchronized (segments) {
      while (segments.size() > 1 && segments.getFirst().isBefore(positions)) {
        try {
          Files.deleteIfExists(segments.getFirst().file);
          segments.removeFirst();
        } catch (IOException e) {
          return; // retried at the next checkpoint
        }
      }
    }
  }

  /** Reopens the last file after a failure, and truncates what was not durable. */
  private AppendFile repaired() throws IOException {
    Path last;
    synchronized (segments) {
      last = segments.getLast().file;
    }
    AppendFile file = disk.open(last, false);
    current = file;
    file.cutBack(durableBytes);
    return file;
  }

  private void startSegment(long number) throws IOException {
    Segment next = new Segment(directory.resolve("%016d%s".formatted(number, SUFFIX)), number);
    AppendFile opened = disk.open(next.file, true);
    try {
      opened.append(new ByteBuffer[] {ByteBuffer.wrap(SegmentFormat.MAGIC)});
      opened.sync();
      DurableFile.forceNames(directory);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
    close();
    current = opened;
    durableBytes = SegmentFormat.MAGIC.length;
    synchronized (segments) {
      segments.add(next);
    }
  }

  private static long numberOf(Path file) {
    String name = file.getFileName().toString();
    try {
      return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    } catch (NumberFormatException e) {
      throw new LogDamaged(file + " does not belong into a log's directory");
    }
  }

  @Override
  public void close() {
    AppendFile open = current;
    current = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException ignored) {
      // Durable records are kept; the file is truncated when it is reopened.
    }
  }
}
