package org.bongsu.bench;

/** Nothing could be measured; the message says why in one line, for the person at the terminal. */
public final class BenchFailed extends RuntimeException {
  public BenchFailed(String message) {
    super(message);
  }

  public BenchFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
