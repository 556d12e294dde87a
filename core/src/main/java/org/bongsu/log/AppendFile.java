package org.bongsu.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A segment file that is written to: the only place where the log changes the disk, so that tests
 * can let it fail at every step.
 */
interface AppendFile extends AutoCloseable {
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
      @Override
      public void append(ByteBuffer[] buffers) throws IOException {
        for (ByteBuffer last = buffers[buffers.length - 1]; last.hasRemaining(); ) {
          channel.write(buffers);
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
        channel.force(true);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
