package org.bongsu.attack;

import java.io.IOException;

/** Something that could stop a server, by one account or by nobody in particular. */
interface Attack {
  /** Its name on the command line. */
  String name();

  /** What it does, in one line. */
  String what();

  /** Makes accounts and content before anything is measured. */
  default void prepare(Target target) throws IOException, InterruptedException {}

  /**
   * Attacks until it is interrupted. A refusal by the server is what it hopes against, not a
   * failure.
   */
  void run(Target target) throws IOException, InterruptedException;
}
