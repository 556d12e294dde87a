package org.bongsu.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file next to the log with the position that each shard's log has durably reached. The log's own
 * records show damage between them, but not that all of them are gone, or that files are missing at
 * the end: a log that ends before these positions must not be served.
 *
 * <p>The file may lag behind the log, never the other way: positions are written after their
 * records are durable. It is written in place and without fsync, so it costs one small write.
 *
 * <p>Format: two slots of {@value #SLOT_BYTES} bytes that are written in turn, so that a torn write
 * leaves the other one. A slot has a CRC-32C over all that follows (4 bytes), the number of the
 * write (8), the number of shards (4), and their positions (8 each), in big-endian order; the rest
 * is zero.
 */
final class DurableEnds implements AutoCloseable {
  static final int SLOT_BYTES = 4096;
  private static final int CHECKED_FROM = 4;
  private static final int SHARDS_MAX = (SLOT_BYTES - CHECKED_FROM - 8 - 4) / 8;

  /** The newest intact slot. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Slot(long number, long[] ends) {}

  private final Path file;
  private final FileChannel channel;
  private @Nullable Slot newest;

  private DurableEnds(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens the file, and creates it if it does not exist.
   *
   * @throws LogDamaged if it has been written and no slot is intact
   */
  static DurableEnds open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      DurableEnds opened = new DurableEnds(file, channel);
      opened.read();
      return opened;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void read() throws IOException {
    for (int slot = 0; slot < 2; slot++) {
      @Nullable Slot found = read(slot);
      if (found != null && (newest == null || found.number > newest.number)) {
        newest = found;
      }
    }
    if (newest == null && channel.size() > 0) {
      throw new LogDamaged(
          file + " is damaged: it cannot be told whether the log is complete. If it is, delete it");
    }
  }

  private @Nullable Slot read(int slot) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(SLOT_BYTES);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, (long) slot * SLOT_BYTES + buffer.position()) < 0) {
        return null;
      }
    }
    buffer.flip();
    int checksum = buffer.getInt();
    long number = buffer.getLong();
    int shards = buffer.getInt();
    if (checksum != checksum(buffer.array()) || shards < 0 || shards > SHARDS_MAX) {
      return null;
    }
    long[] ends = new long[shards];
    Arrays.setAll(ends, shard -> buffer.getLong());
    return new Slot(number, ends);
  }

  private static int checksum(byte[] slot) {
    CRC32C crc = new CRC32C();
    crc.update(slot, CHECKED_FROM, slot.length - CHECKED_FROM);
    return (int) crc.getValue();
  }

  /**
   * Checks that the log reaches as far as was written here.
   *
   * @throws LogDamaged if it ends earlier
   */
  void require(long[] ends) {
    Slot known = newest;
    for (int shard = 0; known != null && shard < known.ends.length; shard++) {
      long end = shard < ends.length ? ends[shard] : 0;
      if (end < known.ends[shard]) {
        throw new LogDamaged(
            ("the log of shard %d ends at %,d, but it had reached %,d: files of the log or of the"
                    + " shards are missing, or older ones were put in their place. To go on"
                    + " without the missing entries, delete %s")
                .formatted(shard, end, known.ends[shard], file));
      }
    }
  }

  /** Notes how far the log is durable, if that has changed. */
  void write(long[] ends) throws IOException {
    if (newest != null && Arrays.equals(newest.ends, ends)) {
      return;
    }
    long number = newest == null ? 0 : newest.number + 1;
    ByteBuffer buffer = ByteBuffer.allocate(SLOT_BYTES);
    buffer.putInt(0).putLong(number).putInt(ends.length);
    for (long end : ends) {
      buffer.putLong(end);
    }
    buffer.putInt(0, checksum(buffer.array())).clear();
    long at = number % 2 * SLOT_BYTES;
    while (buffer.hasRemaining()) {
      channel.write(buffer, at + buffer.position());
    }
    newest = new Slot(number, ends.clone());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
