package org.bongsu.log;

/**
 * The log cannot be written or read now: no space, no quorum, too much waiting. Try again later.
 */
public final class LogUnavailable extends RuntimeException {
  public LogUnavailable(String message) {
    super(message);
  }

  public LogUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
