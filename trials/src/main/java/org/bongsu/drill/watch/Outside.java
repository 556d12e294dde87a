package org.bongsu.drill.watch;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** A host outside of the sites. */
public interface Outside {
  /** Where its page is. */
  URI url();

  /** A command prefix for processes on it; may be empty. */
  List<String> through();

  /** Whether its links can be cut. */
  boolean canBeCut();

  /** No packet passes from or to it. */
  void cut() throws IOException, InterruptedException;

  /** No packet passes between it and the sites; it reaches everything else. */
  void cutFromSites() throws IOException, InterruptedException;

  /** Undoes both. */
  void heal() throws IOException, InterruptedException;
}
