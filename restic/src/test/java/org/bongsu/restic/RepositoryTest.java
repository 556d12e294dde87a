package org.bongsu.restic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {
  @TempDir Path folder;
  private Repository repository;

  @BeforeEach
  void create() {
    repository = Fixture.create(storage(), folder);
    repository.lock();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private ObjectStorage storage() {
    return ObjectStorage.open(folder.resolve("repository").toString(), null);
  }

  private void reopen() {
    repository.close();
    repository = Fixture.open(storage(), folder);
    repository.lock();
  }

  private List<String> objects(String directory) {
    List<String> names = new ArrayList<>();
    storage().list(directory, (name, size) -> names.add(name));
    return names;
  }

  @Test
  void equalDataIsStoredOnce() {
    byte[] content = Fixture.random(1, 10_000);
    BlobId id = repository.saveData(content, 0, content.length);
    assertEquals(id, repository.saveData(content, 0, content.length));
    assertTrue(repository.hasData(id));
    assertArrayEquals(content, repository.load(id), "also before it is written");
    assertEquals(List.of(), objects("data"));
    repository.flush();
    repository.flush();
    assertEquals(1, objects("data").size());
    assertEquals(1, objects("index").size());
    assertArrayEquals(content, repository.load(id));
    reopen();
    assertTrue(repository.hasData(id));
    repository.saveData(content, 0, content.length);
    repository.flush();
    assertEquals(1, objects("data").size());
  }

  @Test
  void packsAreFilledToTheirSizeAndTreesHavePacksOfTheirOwn() {
    byte[] content = Fixture.random(1, 40 << 20);
    Node node = Fixture.saveFile(repository, "big", content, 1 << 20);
    repository.save(Fixture.snapshot(repository.saveTree(new Tree(List.of(node)))));
    List<Long> sizes = new ArrayList<>();
    storage().list("data", (name, size) -> sizes.add(size));
    assertEquals(4, sizes.size(), "three of data, one of the tree: " + sizes);
    assertTrue(
        sizes.stream().allMatch(size -> size < Repository.PACK_BYTES + (64 << 10)), "" + sizes);
    assertArrayEquals(content, Fixture.readFile(repository, node));
  }

  @Test
  void manySmallBlobsAreListedBeforeTheFlush() throws IOException {
    byte[] bytes = new byte[4];
    for (int i = 0; i < Repository.PENDING_BLOBS_MAX + 2 * PackBuilder.BLOBS_MAX; i++) {
      repository.saveData(ByteBuffer.wrap(bytes).putInt(i).array(), 0, 4);
    }
    assertEquals(1, objects("index").size(), "memory is bounded without flushes");
    repository.flush();
    assertEquals(2, objects("index").size());
    deleteCache();
    assertEquals(List.of(), repository.check(true).problems());
    assertTrue(repository.hasData(BlobId.of(new byte[4], 0, 4)));
  }

  private void deleteCache() throws IOException {
    repository.close();
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    repository = Fixture.open(storage(), folder);
    repository.lock();
  }

  @Test
  void theCacheMayBeDeletedOrDamaged() throws IOException {
    BlobId id = repository.saveData(new byte[] {1}, 0, 1);
    repository.flush();
    deleteCache();
    assertArrayEquals(new byte[] {1}, repository.load(id));
    repository.close();
    Path cache = folder.resolve("cache").resolve(repository.id() + ".sqlite");
    Files.write(cache, Fixture.random(1, 50_000));
    repository = Fixture.open(storage(), folder);
    assertArrayEquals(new byte[] {1}, repository.load(id));
  }

  @Test
  void whatSomebodyElsePrunedIsNotThoughtToBeThere() {
    BlobId id = repository.saveData(new byte[] {1}, 0, 1);
    repository.flush();
    RepositoryLock lock = repository.lock();
    lock.close();
    Path elsewhere = folder.resolve("elsewhere");
    reopenWithoutLocks();
    try (Repository other =
        Repository.open(storage(), Fixture.PASSWORD, elsewhere, Fixture.SETTLING)) {
      assertEquals(1, ((PruneResult.Pruned) other.prune(PruneLimits.DEFAULT)).packsDeleted());
    }
    repository.lock();
    assertFalse(repository.hasData(id));
    repository.saveData(new byte[] {1}, 0, 1);
    repository.flush();
    assertEquals(1, objects("data").size());
  }

  private void reopenWithoutLocks() {
    objects("locks").forEach(name -> storage().delete(name));
  }

  @Test
  void whatIsNoRepositoryIsSaid() throws IOException {
    Path nothing = folder.resolve("nothing");
    ObjectStorage empty = ObjectStorage.open(nothing.toString(), null);
    assertThrows(NoRepository.class, () -> Fixture.open(empty, folder));
    Files.createDirectories(nothing);
    Files.writeString(nothing.resolve("letter.txt"), "dear");
    StorageNotEmpty e = assertThrows(StorageNotEmpty.class, () -> Fixture.create(empty, folder));
    assertTrue(e.getMessage().contains("letter.txt"), e.getMessage());
    assertThrows(StorageNotEmpty.class, () -> Fixture.create(storage(), folder));
    assertThrows(
        WrongPassword.class,
        () -> Repository.open(storage(), "wrong".toCharArray(), folder, Fixture.SETTLING));
    byte[] config = storage().get("config");
    config[20] ^= 1;
    storage().put("config", ByteBuffer.wrap(config));
    assertThrows(RepositoryDamaged.class, () -> Fixture.open(storage(), folder));
  }

  @Test
  void treesAndSnapshotsReferOnlyToWhatIsThere() {
    BlobId unknown = BlobId.of(new byte[] {9}, 0, 1);
    Instant time = Fixture.TIME;
    for (Node node :
        List.of(
            Node.file("a", time, 1, List.of(unknown)),
            Node.directory("a", time, unknown),
            new Node("a", Node.Type.OTHER, 0, time, 0, 0, 0, List.of(), null))) {
      assertThrows(
          IllegalArgumentException.class, () -> repository.saveTree(new Tree(List.of(node))));
    }
    assertThrows(IllegalArgumentException.class, () -> repository.save(Fixture.snapshot(unknown)));
    assertThrows(
        IllegalArgumentException.class,
        () -> repository.saveData(new byte[0], 0, Repository.BLOB_BYTES_MAX + 1));
    assertEquals(List.of(), objects("snapshots"));
  }

  @Test
  void snapshotsAreListedOldestFirstAndForgotten() {
    BlobId tree = repository.saveTree(new Tree(List.of()));
    SnapshotId late =
        repository.save(Snapshot.of(Fixture.TIME.plusSeconds(1), tree, List.of("/b")));
    Snapshot first =
        new Snapshot(
            null,
            Fixture.TIME,
            tree,
            List.of("/a"),
            "host",
            "user",
            List.of("x", "y"),
            late,
            late,
            "bongsu 1",
            Map.of("key", "값"));
    SnapshotId early = repository.save(first);
    List<Snapshot> snapshots = repository.snapshots();
    assertEquals(List.of(early, late), snapshots.stream().map(Snapshot::id).toList());
    Snapshot read = snapshots.getFirst();
    assertEquals(
        new Snapshot(
            early,
            first.time(),
            tree,
            first.paths(),
            "host",
            "user",
            first.tags(),
            late,
            late,
            "bongsu 1",
            first.annotations()),
        read);
    repository.forget(early);
    repository.forget(early);
    assertEquals(1, repository.snapshots().size());
  }

  @Test
  void aPaceLetsBurstsOfOneSecondThrough() {
    Pace pace = Pace.of(1000);
    long now = System.nanoTime() + 10_000_000_000L;
    assertEquals(0, pace.reserve(500, now));
    assertEquals(0, pace.reserve(500, now));
    assertEquals(0, pace.reserve(3000, now));
    assertEquals(3_000_000_000L, pace.reserve(1, now));
    assertEquals(0, Pace.of(0).reserve(Long.MAX_VALUE, now));
    assertThrows(IllegalArgumentException.class, () -> Pace.of(-1));
  }
}
