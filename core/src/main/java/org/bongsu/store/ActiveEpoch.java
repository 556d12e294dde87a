package org.bongsu.store;

/** The epoch of a deployment, on its first shard; empty if it was never restored from a backup. */
public final class ActiveEpoch {
  private ActiveEpoch() {}

  public static String of(Db db) {
    return db.text("SELECT epoch FROM epoch").orElse("");
  }

  public static void begin(Db db, String epoch) {
    db.update("INSERT OR REPLACE INTO epoch VALUES (0, ?)", epoch);
  }
}
