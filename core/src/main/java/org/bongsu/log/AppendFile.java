package org.bongsu.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * A segment file that is written to: the only place where the log changes the disk, so that tests
 * can let it fail at every step.
 *
 * <p>The file is kept longer than what was written, with zeroes behind: while its size does not
 * change, making an append durable writes these bytes alone and not the file system's journal,
 * which would wait for what SQLite writes at the same time.
 */
interface AppendFile extends AutoCloseable {
  /** By how much the file grows at once. */
  int ROOM_BYTES = 1 << 20;

  /** Writes behind what is there. */
  void append(ByteBuffer[] buffers) throws IOException;

  /** Makes durable what was written. */
  void sync() throws IOException;

  /** Shortens the file to {@code bytes}, durably; the next append follows there. */
  void cutBack(long bytes) throws IOException;

  @Override
  void close() throws IOException;

  /** How files are opened. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens a file for appending.
     *
     * @param fresh whether to make it, or empty it where it is there
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
          size = end + ROOM_BYTES;
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
