package org.bongsu.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/**
 * The current row of a query. Column numbers start at 1. It reads from the driver's lowest layer,
 * because the driver's result sets ask for the name and type of every column at each query.
 */
public final class Columns {
  private final DB database;
  private final long statement;

  Columns(DB database, long statement) {
    this.database = database;
    this.statement = statement;
  }

  /** 0 if it is null; see {@link #isNull}. */
  public long getLong(int column) throws SQLException {
    return database.column_long(statement, column - 1);
  }

  /** 0 if it is null. */
  public int getInt(int column) throws SQLException {
    return database.column_int(statement, column - 1);
  }

  /**
   * Null if the column is null; a caller of a nullable column must treat the result as nullable.
   */
  @SuppressWarnings("NullAway") // most columns are NOT NULL
  public String getString(int column) throws SQLException {
    return database.column_text(statement, column - 1);
  }

  /** As {@link #getString}, for a column that may be null. */
  public byte[] getBytes(int column) throws SQLException {
    return database.column_blob(statement, column - 1);
  }

  public boolean isNull(int column) throws SQLException {
    return database.column_type(statement, column - 1) == Codes.SQLITE_NULL;
  }

  public @Nullable Long getNullableLong(int column) throws SQLException {
    return isNull(column) ? null : getLong(column);
  }

  /** A number as {@link Long}, text, bytes, or null. */
  @Nullable Object get(int column) throws SQLException {
    return switch (database.column_type(statement, column - 1)) {
      case Codes.SQLITE_NULL -> null;
      case Codes.SQLITE_INTEGER -> getLong(column);
      case Codes.SQLITE_BLOB -> getBytes(column);
      default -> getString(column);
    };
  }

  /** Whether the column holds a blob. */
  public boolean isBlob(int column) throws SQLException {
    return database.column_type(statement, column - 1) == Codes.SQLITE_BLOB;
  }

  /** How many columns there are. */
  public int count() throws SQLException {
    return database.column_count(statement);
  }
}
