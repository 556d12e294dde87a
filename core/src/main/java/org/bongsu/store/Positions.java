package org.bongsu.store;

/** Reads how much of the log a shard's file has applied. */
public final class Positions {
  private Positions() {}

  /** The position of the next entry to apply. */
  public static long applied(Db db) {
    return db.number("SELECT next_position FROM shard").orElse(0);
  }
}
