package org.bongsu.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bongsu.command.CommandLevels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard's file: its schema, its errors and its checkpoints. */
class ShardFileTest {
  @TempDir Path directory;
  private Path path;
  private ShardFile file;

  @BeforeEach
  void name() {
    path = directory.resolve("000.db");
    file = new ShardFile(path);
  }

  @Test
  void aNewFileGetsAllTablesIsOfTheFirstLevelAndKeepsItsRows() {
    try (Db db = file.openWriter()) {
      assertEquals(1, db.number("PRAGMA user_version").orElseThrow());
      assertEquals(1, ActiveLevel.of(db));
      for (String table : Schema.tables(Schema.newest())) {
        db.number("SELECT COUNT(*) FROM " + table);
      }
      assertEquals(0, Positions.applied(db));
      db.update("UPDATE shard SET next_position = 5");
    }
    try (Db db = file.openWriter()) {
      assertEquals(5, Positions.applied(db));
    }
  }

  @Test
  void aFileOfVersion1GetsWhatCameLaterAndKeepsItsRows() {
    try (Db db = file.openWriter()) {
      db.execute("DROP TABLE timer");
      db.update("UPDATE shard SET next_position = 5");
    }
    try (Db db = file.openWriter()) {
      assertEquals(0, db.number("SELECT count(*) FROM timer").orElseThrow());
      assertEquals(1, db.number("PRAGMA user_version").orElseThrow(), "until its log has level 2");
      assertEquals(5, Positions.applied(db));
    }
  }

  @Test
  void aFileOfANewerProgramIsRefusedAndLeftAlone() {
    try (Db db = file.openWriter()) {
      db.execute("PRAGMA user_version = " + (Schema.newest() + 1));
    }
    StoreTooNew refused = assertThrows(StoreTooNew.class, file::openWriter);
    assertTrue(refused.getMessage().contains("000.db"), refused.getMessage());
    try (Db db = file.openReader()) {
      assertEquals(Schema.newest() + 1, db.number("PRAGMA user_version").orElseThrow());
    }
  }

  @Test
  void everyLevelHasItsVersionOfTheSchema() {
    assertEquals(CommandLevels.NEWEST, Schema.newest());
  }

  /** Missing tables of later versions are created at each opening until their level is active. */
  @Test
  void anOlderFileGetsWhatItLacksAndIsOfTheLevelThatItHad() {
    try (Db db = file.openWriter()) {
      db.execute("DROP TABLE active_level");
    }
    for (int time = 0; time < 2; time++) {
      try (Db db = file.openWriter()) {
        assertEquals(1, db.number("PRAGMA user_version").orElseThrow());
        assertEquals(1, ActiveLevel.of(db));
      }
    }
    try (Db db = file.openWriter()) {
      ActiveLevel.raise(db, Schema.newest());
    }
    try (Db db = file.openWriter()) {
      assertEquals(Schema.newest(), ActiveLevel.of(db));
    }
    assertThrows(StoreTooNew.class, () -> file.openWriter(1));
  }

  @Test
  void aMigrationThatFailsLeavesNothingBehind() {
    try (Db db = file.openCheckpointer()) {
      db.execute("CREATE TABLE event (something TEXT)"); // conflicts with the schema's table
    }
    assertThrows(StoreDefect.class, file::openWriter);
    try (Db db = file.openReader()) {
      assertEquals(0, db.number("PRAGMA user_version").orElseThrow());
      assertFalse(db.exists("SELECT 1 FROM sqlite_schema WHERE name = 'shard'"));
    }
  }

  @Test
  void whatIsNoDatabaseIsDamaged() throws Exception {
    Files.writeString(path, "this is not an SQLite file, and it is long enough to be read as one");
    assertThrows(StoreDamaged.class, file::openWriter);
  }

  @Test
  void aConstraintIsADefectAndNoOutage() {
    try (Db db = file.openWriter()) {
      assertThrows(StoreDefect.class, () -> db.update("INSERT INTO shard VALUES (0, 1, x'00')"));
      assertThrows(StoreDefect.class, () -> db.update("INSERT INTO no_such_table VALUES (1)"));
      assertThrows(
          StoreDefect.class, () -> db.update("UPDATE shard SET next_position = ?", "text"));
      assertEquals(0, Positions.applied(db));
    }
  }

  @Test
  void aFullFileIsAnOutageWhichPasses() {
    try (Db db = file.openWriter()) {
      long pages = db.number("PRAGMA page_count").orElseThrow();
      db.execute("PRAGMA max_page_count = " + pages);
      assertThrows(StoreUnavailable.class, () -> fill(db));
      assertEquals(0, db.number("SELECT COUNT(*) FROM alias").orElseThrow());
      db.execute("PRAGMA max_page_count = " + (pages + 1_000));
      fill(db);
      assertEquals(1_000, db.number("SELECT COUNT(*) FROM alias").orElseThrow());
    }
  }

  private static void fill(Db db) {
    try {
      db.execute("BEGIN IMMEDIATE");
      for (int i = 0; i < 1_000; i++) {
        db.update("INSERT INTO alias VALUES (?, ?, 'x', 0)", "#" + i, "!".repeat(200));
      }
      db.execute("COMMIT");
    } catch (StoreUnavailable e) {
      try {
        db.execute("ROLLBACK");
      } catch (StoreDefect alreadyRolledBack) {
        assertTrue(alreadyRolledBack.getMessage().contains("rollback"));
      }
      throw e;
    }
  }

