package org.bongsu.log;

/**
 * The log's files do not hold what was written to them; going on would lose what was acknowledged.
 */
public final class LogDamaged extends RuntimeException {
  public LogDamaged(String message) {
    super(message);
  }
}
