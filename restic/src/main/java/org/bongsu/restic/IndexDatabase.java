package org.bongsu.restic;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * A SQLite file for what the index objects say: either the cache of a repository, which stays, or a
 * scratch file for one run of {@code prune} or {@code check}, which reads all indexes again so that
 * a wrong cache cannot mislead them.
 *
 * <p>Statements are prepared once. A damaged file is deleted, so that opening the repository again
 * makes a new one.
 */
final class IndexDatabase implements AutoCloseable {
  private static final int BUSY_MILLIS = 30_000;
  private static final Pattern SCRATCH = Pattern.compile("scratch-([0-9]+)-[0-9]+\\.sqlite.*");
  private static final AtomicInteger SCRATCH_COUNT = new AtomicInteger();

  /** Work in a transaction. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  /** Receives each row of a query. */
  @FunctionalInterface
  interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private final Path file;
  private final boolean scratch;
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private IndexDatabase(Path file, boolean scratch, Connection connection) {
    this.file = file;
    this.scratch = scratch;
    this.connection = connection;
  }

  /** Opens or creates the cache of a repository. */
  static IndexDatabase cache(Path directory, String repositoryId, String schema) {
    Path file = directory.resolve(repositoryId + ".sqlite");
    try {
      Files.createDirectories(directory);
      removeAbandoned(directory);
      try {
        return open(file, false, schema);
      } catch (SQLException e) {
        if (!isDamage(e)) {
          throw e;
        }
        delete(file);
        return open(file, false, schema);
      }
    } catch (IOException | SQLException e) {
      throw unusable(file, e);
    }
  }

  /** Creates a scratch file, which is deleted when it is closed. */
  static IndexDatabase scratch(Path directory, String schema) {
    Path file =
        directory.resolve(
            "scratch-%d-%d.sqlite".formatted(ThisProcess.PID, SCRATCH_COUNT.incrementAndGet()));
    try {
      delete(file);
      return open(file, true, schema);
    } catch (IOException | SQLException e) {
      throw unusable(file, e);
    }
  }

  private static IndexDatabase open(Path file, boolean scratch, String schema) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setJournalMode(
        scratch ? SQLiteConfig.JournalMode.TRUNCATE : SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(
        scratch ? SQLiteConfig.SynchronousMode.OFF : SQLiteConfig.SynchronousMode.NORMAL);
    IndexDatabase opened =
        new IndexDatabase(file, scratch, config.createConnection("jdbc:sqlite:" + file));
    try (Statement statement = opened.connection.createStatement()) {
      statement.executeUpdate(schema);
      return opened;
    } catch (SQLException e) {
      opened.connection.close();
      throw e;
    }
  }

  /** Deletes scratch files of processes that ended without doing so. */
  private static void removeAbandoned(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "scratch-*")) {
      for (Path file : files) {
        Matcher name = SCRATCH.matcher(String.valueOf(file.getFileName()));
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Runs work in one transaction, which is undone if it throws. */
  void transaction(Work work) {
    try {
      connection.setAutoCommit(false);
      try {
        work.run();
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Runs a statement.
   *
   * @param arguments numbers, texts, or ids as bytes
   * @return the number of rows changed
   */
  int update(String sql, Object... arguments) {
    try {
      return bound(sql, arguments).executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Reads all rows of a query, which must not be run again meanwhile. */
  void query(String sql, Row row, Object... arguments) {
    try (ResultSet rows = bound(sql, arguments).executeQuery()) {
      while (rows.next()) {
        row.read(rows);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The first column of the first row; 0 if there is none. */
  long number(String sql, Object... arguments) {
    long[] number = {0};
    query(sql, row -> number[0] = row.getLong(1), arguments);
    return number[0];
  }

  private PreparedStatement bound(String sql, Object... arguments) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }

  /** An id as it is stored. */
  static byte[] bytes(String id) {
    return HexFormat.of().parseHex(id);
  }

  /** The id in this column. */
  static String id(ResultSet row, int column) throws SQLException {
    return HexFormat.of().formatHex(row.getBytes(column));
  }

  private StorageUnavailable failed(SQLException e) {
    if (isDamage(e)) {
      try {
        delete(file);
      } catch (IOException notDeleted) {
        e.addSuppressed(notDeleted);
      }
    }
    return unusable(file, e);
  }

  private static boolean isDamage(SQLException e) {
    return e.getErrorCode() == SQLiteErrorCode.SQLITE_CORRUPT.code
        || e.getErrorCode() == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  private static StorageUnavailable unusable(Path file, Exception e) {
    return new StorageUnavailable("the index cache " + file + " fails: " + e.getMessage(), e);
  }

  private static void delete(Path file) throws IOException {
    for (String suffix : new String[] {"", "-wal", "-shm", "-journal"}) {
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
    }
  }

  @Override
  public void close() {
    try {
      for (PreparedStatement statement : statements.values()) {
        statement.close();
      }
      connection.close();
      if (scratch) {
        delete(file);
      }
    } catch (IOException | SQLException e) {
      throw unusable(file, e);
    }
  }
}
