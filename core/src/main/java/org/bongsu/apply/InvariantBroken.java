package org.bongsu.apply;

/** Something that must hold does not. The shard stops rather than go on from a wrong state. */
public final class InvariantBroken extends RuntimeException {
  public InvariantBroken(String message) {
    super(message);
  }
}
