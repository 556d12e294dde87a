package org.bongsu.attack;

import java.io.IOException;

/** Something that could stop a server, by one account or by nobody in particular. */
interface Attack {
  /** Its name on the command line. */
  String name();

  /** What it does, in one line. */
  String what();

  /** Makes accounts and content, before anything is measured. */
  Assault prepare(Target target) throws IOException, InterruptedException;

  /** An attack whose accounts and content exist. */
  interface Assault {
    /**
     * Attacks until it is interrupted. The server is expected to refuse; a refusal is not an error.
     */
    void run() throws IOException, InterruptedException;
  }
}
