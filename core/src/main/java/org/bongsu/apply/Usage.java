package org.bongsu.apply;

import java.util.function.Supplier;
import org.bongsu.store.Db;

/**
 * Running totals of what owners store, so that a quota is checked without reading all of it. A
 * total that is not known is counted when it is needed. After many items are deleted at once, the
 * total is forgotten instead of corrected.
 *
 * <p>Quotas hold since level 3; below it nothing is refused or written here.
 */
public final class Usage {
  private static final int QUOTAS_SINCE = 3;

  /** A number of items and the sum of their bytes. */
  public record Total(long items, long bytes) {
    /** What a new item adds. */
    public static Total added(long bytes) {
      return new Total(1, bytes);
    }

    /** What an item adds that takes the place of another one. */
    public static Total replaced(long bytesBefore, long bytes) {
      return new Total(0, bytes - bytesBefore);
    }

    Total plus(Total other) {
      return new Total(items + other.items, bytes + other.bytes);
    }

    boolean fits(Quota quota) {
      return items <= quota.items() && bytes <= quota.bytes();
    }

    /** Whether nothing gets more; such a change is allowed even above a quota. */
    boolean growsNothing() {
      return items <= 0 && bytes <= 0;
    }
  }

  private final Db db;

  public Usage(Db db) {
    this.db = db;
  }

  /** Whether quotas hold for an entry. */
  public static boolean isLimited(Tx tx) {
    return tx.level() >= QUOTAS_SINCE;
  }

  /** As {@link #add(Tx, Quota, String, String, Total, Supplier)}, for all that an owner has. */
  public boolean add(Tx tx, Quota quota, String owner, Total change, Supplier<Total> counted) {
    return add(tx, quota, owner, "", change, counted);
  }

  /**
   * Adds to what an owner stores, or refuses. Must be called before the rows are changed.
   *
   * @param part a share of the owner's
   * @param counted reads the present total from the rows
   * @return false if the quota does not allow it; nothing was added
   */
  public boolean add(
      Tx tx, Quota quota, String owner, String part, Total change, Supplier<Total> counted) {
    if (!isLimited(tx)) {
      return true;
    }
    Total before = total(quota, owner, part, counted);
    Total after = before.plus(change);
    if (!after.fits(quota) && !change.growsNothing() && !tx.reapplies()) {
      return false;
    }
    if (!after.equals(before)) {
      db.update(
          "INSERT OR REPLACE INTO usage VALUES (?, ?, ?, ?, ?)",
          quota.name(),
          owner,
          part,
          after.items,
          after.bytes);
    }
    return true;
  }

  private Total total(Quota quota, String owner, String part, Supplier<Total> counted) {
    return db.one(
            "SELECT items, bytes FROM usage WHERE quota = ? AND owner = ? AND part = ?",
            row -> new Total(row.getLong(1), row.getLong(2)),
            quota.name(),
            owner,
            part)
        .orElseGet(counted);
  }

  /** Items of an owner were deleted: its totals are counted again when they are needed. */
  public void forget(Tx tx, Quota quota, String owner) {
    if (isLimited(tx)) {
      db.update("DELETE FROM usage WHERE quota = ? AND owner = ?", quota.name(), owner);
    }
  }

  /** Counts with a query for the number of rows and the sum of their bytes. */
  public static Supplier<Total> counting(Db db, String sql, Object... arguments) {
    return () ->
        db.one(sql, row -> new Total(row.getLong(1), row.getLong(2)), arguments).orElseThrow();
  }
}
