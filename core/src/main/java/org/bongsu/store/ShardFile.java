package org.bongsu.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/**
 * One shard's SQLite file (WAL). The log is the durable copy, so commits do not fsync ({@code
 * synchronous=NORMAL}); entries that a power cut removes from the file are applied again from the
 * log.
 */
public final class ShardFile {
  private static final int WRITER_CACHE_KIB = 8 * 1024;
  private static final int READER_CACHE_KIB = 512;
  private static final long MMAP_BYTES = 256L << 20;
  private static final int BUSY_WAIT_MILLIS = 5_000;

  /** Longest time for which a checkpoint that waits for readers may block the writer. */
  private static final int CHECKPOINT_BUSY_WAIT_MILLIS = 250;

  private final Path file;

  public ShardFile(Path file) {
    this.file = file;
  }

  public Path path() {
    return file;
  }

  /**
   * Opens the writing connection, and creates missing tables. {@link Checkpointer} does the
   * checkpoints.
   *
   * @throws StoreTooNew if the file has a level that this program does not know
   */
  public Db openWriter() {
    return openWriter(Schema.newest());
  }

  /** As {@link #openWriter()}, for a program that knows levels up to this one. */
  public Db openWriter(int level) {
    Db db = open(WRITER_CACHE_KIB, false);
    try {
      db.execute("PRAGMA wal_autocheckpoint = 0");
      db.execute("PRAGMA secure_delete = FAST"); // deleted content must not remain in free pages
      Schema.complete(db, file.getFileName().toString(), level);
      return db;
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
  }

  /**
   * Identifies the state of a replica that a file holds.
   *
   * @param position of the next entry to apply
   * @param digest of all entries before it, in hexadecimal
   */
  public record Copied(long position, String digest) {}

  /** The file's current state. */
  public Copied identity() {
    try (Db db = openReader()) {
      return identity(db);
    }
  }

  /**
   * The current state of a file that exists.
   *
   * @return empty if it is being made and has no tables yet
   */
  public Optional<Copied> identityIfMade() {
    try (Db db = openReader()) {
      boolean isMade = db.exists("SELECT 1 FROM sqlite_master WHERE name = 'shard'");
      return isMade ? Optional.of(identity(db)) : Optional.empty();
    }
  }

  private static Copied identity(Db db) {
    return db.one(
            "SELECT next_position, digest FROM shard",
            row -> new Copied(row.getLong(1), HexFormat.of().formatHex(row.getBytes(2))))
        .orElseThrow();
  }

  /** Copies one state of the file page by page, while it may be written. */
  public Copied copyTo(Path target) {
    try (Db db = openReader()) {
      return db.snapshot(() -> {
        Copied state = identity(db);
        db.execute("backup to '" + target.toString().replace("'", "''") + "'");
        return state;
      });
    }
  }

  /** Opens a connection that only reads. */
  public Db openReader() {
    return open(READER_CACHE_KIB, true);
  }

  /** Opens a connection for checkpoints. */
  Db openCheckpointer() {
    Db db = open(READER_CACHE_KIB, false);
    db.execute("PRAGMA busy_timeout = " + CHECKPOINT_BUSY_WAIT_MILLIS);
    return db;
  }

  private Db open(int cacheKib, boolean readOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setCacheSize(-cacheKib);
    config.setBusyTimeout(BUSY_WAIT_MILLIS);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, Long.toString(MMAP_BYTES));
    config.enforceForeignKeys(false);
    config.setGetGeneratedKeys(false); // else every change asks for the row's id, too
    if (readOnly) {
      config.setReadOnly(true);
    }
    try {
      return new Db((SQLiteConnection) config.createConnection("jdbc:sqlite:" + file));
    } catch (SQLException e) {
      throw Db.failure(e);
    }
  }
}
