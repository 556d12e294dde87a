package org.bongsu.restic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The process dies at each change of the storage in turn, while it saves, forgets and prunes. What
 * was saved before must be complete afterwards, and work must go on, also with the old cache.
 */
class CrashTest {
  private static final int CHANGES_MAX = 400;

  /** By then the locks of the process that died are stale. */
  private static final Locks.Settling LATER =
      new Locks.Settling(
          InstantSource.offset(InstantSource.system(), Duration.ofHours(1)), Duration.ZERO);

  @TempDir Path folder;

  /** What was acknowledged: the files of each snapshot that is not forgotten. */
  private final Map<SnapshotId, Map<String, byte[]>> saved = new LinkedHashMap<>();

  /** Snapshots whose saving or forgetting was not acknowledged. */
  private int undecided;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingThatWasSavedIsLost(boolean lastHappens) throws Exception {
    int crash = 1;
    while (crashesAt(crash, lastHappens)) {
      crash++;
      assertTrue(crash < CHANGES_MAX, "ends");
    }
    assertTrue(crash > 30, "was tried at each of the changes, not only " + crash);
  }

  private boolean crashesAt(int change, boolean lastHappens) throws Exception {
    saved.clear();
    undecided = 0;
    Path here = Files.createDirectory(folder.resolve(lastHappens + "-" + change));
    String place = here.resolve("repository").toString();
    Fixture.create(ObjectStorage.open(place, null), here).close();
    ObjectStorage failing =
        new FailingStorage(ObjectStorage.open(place, null), change, lastHappens);
    boolean crashed = false;
    try (Repository repository = Fixture.open(failing, here)) {
      work(repository);
    } catch (StorageUnavailable died) {
      crashed = true;
    }
    try (Repository repository =
        Repository.open(
            ObjectStorage.open(place, null), Fixture.PASSWORD, here.resolve("cache"), LATER)) {
      check(repository, change);
      work(repository);
      undecided = 0;
      check(repository, change);
      PruneResult again = repository.prune(PruneLimits.DEFAULT);
      assertInstanceOf(PruneResult.Pruned.class, again);
      CheckReport report = check(repository, change);
      assertEquals(0, report.unusedPacks(), "leftovers are removed by the next prune");
    }
    return crashed;
  }

  private void work(Repository repository) {
    repository.lock();
    Map<String, byte[]> files = new LinkedHashMap<>();
    List<SnapshotId> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      files.put("file" + i, Fixture.random(i + saved.size(), 2000));
      files.put("folder/changing", Fixture.random(100 + i + saved.size(), 3000));
      undecided++;
      SnapshotId id = repository.save(Fixture.snapshot(Fixture.saveFiles(repository, files, 1000)));
      undecided--;
      saved.put(id, new LinkedHashMap<>(files));
      ids.add(id);
    }
    for (SnapshotId id : ids.subList(0, 2)) {
      undecided++;
      saved.remove(id);
      repository.forget(id);
      undecided--;
    }
    assertInstanceOf(
        PruneResult.Pruned.class, repository.prune(new PruneLimits(0, 1 << 20, 1 << 30)));
  }

  private CheckReport check(Repository repository, int change) {
    CheckReport report = repository.check(true);
    assertEquals(List.of(), report.problems(), "after a crash at change " + change);
    Set<SnapshotId> there =
        repository.snapshots().stream().map(Snapshot::id).collect(Collectors.toSet());
    assertTrue(there.containsAll(saved.keySet()), "after a crash at change " + change);
    for (Snapshot snapshot : repository.snapshots()) {
      Map<String, byte[]> files = saved.get(snapshot.id());
      Map<String, byte[]> read = Fixture.readFiles(repository, snapshot.tree());
      if (files != null) {
        assertEquals(files.keySet(), read.keySet());
        files.forEach((name, content) -> assertArrayEquals(content, read.get(name), name));
      }
    }
    return report;
  }
}
