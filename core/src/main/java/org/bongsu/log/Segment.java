package org.bongsu.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One file of the local log, with the last position of each shard in it. */
final class Segment {
  final Path file;
  final long number;

  /** Length of its intact records when the log was opened. */
  private int recoveredBytes;

  /** Whether only preallocated zeroes followed them. */
  private boolean zeroAfter;

  /** Shard to the position after its last record here. */
  private final Map<Integer, Long> ends = new HashMap<>();

  Segment(Path file, long number) {
    this.file = file;
    this.number = number;
  }

  /** Called for each intact record. */
  interface Visitor {
    void record(int shard, long position, byte[] payload);
  }

  void note(int shard, long position) {
    ends.merge(shard, position + 1, Math::max);
  }

  /** The position after the last record of a shard here; 0 if there is none. */
  long end(int shard) {
    return ends.getOrDefault(shard, 0L);
  }

  /** Whether every record here lies before its shard's position. */
  boolean isBefore(long[] positions) {
    return ends.entrySet().stream().allMatch(end -> end.getValue() <= positions[end.getKey()]);
  }

  /**
   * Visits all intact records in order and returns how many bytes of the file they take. Anything
   * after them is a write that a crash interrupted; it was never acknowledged.
   *
   * @throws LogDamaged if a damaged record had been durable
   */
  int scan(Visitor visitor) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    recoveredBytes = visit(bytes, visitor);
    zeroAfter = isZeroFrom(bytes, recoveredBytes);
    if (!zeroAfter) {
      refuseIfItWasDurable(bytes, recoveredBytes);
    }
    return recoveredBytes;
  }

  /** Whether the scan found only intact records followed by preallocated zeroes. */
  boolean endsWithRecord() {
    return zeroAfter;
  }

  private static boolean isZeroFrom(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Visits again the records that {@link #scan} found; the writer may be appending meanwhile. */
  void readRecovered(Visitor visitor) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      int good = visit(in.readNBytes(recoveredBytes), visitor);
      if (good != recoveredBytes) {
        throw new LogDamaged(file + " has a broken record at byte " + good);
      }
    }
  }

  private int visit(byte[] bytes, Visitor visitor) {
    byte[] magic = SegmentFormat.MAGIC;
    if (bytes.length < magic.length) {
      return 0;
    }
    if (!Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length)) {
      throw new LogDamaged(file + " is not a segment of a log");
    }
    int good = magic.length;
    while (true) {
      Optional<SegmentFormat.Found> found = SegmentFormat.at(bytes, good);
      if (found.isEmpty()) {
        break;
      }
      SegmentFormat.Found record = found.get();
      visitor.record(record.shard(), record.position(), record.payload());
      good += record.bytes();
    }
    return good;
  }

  /** Throws if a later record shows that the file was already durable beyond {@code broken}. */
  private void refuseIfItWasDurable(byte[] bytes, int broken) {
    for (int offset = broken + 1; offset < bytes.length; offset++) {
      Optional<SegmentFormat.Found> later = SegmentFormat.at(bytes, offset);
      if (later.isPresent() && later.get().durableBefore() > broken) {
        throw new LogDamaged(file + " has a broken record at byte " + broken);
      }
    }
  }
}
