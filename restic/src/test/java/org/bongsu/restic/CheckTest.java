package org.bongsu.restic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is damaged is found, named, and keeps prune from deleting anything. */
class CheckTest {
  @TempDir Path folder;
  private ObjectStorage storage;
  private Repository repository;
  private String dataPack;
  private String treePack;

  @BeforeEach
  void save() {
    storage = ObjectStorage.open(folder.resolve("repository").toString(), null);
    repository = Fixture.create(storage, folder);
    repository.lock();
    Map<String, byte[]> files =
        Map.of("a", Fixture.random(1, 20_000), "b", Fixture.random(2, 5_000));
    repository.save(Fixture.snapshot(Fixture.saveFiles(repository, files, 10_000)));
    Map<Long, String> packs = new TreeMap<>();
    storage.list("data", (name, size) -> packs.put(size, name));
    treePack = packs.values().toArray(String[]::new)[0];
    dataPack = packs.values().toArray(String[]::new)[1];
    assertEquals(List.of(), repository.check(true).problems());
    assertEquals(new CheckReport(List.of(), 0, 1, 2, 4, 0, 0), repository.check(false));
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private static String idOf(String name) {
    return String.valueOf(ObjectNames.id(name));
  }

  private String only(String directory) {
    String[] found = new String[1];
    storage.list(directory, (name, size) -> found[0] = name);
    return found[0];
  }

  private void alter(String name, int at) {
    byte[] bytes = storage.get(name);
    bytes[Math.floorMod(at, bytes.length)] ^= 1;
    storage.put(name, ByteBuffer.wrap(bytes));
  }

  private void truncate(String name, int by) {
    byte[] bytes = storage.get(name);
    storage.put(name, ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length - by)));
  }

  /** There is a problem with all of these words; prune deletes nothing if it must notice. */
  private void assertProblem(boolean readData, boolean pruneNotices, String... words) {
    CheckReport report = repository.check(readData);
    assertTrue(
        report.problems().stream()
            .anyMatch(problem -> Arrays.stream(words).allMatch(problem::contains)),
        () -> Arrays.toString(words) + " in " + report.problems());
    if (pruneNotices) {
      Map<String, Long> before = objects();
      assertThrows(
          RepositoryDamaged.class, () -> repository.prune(new PruneLimits(0, 1 << 20, 1 << 30)));
      assertEquals(before, objects());
    }
  }

  private Map<String, Long> objects() {
    Map<String, Long> objects = new TreeMap<>();
    storage.list("", objects::put);
    return objects;
  }

  @Test
  void aByteInData() {
    alter(dataPack, 100);
    assertEquals(List.of(), repository.check(false).problems(), "without reading data");
    assertProblem(true, false, "pack " + idOf(dataPack), "another hash");
    assertProblem(true, false, "pack " + idOf(dataPack), "data blob", "is damaged");
    BlobId tree = repository.snapshots().getFirst().tree();
    assertThrows(RepositoryDamaged.class, () -> Fixture.readFiles(repository, tree));
  }

  @Test
  void aByteInATree() {
    alter(treePack, 20);
    assertProblem(false, true, "tree ", "is damaged in pack " + idOf(treePack));
  }

  @Test
  void aByteInAHeader() {
    alter(dataPack, -10);
    assertProblem(false, false, "pack " + idOf(dataPack), "header");
    alter(dataPack, -10);
    alter(dataPack, -2);
    assertProblem(false, false, "pack " + idOf(dataPack), "header");
  }

  @Test
  void aPackThatIsShortEmptyOrMissing() {
    truncate(dataPack, 1);
    assertProblem(false, false, "pack " + idOf(dataPack), "bytes, but the index says");
    storage.put(dataPack, ByteBuffer.allocate(0));
    assertProblem(false, false, "pack " + idOf(dataPack), "bytes, but the index says");
    storage.delete(dataPack);
    assertProblem(false, true, "pack " + idOf(dataPack) + " is missing; 3 blobs");
  }

  @Test
  void anIndexThatIsAlteredShortOrMissing() {
    String index = only("index");
    byte[] intact = storage.get(index);
    alter(index, 40);
    assertProblem(false, true, "index " + idOf(index), "another hash");
    storage.put(index, ByteBuffer.wrap(intact));
    truncate(index, 5);
    assertProblem(false, true, "index " + idOf(index), "another hash");
    storage.delete(index);
    assertProblem(false, true, "tree ", "no index has it");
    assertEquals(2, repository.check(false).unusedPacks());
  }

  /** With a right name, but written with another key, or no index. */
  @Test
  void anIndexOfSomebodyElse() {
    SealedJson.Sealed other = new SealedJson(storage, MasterKey.random()).seal(Fixture.utf8("{}"));
    storage.put("index/" + other.id(), ByteBuffer.wrap(other.bytes()));
    assertProblem(false, true, "index " + other.id(), "key");
  }

  @Test
  void aSnapshotThatIsAltered() {
    String snapshot = only("snapshots");
    alter(snapshot, 30);
    assertProblem(false, true, snapshot, "another hash");
    assertThrows(RepositoryDamaged.class, repository::snapshots);
  }

  @Test
  void aFileWhoseSizeIsWrong() {
    BlobId id = repository.saveData(new byte[] {1, 2, 3}, 0, 3);
    Node wrong = Node.file("wrong", Fixture.TIME, 4, List.of(id));
    repository.save(Fixture.snapshot(repository.saveTree(new Tree(List.of(wrong)))));
    assertProblem(false, false, "\"wrong\" should have 4 bytes, but its blobs have 3");
  }

  @Test
  void unusedBlobsAndPacksAreCountedButNoProblem() {
    repository.saveData(new byte[] {1}, 0, 1);
    repository.flush();
    storage.put(ObjectNames.pack("ab".repeat(32)), ByteBuffer.allocate(100));
    assertEquals(new CheckReport(List.of(), 0, 1, 3, 5, 1, 1), repository.check(true));
  }

  /** Backups go on: what the damaged index listed is saved again. */
  @Test
  void aDamagedIndexDoesNotStopBackups() {
    alter(only("index"), 40);
    try (Repository opened =
        Repository.open(storage, Fixture.PASSWORD, folder.resolve("new cache"), Fixture.SETTLING)) {
      opened.lock();
      Map<String, byte[]> files = Map.of("a", Fixture.random(1, 20_000));
      BlobId tree = Fixture.saveFiles(opened, files, 10_000);
      opened.save(Fixture.snapshot(tree));
      assertEquals(1, Fixture.readFiles(opened, tree).size());
    }
  }
}
