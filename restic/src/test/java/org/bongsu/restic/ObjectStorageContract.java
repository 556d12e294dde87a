package org.bongsu.restic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every storage does. */
abstract class ObjectStorageContract {
  /** A storage with nothing in it. */
  abstract ObjectStorage storage();

  private static Map<String, Long> listed(ObjectStorage storage, String directory) {
    Map<String, Long> objects = new TreeMap<>();
    storage.list(directory, objects::put);
    return objects;
  }

  @Test
  void objectsAreReadListedAndDeleted() {
    try (ObjectStorage storage = storage()) {
      assertEquals(Map.of(), listed(storage, ""));
      assertEquals(Map.of(), listed(storage, "data"));
      byte[] content = Fixture.random(1, 100_000);
      ByteBuffer part = ByteBuffer.wrap(content, 10, 1000);
      storage.put("data/ab/object", part);
      assertEquals(1000, part.remaining(), "can be put again");
      storage.put("data/ab/object", ByteBuffer.wrap(content));
      storage.put("data/cd/empty", ByteBuffer.allocate(0));
      storage.put("database", ByteBuffer.wrap(content, 0, 5));
      assertArrayEquals(content, storage.get("data/ab/object"));
      assertArrayEquals(
          java.util.Arrays.copyOfRange(content, 1000, 1010),
          storage.get("data/ab/object", 1000, 10));
      assertEquals(10, storage.get("data/ab/object", 99_990, 100).length);
      assertEquals(0, storage.get("data/ab/object", 100_000, 100).length);
      assertEquals(0, storage.get("data/ab/object", 1000, 0).length);
      assertEquals(0, storage.get("data/cd/empty").length);
      assertEquals(
          Map.of("data/ab/object", 100_000L, "data/cd/empty", 0L), listed(storage, "data"));
      assertEquals(3, listed(storage, "").size());
      assertTrue(storage.exists("database"));
      storage.delete("database");
      storage.delete("database");
      assertFalse(storage.exists("database"));
      assertThrows(NoSuchObject.class, () -> storage.get("database"));
      assertThrows(NoSuchObject.class, () -> storage.get("database", 0, 10));
    }
  }

  @Test
  void manyObjectsAreListed() {
    try (ObjectStorage storage = storage()) {
      for (int i = 0; i < 1100; i++) {
        storage.put("index/" + i, ByteBuffer.allocate(1));
      }
      assertEquals(1100, listed(storage, "index").size());
    }
  }
}
