package org.bongsu.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the local log. One thread appends; any thread may ask which files hold what, or say
 * what is not needed any more.
 *
 * <p>Invariant: of the last file everything before {@link #durableBytes} is durable, and of the
 * others everything.
 */
final class Segments implements AutoCloseable {
  /** A segment takes no more records once it is this large. */
  private static final long SEGMENT_BYTES = 16L << 20;

  private static final String SUFFIX = ".log";

  private final Path directory;
  private final AppendFile.Opener disk;

  /** Oldest first; the last one is written to. Guarded by itself. */
  private final List<Segment> segments = new ArrayList<>();

  private @Nullable AppendFile current;
  private long durableBytes;

  private Segments(Path directory, AppendFile.Opener disk) {
    this.directory = directory;
    this.disk = disk;
  }

  /**
   * Opens the files of a directory, cuts off a write that a crash left unfinished, and visits all
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
    } else if (goodBytes == 0) { // a crash hit while it was being made; it holds nothing
      startSegment(segments.removeLast().number);
    } else {
      durableBytes = goodBytes;
      repaired();
    }
  }

  /** Up to which byte the last file is durable; its next record will stand there. */
  int durableBytes() {
    return Math.toIntExact(durableBytes);
  }

  /** Begins another file where the last one is full. To be called before records are encoded. */
  void rollWhereDue() throws IOException {
    if (durableBytes >= SEGMENT_BYTES) {
      long next;
      synchronized (segments) {
        next = segments.getLast().number + 1;
      }
      startSegment(next);
    }
  }

  /**
   * Writes and makes durable. Where that fails nothing of it will be found later, unless the
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

  /** Says which records the last append has brought. */
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

  /** Drops the oldest files as long as all that they hold stands before these positions. */
  void trim(long[] positions) {
    synchronized (segments) {
      while (segments.size() > 1 && segments.getFirst().isBefore(positions)) {
        try {
          Files.deleteIfExists(segments.getFirst().file);
          segments.removeFirst();
        } catch (IOException e) {
          return; // Tried again at the next checkpoint.
        }
      }
    }
  }

  /** The last file, opened again after a failure; what was not durable is cut off. */
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
      try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
        names.force(true);
      }
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
      // What was durable stays so; the file is cut back when it is opened again.
    }
  }
}
