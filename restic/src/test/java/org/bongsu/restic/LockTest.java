package org.bongsu.restic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockTest {
  @TempDir Path folder;
  private Instant now = Fixture.TIME;
  private Repository here;
  private Repository there;

  @BeforeEach
  void open() {
    Fixture.create(storage(), folder).close();
    here = open("here");
    there = open("there");
  }

  private Repository open(String cache) {
    return Repository.open(
        storage(),
        Fixture.PASSWORD,
        folder.resolve(cache),
        new Locks.Settling(() -> now, Duration.ZERO));
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private ObjectStorage storage() {
    return ObjectStorage.open(folder.resolve("repository").toString(), null);
  }

  private List<String> locks() {
    List<String> names = new ArrayList<>();
    storage().list("locks", (name, size) -> names.add(name));
    return names;
  }

  /** An exclusive lock of somebody else. */
  private void lockExclusively(String hostname, long pid) {
    MasterKey key = KeyFiles.open(storage(), Fixture.PASSWORD);
    new SealedJson(storage(), key)
        .save(
            "locks",
            Json.object()
                .put("time", now.toString())
                .put("exclusive", true)
                .put("hostname", hostname)
                .put("username", "누구")
                .put("pid", pid));
  }

  @Test
  void severalMayWriteButOnlyOneMayPrune() {
    RepositoryLock mine = here.lock();
    assertInstanceOf(
        PruneResult.Pruned.class, here.prune(PruneLimits.DEFAULT), "beside the own lock");
    RepositoryLock other = there.lock();
    PruneResult.LockedByOthers refused =
        assertInstanceOf(PruneResult.LockedByOthers.class, here.prune(PruneLimits.DEFAULT));
    assertEquals(1, refused.holders().size());
    assertEquals(ThisProcess.PID, refused.holders().getFirst().pid());
    other.close();
    assertInstanceOf(PruneResult.Pruned.class, here.prune(PruneLimits.DEFAULT));
    assertEquals(1, locks().size(), "the exclusive lock is released");
    mine.close();
    mine.close();
    assertEquals(List.of(), locks());
  }

  @Test
  void anExclusiveLockRefusesOthersUntilItIsStale() {
    lockExclusively("elsewhere", 1);
    RepositoryLocked refused = assertThrows(RepositoryLocked.class, here::lock);
    assertTrue(refused.getMessage().contains("누구@elsewhere"), refused.getMessage());
    assertEquals(1, locks().size(), "the refused lock is removed");
    now = now.plus(RepositoryLock.STALE_AFTER).plusSeconds(1);
    here.lock();
    assertEquals(1, locks().size(), "the stale lock is removed");
  }

  @Test
  void aLockOfAProcessThatEndedIsStale() {
    lockExclusively(ThisProcess.HOSTNAME, Integer.MAX_VALUE);
    here.lock();
    assertEquals(1, locks().size());
  }

  @Test
  void aLockIsRefreshedAndMayBeLost() {
    RepositoryLock lock = here.lock();
    List<String> before = locks();
    now = now.plus(RepositoryLock.REFRESH_EVERY);
    lock.refresh();
    assertEquals(1, locks().size());
    assertTrue(!locks().equals(before), "with another time it has another name");
    here.saveData(new byte[] {1}, 0, 1);
    storage().delete(locks().getFirst());
    assertThrows(LockLost.class, lock::refresh);
    assertEquals(List.of(), locks());
    assertThrows(LockLost.class, here::flush);
    here.lock();
    BlobId id = here.saveData(new byte[] {1}, 0, 1);
    here.flush();
    assertEquals(List.of(), here.check(true).problems());
    assertEquals(1, here.load(id).length);
  }

  @Test
  void nothingIsWrittenWithoutALockOrWithAnOldOne() {
    assertThrows(IllegalStateException.class, () -> here.saveData(new byte[1], 0, 1));
    here.lock();
    here.saveData(new byte[1], 0, 1);
    now = now.plus(RepositoryLock.RELIABLE_FOR).plusSeconds(1);
    assertThrows(LockLost.class, here::flush);
    assertThrows(LockLost.class, () -> here.saveData(new byte[2], 0, 2));
  }
}
