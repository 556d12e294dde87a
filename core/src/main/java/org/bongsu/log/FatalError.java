package org.bongsu.log;

/**
 * Ends the process after an {@link Error}, such as a lack of memory, in a thread without which the
 * node does nothing useful. Nothing is lost: what was acknowledged is durable in the log, and the
 * next start, by whatever supervises the process, continues from there.
 */
public final class FatalError {
  /** Exit status of the process, the same as the JVM's after {@code ExitOnOutOfMemoryError}. */
  public static final int STATUS = 3;

  private static final System.Logger LOG = System.getLogger(FatalError.class.getName());

  private FatalError() {}

  /**
   * Ends the process at once, without shutdown hooks: the process cannot be relied on to run them.
   *
   * @param where the thread that cannot go on, for the operator
   */
  public static void endProcess(String where, Error error) {
    try {
      LOG.log(System.Logger.Level.ERROR, "the process ends: an error in " + where, error);
    } finally {
      Runtime.getRuntime().halt(STATUS);
    }
  }
}
