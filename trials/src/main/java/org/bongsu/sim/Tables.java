package org.bongsu.sim;

import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bongsu.store.Columns;
import org.bongsu.store.Db;

/** The contents of a store as text. */
public final class Tables {
  /** A full-text index's storage depends on when commits were; see {@link #FULL_TEXT}. */
  private static final String ORDINARY =
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
          + " AND name NOT LIKE 'sqlite_%' ORDER BY name";

  private static final String FULL_TEXT =
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual' ORDER BY name";

  private static final String SHADOWS =
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow' ORDER BY name";

  private Tables() {}

  /**
   * The rows of each table, sorted; of a full-text index the terms and their places, which do not
   * depend on how it is stored.
   */
  public static SortedMap<String, List<String>> dump(Db db) {
    SortedMap<String, List<String>> dump = new TreeMap<>();
    for (String table : names(db, ORDINARY)) {
      dump.put(table, rows(db, table));
    }
    for (String index : names(db, FULL_TEXT)) {
      db.execute(
          "CREATE VIRTUAL TABLE IF NOT EXISTS temp."
              + index
              + "_terms USING fts5vocab('main', '"
              + index
              + "', 'instance')");
      dump.put(index, rows(db, "temp." + index + "_terms"));
    }
    return dump;
  }

  /** All rows of all tables, including the storage of full-text indexes. */
  static List<String> everything(Db db) {
    List<String> all = new java.util.ArrayList<>();
    names(db, ORDINARY).forEach(table -> all.addAll(rows(db, table)));
    names(db, SHADOWS).forEach(table -> all.addAll(rows(db, table)));
    return all;
  }

  private static List<String> names(Db db, String sql) {
    return db.list(sql, row -> row.getString(1));
  }

  private static List<String> rows(Db db, String table) {
    List<String> rows = db.list("SELECT * FROM " + table, Tables::text);
    return rows.stream().sorted().toList();
  }

  private static String text(Columns row) throws SQLException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= row.count(); i++) {
      text.append(i == 1 ? "" : " | ");
      text.append(row.isBlob(i) ? HexFormat.of().formatHex(row.getBytes(i)) : row.getString(i));
    }
    return text.toString();
  }
}
