package org.bongsu.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Scans all rows of a shard in rounds, a bounded slice after every Nth entry, and folds them into
 * the shard's running digest. Its progress is a row of the shard, so all replicas read the same
 * rows at the same entry; a replica in which a row has changed on disk differs from the others at
 * the latest when the scan reads that row. A round takes as many entries as there are rows, divided
 * by rows per entry ({@link Pace}): rows added to a table after its scan began are read in the next
 * round.
 *
 * <p>Not covered: the rows of position, digest, level and scan progress; the full-text index, whose
 * segments depend on when commits happened; and whether indexes agree with their tables.
 */
public final class RowScan {
  /**
   * How much is read. It affects the digest, so it must be the same in all replicas.
   *
   * @param every entries from one slice to the next
   * @param rows maximum rows of a slice
   */
  public record Pace(int every, int rows) {
    /** One row per four entries; ApplyBenchmark in the tests measures the cost. */
    public static final Pace DEFAULT = new Pace(64, 16);
  }

  private static final Set<String> LEFT_OUT = Set.of("shard", "active_level", "row_scan");

  /** Maximum columns of a primary key; {@code row_scan} has columns for that many. */
  private static final int KEYS_MAX = 6;

  /** The queries that scan a table, up to the key that was its last when its scan began. */
  private record Table(String first, String next, String last, int keys) {}

  private final Db db;
  private final Pace pace;
  private final RowDigest digest = new RowDigest();
  private List<Table> tables = List.of();
  private int level;
  private int place;
  private int rowsRead;

  /** The last key read in the current table; empty if none was. */
  private List<Object> after = List.of();

  /** The key at which the current table's scan ends; empty if it has not begun. */
  private List<Object> until = List.of();

  public RowScan(Db db, Pace pace) {
    this.db = db;
    this.pace = pace;
    reload();
  }

  /** Reloads the progress from the store, after a rollback. */
  public void reload() {
    level = 0;
    db.one(
        "SELECT * FROM row_scan",
        row -> {
          place = row.getInt(2);
          after = keys(row, 3, KEYS_MAX);
          until = keys(row, 3 + KEYS_MAX, KEYS_MAX);
          return true;
        });
  }

  /** The columns before the first null. */
  private static List<Object> keys(Columns row, int from, int max) throws java.sql.SQLException {
    List<Object> keys = new ArrayList<>(max);
    for (int i = 0; i < max; i++) {
      Object key = row.get(from + i);
      if (key == null) {
        break;
      }
      keys.add(key);
    }
    return keys;
  }

  /**
   * Reads the next slice if one is due after the entry at a position, and returns its checksum; 0
   * if none is due.
   */
  public long step(long position, int activeLevel) {
    if (position % pace.every != 0) {
      return 0;
    }
    if (level != activeLevel) {
      level = activeLevel;
      tables =
          Schema.tables(level).stream()
              .filter(name -> !LEFT_OUT.contains(name))
              .map(this::table)
              .toList();
    }
    digest.begin();
    int left = pace.rows;
    for (int finished = 0; left > 0 && finished < tables.size(); ) {
      int read = read(tables.get(place), left);
      if (read < left) {
        place = (place + 1) % tables.size();
        until = List.of();
        finished++;
      }
      left -= read;
    }
    keep();
    return digest.value();
  }

  private int read(Table table, int limit) {
    if (until.isEmpty()) {
      until = db.one(table.last, row -> keys(row, 1, table.keys)).orElse(List.of());
      after = List.of();
      if (until.isEmpty()) {
        return 0;
      }
    }
    List<Object> arguments = new ArrayList<>(after);
    arguments.addAll(until);
    arguments.add(limit);
    rowsRead = 0;
    db.list(
        after.isEmpty() ? table.first : table.next,
        row -> {
          digest.add(row.getBytes(1));
          if (++rowsRead == limit) { // with fewer, the table is finished
            after = keys(row, 2, table.keys);
          }
          return true;
        },
        arguments.toArray());
    return rowsRead;
  }

  private void keep() {
    List<@Nullable Object> arguments = new ArrayList<>(2 * KEYS_MAX + 1);
    arguments.add(place);
    arguments.addAll(after);
    arguments.addAll(Collections.nCopies(KEYS_MAX - after.size(), null));
    arguments.addAll(until);
    arguments.addAll(Collections.nCopies(KEYS_MAX - until.size(), null));
    db.update(
        "UPDATE row_scan SET place = ?, a1 = ?, a2 = ?, a3 = ?, a4 = ?, a5 = ?, a6 = ?,"
            + " u1 = ?, u2 = ?, u3 = ?, u4 = ?, u5 = ?, u6 = ?",
        arguments.toArray());
  }

  private Table table(String name) {
    String info = " FROM pragma_table_info('" + name + "') WHERE ";
    List<String> columns =
        db.list("SELECT name" + info + "1 ORDER BY cid", row -> row.getString(1));
    List<String> keys = db.list("SELECT name" + info + "pk > 0 ORDER BY pk", r -> r.getString(1));
    if (keys.isEmpty() || keys.size() > KEYS_MAX) {
      throw new IllegalStateException("a table has a key of at most 6 columns, unlike " + name);
    }
    String all =
        columns.stream()
            .map(column -> "COALESCE(" + column + ", x'00')")
            .collect(Collectors.joining(", ", "concat_ws(x'1f', ", ")"));
    String key = String.join(", ", keys);
    String marks = "(" + String.join(", ", Collections.nCopies(keys.size(), "?")) + ")";
    String select = "SELECT CAST(" + all + " AS BLOB), " + key + " FROM " + name + " WHERE ";
    String upTo = "(" + key + ") <= " + marks + " ORDER BY " + key + " LIMIT ?";
    return new Table(
        select + upTo,
        select + "(" + key + ") > " + marks + " AND " + upTo,
        "SELECT "
            + key
            + " FROM "
            + name
            + " ORDER BY "
            + String.join(" DESC, ", keys)
            + " DESC LIMIT 1",
        keys.size());
  }
}
