package org.bongsu.log;

/** The log has lost or damaged records that were acknowledged; it must not be used any further. */
public final class LogDamaged extends RuntimeException {
  public LogDamaged(String message) {
    super(message);
  }
}
