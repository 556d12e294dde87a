package org.bongsu.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * One connection to a shard's file, for one thread at a time. Statements are prepared once and
 * kept; arguments are {@code null}, {@link Long}, {@link Integer}, {@link Boolean}, {@link String},
 * {@code byte[]} or an object whose {@code toString} is the text to store (ids).
 *
 * <p>Every method throws {@link StoreUnavailable} if SQLite cannot run the statement now, {@link
 * StoreDefect} if it never could, and {@link StoreDamaged} if the file is corrupt.
 */
public final class Db implements AutoCloseable {
  /** Reads one row; column numbers start at 1. */
  @FunctionalInterface
  public interface Row<T> {
    T read(Columns row) throws SQLException;
  }

  private static final int SQLITE_ERROR = 1;
  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_TOOBIG = 18;
  private static final int SQLITE_CONSTRAINT = 19;
  private static final int SQLITE_MISMATCH = 20;
  private static final int SQLITE_MISUSE = 21;
  private static final int SQLITE_RANGE = 25;
  private static final int SQLITE_NOTADB = 26;

  /** A statement of the driver, and SQLite's pointer to it, valid until the statement is closed. */
  private record Prepared(
      PreparedStatement statement, long pointer, Columns columns, long digestId) {
    CoreStatement core() {
      return (CoreStatement) statement;
    }
  }

  private final SQLiteConnection connection;
  private final DB database;
  private final Map<String, Prepared> prepared = new HashMap<>();
  private @Nullable RowDigest written;

  /** Set by another thread. */
  private volatile boolean interrupted;

  Db(SQLiteConnection connection) {
    this.connection = connection;
    this.database = connection.getDatabase();
    // Transactions are controlled by explicit statements. With auto-commit on, the driver would
    // begin and commit one for each statement.
    connection.getConnectionConfig().setAutoCommit(false);
  }

  /** Adds all further changes made by {@link #update} to a digest. */
  public void digestWrites(RowDigest into) {
    written = into;
  }

  /**
   * Called by another thread: the query that runs fails with {@link StoreUnavailable}, and so does
   * every further one on this connection.
   */
  void interrupt() {
    interrupted = true;
    try {
      database.interrupt();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  static StoreUnavailable interrupted() {
    return new StoreUnavailable("the read was ended");
  }

  /** Runs a statement that changes rows and returns how many it changed. */
  public int update(String sql, @Nullable Object... arguments) {
    try {
      Prepared statement = prepare(sql);
      @Nullable Object[] values = values(arguments);
      int changed = Math.toIntExact(database.executeUpdate(statement.core(), values));
      if (written != null) {
        written.addWrite(statement.digestId, values, changed);
      }
      return changed;
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  public <T> Optional<T> one(String sql, Row<T> row, @Nullable Object... arguments) {
    List<T> found = read(sql, row, 1, one -> true, arguments);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
  }

  public <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) {
    return read(sql, row, Integer.MAX_VALUE, found -> false, arguments);
  }

  /**
   * As {@link #list}, up to and including the row with which the rows' sizes exceed a limit;
   * further ones are not read.
   */
  public <T> List<T> listWithin(
      long max, ToLongFunction<T> size, String sql, Row<T> row, @Nullable Object... arguments) {
    long[] total = {0};
    return read(
        sql,
        row,
        Integer.MAX_VALUE,
        found -> {
          total[0] += size.applyAsLong(found);
          return total[0] > max;
        },
        arguments);
  }

  private <T> List<T> read(
      String sql, Row<T> row, int limit, Predicate<T> last, @Nullable Object... arguments) {
    if (interrupted) {
      throw interrupted();
    }
    try {
      Prepared query = prepare(sql);
      if (!database.execute(query.core(), values(arguments))) {
        return new ArrayList<>(0);
      }
      try {
        List<T> found = new ArrayList<>(limit == 1 ? 1 : 10);
        do {
          found.add(row.read(query.columns));
        } while (found.size() < limit && !last.test(found.getLast()) && step(query));
        return found;
      } finally {
        database.reset(query.pointer);
      }
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** Moves to the next row; false if there is none. */
  private boolean step(Prepared query) throws SQLException {
    int status = database.step(query.pointer);
    if (status != Codes.SQLITE_ROW && status != Codes.SQLITE_DONE) {
      database.throwex(status);
    }
    return status == Codes.SQLITE_ROW;
  }

  /** The first column of the first row; empty if there is no row or the value is null. */
  public OptionalLong number(String sql, @Nullable Object... arguments) {
    return one(
            sql,
            row -> row.isNull(1) ? OptionalLong.empty() : OptionalLong.of(row.getLong(1)),
            arguments)
        .orElse(OptionalLong.empty());
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

  /** Runs a statement that begins or ends a transaction or a savepoint. */
  public void control(String sql) {
    try {
      database.execute(prepare(sql).core(), values());
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** Runs {@code read} in one read transaction, so that it sees a single state of the file. */
  public <T> T snapshot(java.util.function.Supplier<T> read) {
    control("BEGIN");
    try {
      return read.get();
    } finally {
      control("COMMIT");
    }
  }

  /** Drops the failed statement: the driver cannot run it again. */
  private RuntimeException failed(String sql, SQLException e) {
    Prepared failed = prepared.remove(sql);
    if (failed != null) {
      try {
        failed.statement.close();
      } catch (SQLException secondary) {
        e.addSuppressed(secondary);
      }
    }
    return failure(e);
  }

  /** Classifies an error: an outage, which may pass, a defect of the program, or damage. */
  static RuntimeException failure(SQLException e) {
    return switch (e.getErrorCode() & 0xff) { // the upper bits are the extended code
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

  private Prepared prepare(String sql) throws SQLException {
    Prepared known = prepared.get(sql);
    if (known == null) {
      PreparedStatement statement = connection.prepareStatement(sql);
      long pointer = ((CoreStatement) statement).pointer.safeRunLong((db, stmt) -> stmt);
      known = new Prepared(statement, pointer, new Columns(database, pointer), RowDigest.idOf(sql));
      prepared.put(sql, known);
    }
    return known;
  }

  /** Arguments in the types that the driver binds. */
  private static @Nullable Object[] values(@Nullable Object... arguments) {
    @Nullable Object[] values = new Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (arguments[i]) {
            case null -> null;
            case Long number -> number;
            case Integer number -> number;
            case byte[] bytes -> bytes;
            case Boolean flag -> flag ? 1 : 0;
            case Object text -> text.toString();
          };
    }
    return values;
  }

  @Override
  public void close() {
    try {
      for (Prepared one : prepared.values()) {
        one.statement.close();
      }
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
