package org.bongsu.restic;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * The objects in {@code locks}. Whoever wants a lock looks for others that exclude it, writes its
 * own, waits a moment, and looks again: of two that do so at the same time, at least one sees the
 * other.
 */
final class Locks {
  private static final String DIRECTORY = "locks";

  private final ObjectStorage storage;
  private final SealedJson json;
  private final Settling settling;

  /** Ids of the locks of this repository object, which do not exclude each other. */
  private final Set<String> own = new HashSet<>();

  /**
   * The clock, and how long to wait before looking again; restic waits 0.2 s.
   *
   * @param pause long enough for an object that was put before to be listed
   */
  record Settling(InstantSource clock, Duration pause) {
    static final Settling DEFAULT = new Settling(InstantSource.system(), Duration.ofMillis(200));
  }

  Locks(ObjectStorage storage, SealedJson json, Settling settling) {
    this.storage = storage;
    this.json = json;
    this.settling = settling;
  }

  Instant now() {
    return settling.clock.instant();
  }

  /**
   * Takes a lock.
   *
   * @throws RepositoryLocked if others exclude it
   */
  RepositoryLock acquire(boolean exclusive) {
    requireNone(exclusive);
    RepositoryLock lock = new RepositoryLock(this, exclusive);
    try {
      settle();
      requireNone(exclusive);
      return lock;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void settle() {
    try {
      Thread.sleep(settling.pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageUnavailable("interrupted while taking a lock", e);
    }
  }

  private void requireNone(boolean exclusive) {
    List<LockHolder> holders =
        others().stream().filter(holder -> exclusive || holder.exclusive()).toList();
    if (!holders.isEmpty()) {
      throw new RepositoryLocked(holders);
    }
  }

  /** Who else holds a lock. Stale locks are removed on the way, empty ones ignored. */
  private List<LockHolder> others() {
    List<String> ids = new ArrayList<>();
    storage.list(
        DIRECTORY,
        (name, size) -> {
          String id = ObjectNames.id(name);
          if (id != null && size > 0 && !own.contains(id)) {
            ids.add(id);
          }
        });
    List<LockHolder> holders = new ArrayList<>();
    for (String id : ids) {
      try {
        LockHolder holder = decode(json.load(DIRECTORY, id));
        if (isStale(holder)) {
          remove(id);
        } else {
          holders.add(holder);
        }
      } catch (NoSuchObject releasedMeanwhile) {
        continue;
      }
    }
    return holders;
  }

  /** As restic has it: too old, or of a process of this machine that has ended. */
  private boolean isStale(LockHolder holder) {
    return holder.time().isBefore(now().minus(RepositoryLock.STALE_AFTER))
        || (holder.hostname().equals(ThisProcess.HOSTNAME)
            && ProcessHandle.of(holder.pid()).isEmpty());
  }

  private static LockHolder decode(JsonNode json) {
    try {
      return new LockHolder(
          OffsetDateTime.parse(json.path("time").asString("")).toInstant(),
          json.path("exclusive").asBoolean(false),
          json.path("hostname").asString(""),
          json.path("username").asString(""),
          json.path("pid").asLong(-1));
    } catch (DateTimeException e) {
      throw new RepositoryDamaged("a lock has no time", e);
    }
  }

  /** Writes a lock of this process; returns its id. */
  String write(Instant time, boolean exclusive) {
    SealedJson.Sealed sealed =
        json.seal(
            Json.bytes(
                Json.object()
                    .put("time", time.toString())
                    .put("exclusive", exclusive)
                    .put("hostname", ThisProcess.HOSTNAME)
                    .put("username", ThisProcess.USERNAME)
                    .put("pid", ThisProcess.PID)));
    own.add(sealed.id());
    json.put(DIRECTORY, sealed);
    return sealed.id();
  }

  boolean exists(String id) {
    return storage.exists(DIRECTORY + "/" + id);
  }

  void remove(String id) {
    storage.delete(DIRECTORY + "/" + id);
    own.remove(id);
  }
}
