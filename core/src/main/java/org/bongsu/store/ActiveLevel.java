package org.bongsu.store;

/** The level of a shard: which behaviour applies to its next entry. */
public final class ActiveLevel {
  private ActiveLevel() {}

  public static int of(Db db) {
    return (int) db.number("SELECT level FROM active_level").orElse(1);
  }

  /**
   * Raises it. Once the transaction is committed, programs that do not know the level refuse the
   * file.
   */
  public static void raise(Db db, int level) {
    db.update("UPDATE active_level SET level = ?", level);
    Schema.require(db, level);
  }
}
