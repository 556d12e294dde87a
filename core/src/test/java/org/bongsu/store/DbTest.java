package org.bongsu.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.bongsu.id.UserId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DbTest {
  @TempDir Path directory;
  private Db db;

  @BeforeEach
  void open() {
    db = new ShardFile(directory.resolve("000.db")).openWriter();
    db.execute("CREATE TABLE kind (id INTEGER PRIMARY KEY, number INTEGER, text TEXT, bytes BLOB)");
  }

  @AfterEach
  void close() {
    db.close();
  }

  private int insert(long id, Object... values) {
    return db.update("INSERT INTO kind VALUES (?, ?, ?, ?)", id, values[0], values[1], values[2]);
  }

  @Test
  void whatWasWrittenIsRead() {
    assertEquals(1, insert(1, 1L << 40, "봉수 🔥", new byte[] {0, -1}));
    insert(2, true, new UserId("@soonbok:localhost"), new byte[] {7});
    List<String> texts = db.list("SELECT text FROM kind ORDER BY id", row -> row.getString(1));
    assertEquals(List.of("봉수 🔥", "@soonbok:localhost"), texts);
    assertEquals(OptionalLong.of(1L << 40), db.number("SELECT number FROM kind WHERE id = ?", 1));
    assertEquals(1, db.one("SELECT number FROM kind WHERE id = 2", r -> r.getInt(1)).orElseThrow());
    byte[] bytes =
        db.one("SELECT bytes FROM kind WHERE text = ?", row -> row.getBytes(1), "봉수 🔥")
            .orElseThrow();
    assertArrayEquals(new byte[] {0, -1}, bytes);
    assertEquals(2, db.update("UPDATE kind SET number = ?", 3));
  }

  @Test
  void nullIsNotZero() {
    insert(1, null, null, null);
    assertEquals(OptionalLong.empty(), db.number("SELECT number FROM kind"));
    assertEquals(Optional.empty(), db.text("SELECT text FROM kind"));
    assertTrue(
        db.one(
                "SELECT number, text, bytes FROM kind",
                row -> {
                  assertNull(row.getNullableLong(1));
                  assertNull(row.getString(2));
                  assertNull(row.getBytes(3));
                  return row.isNull(3);
                })
            .orElseThrow());
    assertFalse(db.exists("SELECT 1 FROM kind WHERE id = ?", 2));
    assertEquals(List.of(), db.list("SELECT id FROM kind WHERE id = ?", r -> r.getLong(1), 2));
  }

  @Test
  void transactionsAreTheCallersOwn() {
    db.control("BEGIN IMMEDIATE");
    insert(1, 1, "a", null);
    insert(2, 2, "b", null);
    db.control("ROLLBACK");
    assertEquals(OptionalLong.of(0), db.number("SELECT COUNT(*) FROM kind"));
    insert(3, 3, "c", null);
    try (Db other = new ShardFile(directory.resolve("000.db")).openReader()) {
      assertEquals(OptionalLong.of(3), other.number("SELECT id FROM kind"));
    }
  }

  @Test
  void aStatementThatFailedIsTakenAgain() {
    insert(1, 1, "a", null);
    assertThrows(StoreDefect.class, () -> insert(1, 2, "b", null));
    insert(2, 2, "b", null);
    String all = "SELECT id FROM kind ORDER BY id";
    assertThrows(
        IllegalStateException.class,
        () ->
            db.list(
                all,
                row -> {
                  throw new IllegalStateException("as it happens");
                }));
    assertEquals(List.of(1L, 2L), db.list(all, row -> row.getLong(1)));
    assertEquals(Optional.of(1L), db.one(all, row -> row.getLong(1)));
    insert(3, 3, "c", null); // no open read blocks it
  }
}
