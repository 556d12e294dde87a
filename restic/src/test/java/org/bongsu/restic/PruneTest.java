package org.bongsu.restic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruneTest {
  private static final PruneLimits NO_REWRITES = new PruneLimits(100, 0, 1 << 30);

  @TempDir Path folder;
  private ObjectStorage storage;
  private Repository repository;
  private Instant time = Fixture.TIME;
  private final Map<String, byte[]> files = new TreeMap<>();

  @BeforeEach
  void create() {
    storage = ObjectStorage.open(folder.resolve("repository").toString(), null);
    repository = Fixture.create(storage, folder);
    repository.lock();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private SnapshotId save() {
    BlobId tree = Fixture.saveFiles(repository, files, 10_000);
    time = time.plusSeconds(1);
    return repository.save(Snapshot.of(time, tree, List.of("/bongsu")));
  }

  private void put(String name, int seed, int length) {
    files.put(name, Fixture.random(seed, length));
  }

  private PruneResult.Pruned prune(PruneLimits limits) {
    PruneResult.Pruned pruned =
        assertInstanceOf(PruneResult.Pruned.class, repository.prune(limits));
    CheckReport report = repository.check(true);
    assertEquals(List.of(), report.problems());
    assertEquals(0, report.unusedPacks());
    return pruned;
  }

  private int count(String directory) {
    int[] count = {0};
    storage.list(directory, (name, size) -> count[0]++);
    return count[0];
  }

  private void assertLatestIsIntact() {
    Map<String, byte[]> read =
        Fixture.readFiles(repository, repository.snapshots().getLast().tree());
    assertEquals(files.keySet(), read.keySet());
    files.forEach((name, content) -> assertArrayEquals(content, read.get(name), name));
  }

  @Test
  void packsOfWhichNothingIsUsedAreDeleted() {
    put("a", 1, 50_000);
    SnapshotId first = save();
    put("a", 2, 50_000);
    save();
    assertEquals(new PruneResult.Pruned(0, 0, 0, 0, 2), prune(NO_REWRITES), "only two indexes");
    assertEquals(1, count("index"));
    repository.forget(first);
    PruneResult.Pruned pruned = prune(NO_REWRITES);
    assertEquals(2, pruned.packsDeleted());
    assertTrue(pruned.bytesDeleted() > 50_000 && pruned.bytesDeleted() < 52_000, pruned.toString());
    assertEquals(0, pruned.packsRewritten());
    assertEquals(2, count("data"));
    assertLatestIsIntact();
    assertEquals(new PruneResult.Pruned(0, 0, 0, 0, 0), prune(PruneLimits.DEFAULT), "again");
  }

  @Test
  void packsThatAreMostlyUnusedAreRewritten() {
    for (int i = 0; i < 10; i++) {
      put("file" + i, i, 100_000);
    }
    SnapshotId first = save();
    files.keySet().removeIf(name -> !name.equals("file3"));
    put("new", 50, 1000);
    save();
    repository.forget(first);
    PruneResult.Pruned pruned = prune(new PruneLimits(50, 0, 1 << 30));
    assertEquals(1, pruned.packsRewritten());
    assertTrue(
        pruned.bytesWritten() > 100_000 && pruned.bytesWritten() < 110_000, pruned.toString());
    assertLatestIsIntact();
    assertEquals(0, repository.check(false).unusedBlobs());
  }

  @Test
  void smallPacksArePutTogetherUpToALimit() {
    for (int i = 0; i < 20; i++) {
      put("file" + i, i, 50_000);
      save();
    }
    assertEquals(40, count("data"));
    PruneResult.Pruned some = prune(new PruneLimits(100, 1 << 20, 300_000));
    assertTrue(some.bytesWritten() < 310_000 && some.packsRewritten() > 3, some.toString());
    prune(new PruneLimits(100, 1 << 20, 1 << 30));
    assertTrue(count("data") <= 3, "data, trees, and perhaps one that was full: " + count("data"));
    assertEquals(1, count("index"));
    assertEquals(20, repository.snapshots().size());
    assertLatestIsIntact();
    assertEquals(0, prune(new PruneLimits(100, 2 << 20, 1 << 30)).packsRewritten(), "alone");
  }

  @Test
  void leftoversAreRemoved() {
    put("a", 1, 1000);
    save();
    String name = ObjectNames.pack("ab".repeat(32));
    storage.put(name, ByteBuffer.allocate(10));
    storage.put(name + "-tmp-123", ByteBuffer.allocate(10));
    storage.put("data/ab/somebody's file", ByteBuffer.allocate(10));
    assertEquals(1, prune(NO_REWRITES).packsDeleted());
    assertEquals(3, count("data"), "what is not restic's stays");
  }

  @Test
  void whatWasSavedAndNotFlushedIsKept() {
    put("a", 1, 1000);
    BlobId tree = Fixture.saveFiles(repository, files, 1000);
    prune(NO_REWRITES);
    assertEquals(0, count("data"), "no snapshot uses it");
    save();
    assertLatestIsIntact();
    assertEquals(tree, repository.snapshots().getFirst().tree());
  }

  /** The same blob in two packs, as two writers make it. */
  @Test
  void ofBlobsThatAreThereTwiceOneStays() {
    put("a", 1, 30_000);
    repository.hasData(BlobId.of(files.get("a"), 0, 1)); // reads the indexes
    try (Repository other =
        Repository.open(storage, Fixture.PASSWORD, folder.resolve("other"), Fixture.SETTLING)) {
      RepositoryLock lock = other.lock();
      other.save(Fixture.snapshot(Fixture.saveFiles(other, files, 10_000)));
      save();
      lock.close();
    }
    assertEquals(4, count("data"));
    assertEquals(2, prune(NO_REWRITES).packsDeleted());
    assertLatestIsIntact();
  }
}
