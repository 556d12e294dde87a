package org.bongsu.command;

/** The log has a level that this program does not know; the shard must stop. */
public final class UnknownLevel extends RuntimeException {
  public UnknownLevel(int level, int known) {
    super(
        "this shard's log has level %d; this Bongsu knows up to %d: install a newer version"
            .formatted(level, known));
  }
}
