package org.bongsu.fuzz;

import java.io.IOException;
import java.util.Set;

/** What Jazzer calls, by the names that it prescribes. */
public final class JazzerEntry {
  /** The system property with the target's name. */
  static final String TARGET = "bongsu.fuzz.target";

  private static final Target CHOSEN =
      Targets.named(Set.of(System.getProperty(TARGET, ""))).getFirst().instrumented();

  private JazzerEntry() {}

  /** Loads the classes that an input needs, so that none pays for it. */
  public static void fuzzerInitialize() throws IOException {
    CHOSEN.check().on(new byte[0]);
  }

  /** Called for each input. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    CHOSEN.run(input);
  }
}
