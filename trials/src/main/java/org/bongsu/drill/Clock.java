package org.bongsu.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A site's time of day, faked by libfaketime. Its monotonic clock is not affected. */
final class Clock {
  private final Path library;
  private final Path offset;

  /**
   * A clock that is right at first.
   *
   * @param offset the file with its offset
   */
  Clock(Path library, Path offset) throws IOException {
    this.library = library;
    this.offset = offset;
    set(0);
  }

  /** The command prefix with which a process uses this clock. */
  List<String> through() {
    return List.of(
        "env",
        "LD_PRELOAD=" + library,
        "FAKETIME_TIMESTAMP_FILE=" + offset.toAbsolutePath(),
        "FAKETIME_CACHE_DURATION=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        // With its workaround for an old C library every timed wait in Java returns at once.
        "FAKETIME_FORCE_MONOTONIC_FIX=0");
  }

  void set(int seconds) throws IOException {
    Files.writeString(offset, "%+d%n".formatted(seconds));
  }
}
