package org.bongsu.app;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that measure: output files in addition to the terminal. */
final class OutputFiles {
  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
  private @Nullable Path json;

  @Option(names = "--report", paramLabel = "FILE", description = "Write a report as HTML.")
  private @Nullable Path report;

  Optional<Path> json() {
    return Optional.ofNullable(json);
  }

  Optional<Path> report() {
    return Optional.ofNullable(report);
  }
}
