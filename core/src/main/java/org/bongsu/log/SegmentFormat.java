package org.bongsu.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Format of a segment file: the magic, then for each record the length of its payload (4 bytes), a
 * CRC-32C over all that follows (4), the durable length of the file when the record was written
 * (4), the shard (2), the position (8) and the payload. All numbers are big-endian.
 *
 * <p>The durable length distinguishes a write that a power cut tore from damage to acknowledged
 * records: a damaged record that lies before the durable length of a later record had been durable.
 */
public final class SegmentFormat {
  static final byte[] MAGIC = "BONGSU01".getBytes(StandardCharsets.US_ASCII);
  static final int HEADER_BYTES = 4 + 4 + 4 + 2 + 8;
  private static final int CHECKED_FROM = 8;

  private SegmentFormat() {}

  /** An intact record of a segment. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Found(int durableBefore, int shard, long position, byte[] payload) {
    /** Its length in the segment. */
    public int bytes() {
      return HEADER_BYTES + payload.length;
    }
  }

  /** A record as it is written. */
  public static ByteBuffer encode(int durableBefore, int shard, long position, byte[] payload) {
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + payload.length);
    buffer.putInt(payload.length).putInt(0).putInt(durableBefore);
    buffer.putShort((short) shard).putLong(position).put(payload);
    buffer.putInt(4, checksum(buffer.array(), CHECKED_FROM, buffer.capacity() - CHECKED_FROM));
    return buffer.flip();
  }

  /** The intact record that begins at {@code offset}; empty if there is none. */
  public static Optional<Found> at(byte[] bytes, int offset) {
    if (bytes.length - offset < HEADER_BYTES) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    int length = header.getInt(offset);
    int durableBefore = header.getInt(offset + 8);
    int shard = header.getShort(offset + 12);
    long position = header.getLong(offset + 14);
    boolean possible =
        length >= 0
            && length <= Log.RECORD_BYTES_MAX
            && length <= bytes.length - offset - HEADER_BYTES
            && durableBefore >= MAGIC.length
            && durableBefore <= offset
            && shard >= 0
            && position >= 0;
    if (!possible
        || checksum(bytes, offset + CHECKED_FROM, HEADER_BYTES - CHECKED_FROM + length)
            != header.getInt(offset + 4)) {
      return Optional.empty();
    }
    byte[] payload = new byte[length];
    System.arraycopy(bytes, offset + HEADER_BYTES, payload, 0, length);
    return Optional.of(new Found(durableBefore, shard, position, payload));
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
