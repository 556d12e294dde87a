package org.bongsu.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One file of the local log: which shards' records it holds, up to which position each. */
final class Segment {
  final Path file;
  final long number;

  /** How much of it was there when the log was opened. */
  private int recoveredBytes;

  /** Whether nothing stood behind that but the room that was made for more records. */
  private boolean zeroBehind;

  /** Shard to the position after its last record here. */
  private final Map<Integer, Long> ends = new HashMap<>();

  Segment(Path file, long number) {
    this.file = file;
    this.number = number;
  }

  /** What a scan calls for each intact record. */
  interface Visitor {
    void record(int shard, long position, byte[] payload);
  }

  void note(int shard, long position) {
    ends.merge(shard, position + 1, Math::max);
  }

  /** The position after the last record of a shard here; 0 where there is none. */
  long end(int shard) {
    return ends.getOrDefault(shard, 0L);
  }

  /** Whether every record here stands before the positions given for each shard. */
  boolean isBefore(long[] positions) {
    return ends.entrySet().stream().allMatch(end -> end.getValue() <= positions[end.getKey()]);
  }

  /**
   * Visits all intact records in order and answers how many bytes of the file they take. What lies
   * behind is a write that a crash cut short; it was never acknowledged.
   *
   * @throws LogDamaged where a record is broken that was durable once
   */
  int scan(Visitor visitor) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    recoveredBytes = visit(bytes, visitor);
    zeroBehind = isZeroFrom(bytes, recoveredBytes);
    if (!zeroBehind) {
      refuseWhereItWasDurable(bytes, recoveredBytes);
    }
    return recoveredBytes;
  }

  /** Whether the file was, when it was scanned, whole records and the room for more. */
  boolean endsWithRecord() {
    return zeroBehind;
  }

  private static boolean isZeroFrom(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Visits again what {@link #scan} found, while others may be appending behind it. */
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

  /** Looks for a later record that was written when {@code broken} was durable already. */
  private void refuseWhereItWasDurable(byte[] bytes, int broken) {
    for (int offset = broken + 1; offset < bytes.length; offset++) {
      Optional<SegmentFormat.Found> later = SegmentFormat.at(bytes, offset);
      if (later.isPresent() && later.get().durableBefore() > broken) {
        throw new LogDamaged(file + " has a broken record at byte " + broken);
      }
    }
  }
}
