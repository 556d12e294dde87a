package org.bongsu.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bongsu.media.ContentHash;

/**
 * Which photos and files are in the backup: a temporary SQLite file, made from the backup whenever
 * it is opened, so that memory does not grow with their number.
 */
final class MediaCatalog implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement add;
  private final PreparedStatement find;
  private final PreparedStatement remove;

  private MediaCatalog(Connection connection) throws SQLException {
    this.connection = connection;
    this.add = connection.prepareStatement("INSERT OR IGNORE INTO content VALUES (?)");
    this.find = connection.prepareStatement("SELECT 1 FROM content WHERE hash = ?");
    this.remove = connection.prepareStatement("DELETE FROM content WHERE hash = ?");
  }

  /** Makes an empty catalog; a file that is left there is replaced. */
  static MediaCatalog make(Path file) throws IOException {
    Files.deleteIfExists(file);
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = OFF");
        statement.execute("PRAGMA synchronous = OFF");
        statement.execute("CREATE TABLE content (hash BLOB PRIMARY KEY) WITHOUT ROWID");
      }
      connection.setAutoCommit(false);
      return new MediaCatalog(connection);
    } catch (SQLException e) {
      throw new IOException("cannot write " + file, e);
    }
  }

  void add(ContentHash hash) throws IOException {
    change(add, hash);
  }

  void remove(ContentHash hash) throws IOException {
    change(remove, hash);
  }

  private static void change(PreparedStatement statement, ContentHash hash) throws IOException {
    try {
      statement.setBytes(1, bytes(hash));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IOException("the catalog of photos and files cannot be written", e);
    }
  }

  boolean has(ContentHash hash) throws IOException {
    try {
      find.setBytes(1, bytes(hash));
      try (ResultSet row = find.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw new IOException("the catalog of photos and files cannot be read", e);
    }
  }

  /** All that begin with this byte, sorted. */
  List<ContentHash> with(int firstByte) throws IOException {
    byte[] from = {(byte) firstByte};
    String sql =
        firstByte == 255
            ? "SELECT hash FROM content WHERE hash >= ? ORDER BY hash"
            : "SELECT hash FROM content WHERE hash >= ? AND hash < ? ORDER BY hash";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setBytes(1, from);
      if (firstByte < 255) {
        query.setBytes(2, new byte[] {(byte) (firstByte + 1)});
      }
      List<ContentHash> found = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(new ContentHash(HexFormat.of().formatHex(rows.getBytes(1))));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IOException("the catalog of photos and files cannot be read", e);
    }
  }

  private static byte[] bytes(ContentHash hash) {
    return HexFormat.of().parseHex(hash.value());
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is made again.
    }
  }
}
