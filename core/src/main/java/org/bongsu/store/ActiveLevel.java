package org.bongsu.store;

/** The level that a shard's log has come to: which behaviour holds for its next entry. */
public final class ActiveLevel {
  private ActiveLevel() {}

  public static int of(Db db) {
    return (int) db.number("SELECT level FROM active_level").orElse(1);
  }

  /** Raises it; programs that do not know it refuse the file once the transaction is committed. */
  public static void raise(Db db, int level) {
    db.update("UPDATE active_level SET level = ?", level);
    Schema.require(db, level);
  }
}
