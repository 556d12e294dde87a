package org.bongsu.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a site takes for the time of day, through libfaketime. Its monotonic clock goes on. */
final class Clock {
  private final Path library;
  private final Path offset;

  /**
   * A clock that is right.
   *
   * @param offset the file that says how wrong it is
   */
  Clock(Path library, Path offset) throws IOException {
    this.library = library;
    this.offset = offset;
    set(0);
  }

  /** What a process is started through so that it looks at this clock. */
  List<String> through() {
    return List.of(
        "env",
        "LD_PRELOAD=" + library,
        "FAKETIME_TIMESTAMP_FILE=" + offset.toAbsolutePath(),
        "FAKETIME_CACHE_DURATION=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        // With its mend for an old C library every timed wait of Java ends at once.
        "FAKETIME_FORCE_MONOTONIC_FIX=0");
  }

  void set(int seconds) throws IOException {
    Files.writeString(offset, "%+d%n".formatted(seconds));
  }
}
