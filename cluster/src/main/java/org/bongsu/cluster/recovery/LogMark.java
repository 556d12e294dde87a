package org.bongsu.cluster.recovery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The file {@code log-id} in a site's data directory: which log its shards were made from. */
final class LogMark {
  private static final String NAME = "log-id";

  private LogMark() {}

  /** The identity of the log; empty before the first start. */
  static Optional<String> read(Path data) throws IOException {
    Path file = data.resolve(NAME);
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  /** Durable when it returns. */
  static void write(Path data, String id) throws IOException {
    Path next = data.resolve(NAME + ".new");
    try (FileChannel out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.UTF_8)));
      out.force(true);
    }
    Files.move(next, data.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }
}
