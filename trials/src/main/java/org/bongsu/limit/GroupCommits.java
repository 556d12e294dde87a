package org.bongsu.limit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Fixed rows in one SQLite file: WAL, {@code synchronous=FULL}, one transaction and so one fsync
 * for a batch, checkpoints in a thread of their own. Written by one thread.
 */
final class GroupCommits {
  private static final int CHECKPOINT_INTERVAL_MILLIS = 200;

  private final Connection connection;
  private final PreparedStatement insert;

  private GroupCommits(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma wal_autocheckpoint = 0");
      statement.execute("create table row (position integer primary key, body blob not null)");
    }
    connection.setAutoCommit(false);
    insert = connection.prepareStatement("insert into row (body) values (?)");
  }

  /** Opens a new file and starts its checkpoint thread, which ends with the process. */
  static GroupCommits open(Path directory) {
    String url = "jdbc:sqlite:" + directory.resolve("limit.db");
    try {
      GroupCommits rows = new GroupCommits(connect(url));
      Connection own = connect(url);
      Thread.ofPlatform().daemon().name("limit-checkpoint").start(() -> checkpoint(own));
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot open the database: " + e.getMessage(), e);
    }
  }

  /** Writes {@code count} equal rows; returns when they are durable. */
  void commit(int count, byte[] row) {
    try {
      for (int i = 0; i < count; i++) {
        insert.setBytes(1, row);
        insert.executeUpdate();
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot write: " + e.getMessage(), e);
    }
  }

  private static Connection connect(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode = wal");
      statement.execute("pragma synchronous = full");
      statement.execute("pragma busy_timeout = 5000");
    }
    return connection;
  }

  private static void checkpoint(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      while (true) {
        Thread.sleep(CHECKPOINT_INTERVAL_MILLIS);
        statement.execute("pragma wal_checkpoint(passive)");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      System.err.println("the limit cannot checkpoint: " + e.getMessage());
    }
  }
}
