package org.bongsu.log;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** One file of the local log: which shards' records it holds, up to which position each. */
final class Segment {
  final Path file;
  final long number;

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

  Map<Integer, Long> ends() {
    return Map.copyOf(ends);
  }

  /** Whether every record here stands before the positions given for each shard. */
  boolean isBefore(long[] positions) {
    return ends.entrySet().stream().allMatch(end -> end.getValue() <= positions[end.getKey()]);
  }

  /**
   * Visits all intact records in order and answers how many bytes of the file they take. What lies
   * behind is a write that a crash cut short; it was never acknowledged.
   *
   * @throws LogDamaged where something intact stands behind something broken: then a record that
   *     was acknowledged is lost
   */
  long scan(Visitor visitor) throws IOException {
    long good = 0;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      byte[] magic = in.readNBytes(SegmentFormat.MAGIC.length);
      if (magic.length < SegmentFormat.MAGIC.length) {
        return 0;
      }
      if (!Arrays.equals(magic, SegmentFormat.MAGIC)) {
        throw new LogDamaged(file + " is not a segment of a log");
      }
      good = magic.length;
      boolean broken = false;
      while (true) {
        int length = in.readInt();
        if (length < 0 || length > Log.RECORD_BYTES_MAX) {
          return good;
        }
        ByteBuffer record = ByteBuffer.allocate(SegmentFormat.HEADER_BYTES + length);
        record.putInt(length);
        in.readFully(record.array(), 4, record.capacity() - 4);
        record.rewind();
        boolean intact = SegmentFormat.isIntact(record);
        if (intact && broken) {
          throw new LogDamaged(file + " has a broken record at byte " + good);
        }
        broken |= !intact;
        if (intact) {
          int shard = record.getShort(8);
          long position = record.getLong(10);
          byte[] payload = new byte[length];
          record.get(SegmentFormat.HEADER_BYTES, payload);
          note(shard, position);
          visitor.record(shard, position, payload);
          good += record.capacity();
        }
      }
    } catch (EOFException endOfFile) {
      return good;
    }
  }
}