  @Test
  void readersSeeWhatWasCommittedAndCannotWrite() {
    try (Db writer = file.openWriter();
        Db reader = file.openReader()) {
      writer.execute("BEGIN IMMEDIATE");
      writer.update("UPDATE shard SET next_position = 3");
      assertEquals(0, Positions.applied(reader));
      writer.execute("COMMIT");
      assertEquals(3, Positions.applied(reader));
      assertThrows(
          StoreUnavailable.class, () -> reader.update("UPDATE shard SET next_position = 4"));
    }
  }

  @Test
  void aSnapshotDoesNotChangeUnderItsReader() {
    try (Db writer = file.openWriter();
        Db reader = file.openReader()) {
      reader.snapshot(() -> {
        assertEquals(0, Positions.applied(reader));
        writer.update("UPDATE shard SET next_position = 3");
        assertEquals(0, Positions.applied(reader));
        return true;
      });
      assertEquals(3, Positions.applied(reader));
    }
  }

  @Test
  void aCheckpointReportsWhatTheFileHoldsWithoutItsWal() throws Exception {
    AtomicLong durableBefore = new AtomicLong();
    CountDownLatch reported = new CountDownLatch(1);
    try (Db db = file.openWriter()) {
      db.update("UPDATE shard SET next_position = 42");
      var target =
          new Checkpointer.Target(
              file,
              position -> {
                durableBefore.set(position);
                reported.countDown();
              });
      try (Checkpointer _ = new Checkpointer(List.of(target), Duration.ofMillis(5))) {
        assertTrue(reported.await(20, TimeUnit.SECONDS));
      }
      Path alone = directory.resolve("alone.db");
      Files.copy(path, alone); // the file without its WAL
      try (Db copy = new ShardFile(alone).openWriter()) {
        assertEquals(42, durableBefore.get());
        assertEquals(42, Positions.applied(copy));
      }
    }
  }

  @Test
  void aCheckpointWaitsForNoReaderAndReportsNothingTooEarly() throws Exception {
    AtomicLong durableBefore = new AtomicLong();
    CountDownLatch reported = new CountDownLatch(1);
    try (Db db = file.openWriter();
        Db reader = file.openReader()) {
      reader.execute("BEGIN");
      Positions.applied(reader); // keeps a snapshot of the earlier state
      db.update("UPDATE shard SET next_position = 42");
      var target =
          new Checkpointer.Target(
              file,
              position -> {
                durableBefore.set(position);
                reported.countDown();
              });
      try (Checkpointer _ = new Checkpointer(List.of(target), Duration.ofMillis(5))) {
        assertFalse(
            reported.await(300, TimeUnit.MILLISECONDS), "the reader still needs the old pages");
        reader.execute("COMMIT");
        assertTrue(reported.await(20, TimeUnit.SECONDS));
        assertEquals(42, durableBefore.get());
      }
    }
  }

  /** Under steady load SQLite never restarts its WAL by itself. */
  @Test
  void aWalThatHasGrownLargeIsEmptied() throws Exception {
    Path wal = directory.resolve("000.db-wal");
    try (Db db = file.openWriter()) {
      for (int i = 0; i < 70; i++) {
        db.update("INSERT INTO alias VALUES (?, ?, 'x', 0)", "#" + i, "!".repeat(1 << 20));
        db.update("UPDATE shard SET next_position = next_position + 1");
      }
      assertTrue(Files.size(wal) > 64L << 20, "the WAL has " + Files.size(wal) + " bytes");
      CountDownLatch reported = new CountDownLatch(1);
      var target = new Checkpointer.Target(file, position -> reported.countDown());
      try (Checkpointer _ = new Checkpointer(List.of(target), Duration.ofMillis(5))) {
        assertTrue(reported.await(30, TimeUnit.SECONDS));
      }
      assertEquals(0, Files.size(wal));
      assertEquals(70, Positions.applied(db));
    }
  }

  @Test
  void aWalUnderLoadIsWrittenOverFromItsBeginning() throws Exception {
    Path wal = directory.resolve("000.db-wal");
    try (Db db = file.openWriter()) {
      write(db, 12);
      long grown = Files.size(wal);
      assertTrue(grown > 16L << 20 && grown < 64L << 20, "the WAL has " + grown + " bytes");
      CountDownLatch reported = new CountDownLatch(1);
      var target = new Checkpointer.Target(file, position -> reported.countDown());
      try (Checkpointer _ = new Checkpointer(List.of(target), Duration.ofSeconds(2))) {
        assertTrue(reported.await(30, TimeUnit.SECONDS));
        write(db, 4);
        assertEquals(grown, Files.size(wal));
      }
      assertEquals(16, Positions.applied(db));
    }
  }

  private static void write(Db db, int megabytes) {
    for (int i = 0; i < megabytes; i++) {
      String alias = "#" + db.number("SELECT COUNT(*) FROM alias").orElseThrow();
      db.update("INSERT INTO alias VALUES (?, ?, 'x', 0)", alias, "!".repeat(1 << 20));
      db.update("UPDATE shard SET next_position = next_position + 1");
    }
  }

  @Test
  void aQuietShardGivesItsWalBack() throws Exception {
    Path wal = directory.resolve("000.db-wal");
    try (Db db = file.openWriter()) {
      db.update("UPDATE shard SET next_position = 42");
      assertTrue(Files.size(wal) > 0);
      var target = new Checkpointer.Target(file, position -> {});
      try (Checkpointer _ = new Checkpointer(List.of(target), Duration.ofMillis(5))) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (Files.size(wal) > 0 && System.nanoTime() - until < 0) {
          Thread.sleep(5);
        }
      }
      assertEquals(0, Files.size(wal));
      assertEquals(42, Positions.applied(db));
    }
  }
}
