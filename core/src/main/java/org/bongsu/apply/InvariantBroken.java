package org.bongsu.apply;

/** An invariant is broken. The shard stops rather than continue from a wrong state. */
public final class InvariantBroken extends RuntimeException {
  public InvariantBroken(String message) {
    super(message);
  }
}
