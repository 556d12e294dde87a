package org.bongsu.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * How records stand in a segment file: the magic, then for each record its payload's length (4
 * bytes), a CRC-32C over all that follows (4), the shard (2), the position (8) and the payload. All
 * numbers are big-endian.
 */
final class SegmentFormat {
  static final byte[] MAGIC = "BONGSU01".getBytes(StandardCharsets.US_ASCII);
  static final int HEADER_BYTES = 4 + 4 + 2 + 8;
  private static final int CHECKED_FROM = 8;

  private SegmentFormat() {}

  static ByteBuffer encode(int shard, long position, byte[] payload) {
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + payload.length);
    buffer.putInt(payload.length).putInt(0).putShort((short) shard).putLong(position).put(payload);
    buffer.putInt(4, checksum(buffer.array(), CHECKED_FROM, buffer.capacity() - CHECKED_FROM));
    return buffer.flip();
  }

  /** Whether {@code record}, from its header to its end, is what was written. */
  static boolean isIntact(ByteBuffer record) {
    byte[] bytes = new byte[record.remaining()];
    record.duplicate().get(bytes);
    return checksum(bytes, CHECKED_FROM, bytes.length - CHECKED_FROM) == record.getInt(4);
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
