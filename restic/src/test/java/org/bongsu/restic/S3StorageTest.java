package org.bongsu.restic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class S3StorageTest extends ObjectStorageContract {
  private S3Service service;

  @BeforeEach
  void start() throws Exception {
    service = new S3Service();
  }

  @AfterEach
  void stop() throws Exception {
    service.stop();
  }

  @Override
  ObjectStorage storage() {
    return ObjectStorage.open(service.location(), service.access());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aServiceThatFailsIsAnOutageAndNothingIsHalfThere(FaultyRelay.Fault fault) {
    try (ObjectStorage storage = service.impatientStorage()) {
      byte[] content = Fixture.random(1, 5_000_000);
      storage.put("data/ab/first", ByteBuffer.wrap(content));
      service.relay.set(fault);
      int before = service.relay.connections();
      assertThrows(
          StorageUnavailable.class, () -> storage.put("data/ab/second", ByteBuffer.wrap(content)));
      int attempts = service.relay.connections() - before;
      assertTrue(attempts >= 2 && attempts <= 6, "tried again, but not for ever: " + attempts);
      if (fault != FaultyRelay.Fault.CUT) {
        assertThrows(StorageUnavailable.class, () -> storage.get("data/ab/first"));
        assertThrows(StorageUnavailable.class, () -> storage.exists("data/ab/first"));
        assertThrows(StorageUnavailable.class, () -> storage.list("", (name, size) -> {}));
        assertThrows(StorageUnavailable.class, () -> storage.delete("data/ab/first"));
      }
      service.relay.set(FaultyRelay.Fault.NONE);
      assertFalse(storage.exists("data/ab/second"));
      storage.put("data/ab/second", ByteBuffer.wrap(content));
      assertArrayEquals(content, storage.get("data/ab/second"));
      assertArrayEquals(content, storage.get("data/ab/first"));
    }
  }

  @Test
  void aBucketOrServiceThatIsNotThereIsAnOutage() throws Exception {
    try (ObjectStorage storage = ObjectStorage.open("s3://elsewhere/x", service.access())) {
      assertThrows(StorageUnavailable.class, () -> storage.put("x", ByteBuffer.allocate(1)));
      assertThrows(StorageUnavailable.class, () -> storage.list("", (name, size) -> {}));
    }
    S3Access wrong = new S3Access(service.access().endpoint(), "us-east-1", "tester", "?", true);
    try (ObjectStorage storage = ObjectStorage.open(service.location(), wrong)) {
      StorageUnavailable e =
          assertThrows(StorageUnavailable.class, () -> storage.put("x", ByteBuffer.allocate(1)));
      assertTrue(e.getMessage().contains("403"), e.getMessage());
    }
    service.relay.close();
    try (ObjectStorage storage = storage()) {
      assertThrows(StorageUnavailable.class, () -> storage.get("x"));
    }
  }

  @Test
  void bucketsNeedAnAccessAndAName() {
    assertThrows(IllegalArgumentException.class, () -> ObjectStorage.open("s3://bucket", null));
    assertThrows(
        IllegalArgumentException.class, () -> ObjectStorage.open("s3:///x", service.access()));
    assertFalse(
        new S3Access(URI.create("http://localhost"), "r", "key", "hidden", true)
            .toString()
            .contains("hidden"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aRepositoryGoesOnAfterAnOutage(FaultyRelay.Fault fault, @TempDir Path folder) {
    try (Repository repository = Fixture.create(service.impatientStorage(), folder)) {
      repository.lock();
      Map<String, byte[]> files = Map.of("a", Fixture.random(1, 1_000_000));
      SnapshotId first =
          repository.save(Fixture.snapshot(Fixture.saveFiles(repository, files, 300_000)));
      Map<String, byte[]> more = Map.of("b", Fixture.random(2, 1_000_000));
      BlobId tree = Fixture.saveFiles(repository, more, 300_000);
      service.relay.set(fault);
      assertThrows(StorageUnavailable.class, () -> repository.save(Fixture.snapshot(tree)));
      assertThrows(StorageUnavailable.class, repository::flush);
      service.relay.set(FaultyRelay.Fault.NONE);
      SnapshotId second = repository.save(Fixture.snapshot(tree));
      CheckReport report = repository.check(true);
      assertEquals(List.of(), report.problems());
      assertEquals(0, report.unusedPacks(), "a pack is written again under the same name");
      assertEquals(
          java.util.Set.of(first, second),
          repository.snapshots().stream()
              .map(Snapshot::id)
              .collect(java.util.stream.Collectors.toSet()));
      assertArrayEquals(more.get("b"), Fixture.readFiles(repository, tree).get("b"));
    }
  }
}
