package org.bongsu.app;

import picocli.CommandLine.Option;

/** The option of commands whose course is decided by a seed. */
final class SeedOption {
  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Decides what people do, and when, and the moments of faults"
              + " (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  long get() {
    return seed;
  }
}
