package org.bongsu.app;

import picocli.CommandLine.Option;

/** The seed option of commands with random choices. */
final class SeedOption {
  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Determines what people do, and when, and the times of faults "
              + "(default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  long get() {
    return seed;
  }
}
