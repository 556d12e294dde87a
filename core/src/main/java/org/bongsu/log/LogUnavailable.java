package org.bongsu.log;

/**
 * The log cannot be written or read now: no space, no quorum, too many records waiting. Try again
 * later.
 */
public final class LogUnavailable extends RuntimeException {
  private final boolean undecided;

  public LogUnavailable(String message) {
    super(message);
    this.undecided = false;
  }

  public LogUnavailable(String message, Throwable cause) {
    super(message, cause);
    this.undecided = false;
  }

  private LogUnavailable(String message, Throwable cause, boolean undecided) {
    super(message, cause);
    this.undecided = undecided;
  }

  /** The log did not acknowledge in time: the record may be in the log, or be appended later. */
  public static LogUnavailable undecided(String message, Throwable cause) {
    return new LogUnavailable(message, cause, true);
  }

  /**
   * Whether the record may be in the log nevertheless, so that its sender should wait to read it
   * back.
   */
  public boolean isUndecided() {
    return undecided;
  }
}
