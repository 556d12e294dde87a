package org.bongsu.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log without its writer accepts nothing, so the process ends and is started again. */
class FatalErrorTest {
  @TempDir Path directory;

  /** A process whose log meets an error when it writes. */
  static final class Doomed {
    private static volatile boolean opened;

    private Doomed() {}

    public static void main(String[] arguments) throws Exception {
      LocalLog log = LocalLog.open(Path.of(arguments[0]), new long[1], Doomed::open);
      opened = true;
      log.append(0, new byte[] {1}).get(30, TimeUnit.SECONDS);
    }

    private static AppendFile open(Path file, boolean fresh) throws IOException {
      AppendFile disk = AppendFile.onDisk(file, fresh);
      return new AppendFile() {
        @Override
        public void append(ByteBuffer[] buffers) throws IOException {
          if (opened) {
            throw new OutOfMemoryError("in a test");
          }
          disk.append(buffers);
        }

        @Override
        public void sync() throws IOException {
          disk.sync();
        }

        @Override
        public void cutBack(long bytes) throws IOException {
          disk.cutBack(bytes);
        }

        @Override
        public void close() throws IOException {
          disk.close();
        }
      };
    }
  }

  @Test
  void anErrorInTheWriterEndsTheProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Doomed.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), output);
    assertEquals(FatalError.STATUS, process.exitValue(), output);
    assertTrue(output.contains("the process ends: an error in the log's writer"), output);
  }
}
