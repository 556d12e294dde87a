package org.bongsu.cluster.recovery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bongsu.log.DurableFile;

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
    DurableFile.replace(data.resolve(NAME), (id + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
