package org.bongsu.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a shard's file, for one thread at a time. Statements are prepared once and
 * kept; arguments are {@code null}, {@link Long}, {@link Integer}, {@link Boolean}, {@link String},
 * {@code byte[]} or anything whose {@code toString} is the text to store (ids).
 *
 * <p>Every method throws {@link StoreUnavailable} where SQLite cannot now, {@link StoreDefect}
 * where it never would, and {@link StoreDamaged} where the file is broken.
 */
public final class Db implements AutoCloseable {
  /** Reads one row; column numbers start at 1. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static final int SQLITE_ERROR = 1;
  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_TOOBIG = 18;
  private static final int SQLITE_CONSTRAINT = 19;
  private static final int SQLITE_MISMATCH = 20;
  private static final int SQLITE_MISUSE = 21;
  private static final int SQLITE_RANGE = 25;
  private static final int SQLITE_NOTADB = 26;

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Db(Connection connection) {
    this.connection = connection;
  }

  /** Changes rows and answers how many. */
  public int update(String sql, @Nullable Object... arguments) {
    try {
      return bind(sql, arguments).executeUpdate();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  public <T> Optional<T> one(String sql, Row<T> row, @Nullable Object... arguments) {
    try (ResultSet rows = bind(sql, arguments).executeQuery()) {
      return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  public <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) {
    try (ResultSet rows = bind(sql, arguments).executeQuery()) {
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(row.read(rows));
      }
      return found;
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** The first column of the first row; empty where there is no row or it is null. */
  public OptionalLong number(String sql, @Nullable Object... arguments) {
    try (ResultSet rows = bind(sql, arguments).executeQuery()) {
      if (!rows.next()) {
        return OptionalLong.empty();
      }
      long value = rows.getLong(1);
      return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  public Optional<String> text(String sql, @Nullable Object... arguments) {
    return one(sql, row -> Optional.ofNullable(row.getString(1)), arguments)
        .flatMap(value -> value);
  }

  public boolean exists(String sql, @Nullable Object... arguments) {
    return one(sql, row -> true, arguments).isPresent();
  }

  /** Runs a statement that takes no arguments and is not worth keeping, such as a pragma. */
  public void execute(String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Runs one of the few statements that begin or end a transaction or a part of one. */
  public void control(String sql) {
    try {
      bind(sql).execute();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** Runs {@code read} on one unchanging state of the file. */
  public <T> T snapshot(java.util.function.Supplier<T> read) {
    control("BEGIN");
    try {
      return read.get();
    } finally {
      control("COMMIT");
    }
  }

  /** A column that may be null. */
  public static @Nullable Long nullableLong(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  /** The driver does not take a statement again once it has failed. */
  private RuntimeException failed(String sql, SQLException e) {
    PreparedStatement statement = prepared.remove(sql);
    if (statement != null) {
      try {
        statement.close();
      } catch (SQLException secondary) {
        e.addSuppressed(secondary);
      }
    }
    return failure(e);
  }

  /** Tells an outage, which passes, from a defect and from damage, which do not. */
  static RuntimeException failure(SQLException e) {
    return switch (e.getErrorCode() & 0xff) { // the upper bits only give details
      case SQLITE_ERROR,
          SQLITE_TOOBIG,
          SQLITE_CONSTRAINT,
          SQLITE_MISMATCH,
          SQLITE_MISUSE,
          SQLITE_RANGE ->
          new StoreDefect(e);
      case SQLITE_CORRUPT, SQLITE_NOTADB -> new StoreDamaged(e);
      default -> new StoreUnavailable(e);
    };
  }

  private PreparedStatement bind(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      bind(statement, i + 1, arguments[i]);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object argument)
      throws SQLException {
    switch (argument) {
      case null -> statement.setObject(index, null);
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
      case byte[] bytes -> statement.setBytes(index, bytes);
      default -> statement.setString(index, argument.toString());
    }
  }

  @Override
  public void close() {
    try {
      for (PreparedStatement statement : prepared.values()) {
        statement.close();
      }
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
