package org.bongsu.store;

/** The one row of a shard's file which says how much of the log it holds. */
public final class Positions {
  private Positions() {}

  /** The position of the next entry to apply. */
  public static long applied(Db db) {
    return db.number("SELECT next_position FROM shard").orElse(0);
  }
}
