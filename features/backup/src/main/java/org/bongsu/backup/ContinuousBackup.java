package org.bongsu.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bongsu.restic.LockLost;
import org.bongsu.restic.NoRepository;
import org.bongsu.restic.PruneLimits;
import org.bongsu.restic.PruneResult;
import org.bongsu.restic.Repository;
import org.bongsu.restic.RepositoryDamaged;
import org.bongsu.restic.RepositoryLock;
import org.bongsu.restic.RepositoryLocked;
import org.bongsu.restic.StorageNotEmpty;
import org.bongsu.restic.StorageUnavailable;
import org.bongsu.restic.WrongPassword;
import org.bongsu.store.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Writes the ledger of revocations and the backup for as long as this site leads, in a thread of
 * its own: nothing else waits for it, except that revocations wait a little for the ledger ({@link
 * LedgerProgress}). After a failure it opens the repositories again, later each time.
 */
final class ContinuousBackup implements AutoCloseable {
  private static final Duration RETRY_MIN = Duration.ofSeconds(1);
  private static final Duration RETRY_MAX = Duration.ofMinutes(1);

  /** Unused packs are deleted, and the small packs of rounds put together, this often. */
  private static final Duration PRUNE_EVERY = Duration.ofHours(6);

  /** Another site has just begun to lead, or a long round delays this one. */
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(30);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private static final System.Logger LOG = System.getLogger(ContinuousBackup.class.getName());

  /** A repository in use. */
  private record Used(Repository repository, RepositoryLock lock) implements AutoCloseable {
    static Used open(BackupPlace place, Path cache) {
      Repository repository = place.openOrMake(cache);
      try {
        return new Used(repository, repository.lock());
      } catch (RuntimeException e) {
        repository.close();
        throw e;
      }
    }

    @Override
    public void close() {
      try {
        lock.close();
      } catch (StorageUnavailable | LockLost stale) {
        LOG.log(System.Logger.Level.DEBUG, "the lock is left to become stale", stale);
      }
      repository.close();
    }
  }

  /**
   * What is open while this site leads.
   *
   * @param used the repository of the backup, and the ledger's if it has a place of its own
   */
  private record Opened(List<Used> used, Ledger ledger, BackupWriter writer)
      implements AutoCloseable {
    Repository repository() {
      return used.getFirst().repository;
    }

    void refreshLocks() {
      used.forEach(one -> one.lock.refresh());
    }

    @Override
    public void close() {
      writer.close();
      used.forEach(Used::close);
    }
  }

  private final BackupSource source;
  private final BackupSettings settings;
  private final BackupPlace place;
  private final @Nullable BackupPlace ledgerPlace;
  private final BooleanSupplier isLeader;
  private final LedgerProgress progress;
  private final BackupStatus status;
  private final Clock clock;
  private final Thread thread;
  private @Nullable Opened opened;
  private Duration retry = RETRY_MIN;
  private long roundNanos;
  private long lockNanos;
  private long pruneNanos = System.nanoTime();
  private volatile boolean closed;

  /** The operator wants a new checkpoint. */
  private volatile boolean checkpointWanted;

  ContinuousBackup(
      BackupSource source,
      BackupSettings settings,
      BackupPlace place,
      @Nullable BackupPlace ledgerPlace,
      BooleanSupplier isLeader,
      LedgerProgress progress,
      BackupStatus status,
      Clock clock) {
    this.source = source;
    this.settings = settings;
    this.place = place;
    this.ledgerPlace = ledgerPlace;
    this.isLeader = isLeader;
    this.progress = progress;
    this.status = status;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("backup").unstarted(this::runUntilClosed);
  }

  void start() {
    thread.start();
  }

