package org.bongsu.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The segment file that is being written. All writes of the log go through it, so that tests can
 * make every step fail.
 *
 * <p>The file is allocated ahead of its records and filled with zeroes. While its size does not
 * change, an fsync writes only the appended bytes and no file system journal, which would wait for
 * SQLite's concurrent writes.
 */
interface AppendFile extends AutoCloseable {
  /** Bytes by which the file grows. */
  int PREALLOCATED_BYTES = 1 << 20;

  /** Writes after the existing records. */
  void append(ByteBuffer[] buffers) throws IOException;

  /** Makes all appended bytes durable. */
  void sync() throws IOException;

  /** Truncates the file to {@code bytes}, durably; the next append continues there. */
  void cutBack(long bytes) throws IOException;

  @Override
  void close() throws IOException;

  /** How files are opened. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens a file for appending.
     *
     * @param fresh whether to create the file, or truncate an existing one
     */
    AppendFile open(Path file, boolean fresh) throws IOException;
  }

  /** The real disk. */
  static AppendFile onDisk(Path file, boolean fresh) throws IOException {
    FileChannel channel =
        fresh
            ? FileChannel.open(
                file,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING)
            : FileChannel.open(file, StandardOpenOption.WRITE);
    return new AppendFile() {
      private long size = channel.size();

      @Override
      public void append(ByteBuffer[] buffers) throws IOException {
        long end = channel.position() + Stream.of(buffers).mapToLong(ByteBuffer::remaining).sum();
        if (end > size) {
          size = end + PREALLOCATED_BYTES;
          fillWithZeroes(end, size);
        }
        for (ByteBuffer last = buffers[buffers.length - 1]; last.hasRemaining(); ) {
          channel.write(buffers);
        }
      }

      private void fillWithZeroes(long from, long to) throws IOException {
        ByteBuffer zeroes = ByteBuffer.allocate(Math.toIntExact(to - from));
        while (zeroes.hasRemaining()) {
          channel.write(zeroes, from + zeroes.position());
        }
      }

      @Override
      public void sync() throws IOException {
        channel.force(false);
      }

      @Override
      public void cutBack(long bytes) throws IOException {
        channel.truncate(bytes);
        channel.position(bytes);
        size = bytes;
        channel.force(true);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
