package org.bongsu.restic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's restic reads what is written here, and the other way round. */
abstract class InteroperationContract {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  @BeforeAll
  static void needRestic() throws InterruptedException {
    ResticProgram.need();
  }

  /** A place for a repository, with nothing in it; opened again by each call. */
  abstract ObjectStorage storage();

  /** restic on the same place. */
  abstract ResticProgram restic();

  private Repository open() {
    return Fixture.open(storage(), folder);
  }

  private static void assertClean(CheckReport report) {
    assertEquals(List.of(), report.problems());
  }

  private static void assertSameFiles(Map<String, byte[]> expected, Map<String, byte[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((path, content) -> assertArrayEquals(content, actual.get(path), path));
  }

  private static Map<String, byte[]> filesBelow(Path directory) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  private Map<String, byte[]> restored(String snapshot) throws IOException, InterruptedException {
    Path target = Files.createTempDirectory(folder, "restored");
    restic().run("restore", snapshot, "--target", target.toString());
    return filesBelow(target);
  }

  @Test
  void resticChecksListsAndRestoresWhatIsSavedHere() throws Exception {
    Map<String, byte[]> files = Fixture.files();
    SnapshotId id;
    try (Repository repository = Fixture.create(storage(), folder);
        RepositoryLock lock = repository.lock()) {
      lock.refresh();
      id =
          repository.save(
              Fixture.snapshot(Fixture.saveFiles(repository, files, MIB))
                  .taggedWith(List.of("hourly"))
                  .annotatedWith(Map.of("positions", "1,2,3")));
    }
    restic().run("check", "--read-data");
    String listed = restic().run("ls", id.toString());
    assertTrue(listed.contains("/사진/깊은/곳/한 글자"), listed);
    assertEquals("x", restic().run("dump", id.toString(), "/사진/깊은/곳/한 글자"));
    String snapshots = restic().run("snapshots", "--json");
    assertTrue(
        snapshots.contains("\"hourly\"") && snapshots.contains("2026-11-30T10:15:30.1"), snapshots);
    assertSameFiles(files, restored(id.toString()));

    Path target = folder.resolve("once more");
    restic().run("restore", id.toString(), "--target", target.toString());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("인사.txt"))));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("사진"))));
    assertEquals(Fixture.TIME, Files.getLastModifiedTime(target.resolve("인사.txt")).toInstant());
    try (Repository repository = open()) {
      Snapshot snapshot = repository.snapshots().getFirst();
      assertEquals(Map.of("positions", "1,2,3"), snapshot.annotations());
      assertEquals(id, snapshot.id());
      assertSameFiles(files, Fixture.readFiles(repository, snapshot.tree()));
      assertClean(repository.check(true));
    }
  }

  @Test
  void whatResticSavedIsReadAndContinuedHere() throws Exception {
    Map<String, byte[]> files = Fixture.files();
    Path source = folder.resolve("source");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = source.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    Files.createSymbolicLink(source.resolve("link"), Path.of("인사.txt"));
    restic().run("init", "--repository-version", "2");
    restic().run("backup", source.toString());
    files.put("link", new byte[0]);
    SnapshotId added;
    try (Repository repository = open();
        RepositoryLock lock = repository.lock()) {
      lock.refresh();
      Snapshot snapshot = repository.snapshots().getFirst();
      assertEquals(List.of(source.toString()), snapshot.paths());
      BlobId tree = snapshot.tree();
      for (Path part : source) {
        assertEquals(part.toString(), repository.loadTree(tree).nodes().getFirst().name());
        tree = repository.loadTree(tree).nodes().getFirst().subtree();
      }
      assertSameFiles(files, Fixture.readFiles(repository, tree));
      assertClean(repository.check(true));
      files.remove("link");
      files.put("새 파일", Fixture.utf8("added here"));
      added = repository.save(Fixture.snapshot(Fixture.saveFiles(repository, files, MIB)));
    }
    restic().run("check", "--read-data");
    assertSameFiles(files, restored(added.toString()));
    restic().run("prune", "--max-unused", "0");
    try (Repository repository = open()) {
      assertClean(repository.check(true));
    }
  }

  @Test
  void resticFindsNothingWrongAfterPrune() throws Exception {
    Map<String, byte[]> files = Fixture.files();
    SnapshotId last;
    try (Repository repository = Fixture.create(storage(), folder);
        RepositoryLock lock = repository.lock()) {
      SnapshotId first =
          repository.save(Fixture.snapshot(Fixture.saveFiles(repository, files, MIB)));
      for (int i = 0; i < 10; i++) {
        files.put("기록" + i, Fixture.random(100 + i, 50_000));
        repository.saveData(Fixture.random(200 + i, 50_000), 0, 50_000);
        repository.flush();
        Fixture.saveFiles(repository, files, MIB);
        repository.flush();
      }
      files.remove("사진/긴 것.bin");
      last = repository.save(Fixture.snapshot(Fixture.saveFiles(repository, files, MIB)));
      repository.forget(first);
      PruneResult.Pruned pruned =
          assertInstanceOf(PruneResult.Pruned.class, repository.prune(PruneLimits.DEFAULT));
      assertTrue(pruned.bytesDeleted() > 16 * MIB, pruned.toString());
      assertTrue(pruned.indexesReplaced() > 10, pruned.toString());
      lock.refresh();
    }
    restic().run("check", "--read-data");
    assertSameFiles(files, restored(last.toString()));
    try (Repository repository = open()) {
      assertClean(repository.check(true));
      assertEquals(0, repository.check(false).unusedPacks());
    }
  }

  @Test
  void locksAreSeenByBoth() throws Exception {
    restic().run("init", "--repository-version", "2");
    try (Repository repository = open();
        RepositoryLock lock = repository.lock()) {
      lock.refresh();
      ResticProgram.Ended refused = restic().tryRun("prune");
      assertTrue(
          refused.code() != 0 && refused.output().contains("already locked"), refused.output());
      restic().run("snapshots");
    }
    restic().run("prune");
  }
}