  private void runUntilClosed() {
    try {
      while (!closed) {
        boolean ledgerOnly = awaitDue();
        if (closed) {
          break;
        }
        boolean leads = isLeader.getAsBoolean();
        status.writes(leads);
        if (leads) {
          attempt(ledgerOnly);
        } else {
          closeRepositories();
        }
      }
      if (opened != null && isLeader.getAsBoolean()) {
        attempt(false); // so that the next start continues here
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      closeRepositories();
    }
  }

  /** Waits for the next round, or until one of the ledger is wanted before that: then true. */
  private boolean awaitDue() throws InterruptedException {
    long every = settings.backupEvery().toNanos();
    long left = every - (System.nanoTime() - roundNanos);
    if (left <= 0) {
      return false;
    }
    boolean wanted = progress.awaitWanted(left / 1_000_000);
    return wanted && System.nanoTime() - roundNanos < every;
  }

  private void attempt(boolean ledgerOnly) throws InterruptedException {
    if (ledgerOnly && opened == null) {
      return;
    }
    if (!ledgerOnly) {
      roundNanos = System.nanoTime();
    }
    try {
      Opened open = open();
      open.ledger.add(source.shards(), clock.instant());
      progress.written(open.ledger.covered());
      if (!ledgerOnly) {
        round(open);
      }
      retry = RETRY_MIN;
    } catch (StoreUnavailable busy) { // reading a shard; nothing has changed
      status.failed(String.valueOf(busy.getMessage()));
    } catch (StorageUnavailable | LockLost e) {
      later(e.getMessage());
    } catch (IOException
        | NoRepository
        | OtherDeployment
        | RepositoryDamaged
        | RepositoryLocked
        | StorageNotEmpty
        | WrongPassword e) {
      LOG.log(System.Logger.Level.ERROR, "the backup in " + place + " is not written: " + e);
      later(e.getMessage());
    } catch (RuntimeException defect) {
      LOG.log(System.Logger.Level.ERROR, "the backup in " + place + " is not written", defect);
      later(defect.toString());
    }
  }

  private void later(@Nullable String why) throws InterruptedException {
    if (status.failure().isEmpty()) {
      LOG.log(System.Logger.Level.WARNING, "the backup in {0} waits: {1}", place, why);
    }
    status.failed(String.valueOf(why));
    closeRepositories();
    progress.pause(retry.toMillis());
    retry = retry.multipliedBy(2).compareTo(RETRY_MAX) > 0 ? RETRY_MAX : retry.multipliedBy(2);
    roundNanos = System.nanoTime() - settings.backupEvery().toNanos();
  }

  private Opened open() throws IOException, InterruptedException {
    Opened known = opened;
    if (known != null) {
      return known;
    }
    Path cache = Files.createDirectories(source.directory().resolve("cache"));
    List<Used> used = new ArrayList<>();
    try {
      used.add(Used.open(place, cache));
      if (ledgerPlace != null) {
        used.add(Used.open(ledgerPlace, cache));
      }
      lockNanos = System.nanoTime();
      Ledger ledger =
          Ledger.open(
              used.getLast().repository,
              source.serverName(),
              source.shards().epoch(),
              ledgerKept(),
              source.shards().positions(),
              clock.instant());
      BackupWriter writer = BackupWriter.open(source, settings, used.getFirst().repository);
      Opened now = new Opened(List.copyOf(used), ledger, writer);
      opened = now;
      return now;
    } catch (IOException | InterruptedException | RuntimeException e) {
      used.forEach(Used::close);
      throw e;
    }
  }

  /** A day longer than the oldest backup, because days are dropped as a whole. */
  private Duration ledgerKept() {
    Duration hours = Duration.ofHours(settings.backupKeepHours());
    Duration days = Duration.ofDays(settings.backupKeepDays());
    return (hours.compareTo(days) > 0 ? hours : days).plusDays(1);
  }

  private void round(Opened open) throws IOException, InterruptedException {
    if (roundNanos - lockNanos > RepositoryLock.REFRESH_EVERY.toNanos()) {
      open.refreshLocks();
      lockNanos = roundNanos;
    }
    if (checkpointWanted) {
      checkpointWanted = false;
      open.writer.wantCheckpoint();
    }
    Instant now = clock.instant();
    boolean saved = open.writer.round(now, open.ledger.saved(), bytesOfRound());
    if (saved) {
      status.saved(now, open.writer.mediaWaiting());
      progress.saved(open.writer.savedPositions());
    } else if (!open.writer.isComplete()) {
      status.isMakingCheckpoint(open.writer.mediaWaiting());
    }
    Optional<Instant> settled = open.writer.settled();
    status.settled(settled);
    if (settled.isPresent() && roundNanos - pruneNanos > PRUNE_EVERY.toNanos()) {
      prune(open);
    }
  }

  private long bytesOfRound() {
    return Math.max(1, settings.backupRate() * settings.backupEvery().toMillis() / 1_000);
  }

  private void prune(Opened open) {
    pruneNanos = System.nanoTime();
    PruneResult result = open.repository().prune(PruneLimits.DEFAULT);
    LOG.log(System.Logger.Level.INFO, "backup: {0}", result);
  }

  private void closeRepositories() {
    Opened known = opened;
    opened = null;
    if (known != null) {
      known.close();
    }
  }

  /**
   * Makes a complete backup with a new checkpoint, and waits for it.
   *
   * @throws StorageUnavailable if a round fails meanwhile; it is repeated nevertheless
   */
  Instant backUpNow() throws InterruptedException {
    Instant asked = clock.instant();
    long failuresBefore = status.failures();
    checkpointWanted = true;
    while (!status.isSettledSince(asked)) {
      if (status.failures() > failuresBefore) {
        throw new StorageUnavailable(status.failure());
      }
      Thread.sleep(LOOK_EVERY);
    }
    return status.savedAt();
  }

  @Override
  public void close() {
    closed = true;
    progress.stop();
    try {
      thread.join(CLOSED_WITHIN);
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
