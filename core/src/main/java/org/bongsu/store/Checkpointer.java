package org.bongsu.store;

import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints the shards' WALs into their files, in a thread of its own so that commits do not do
 * it, and reports up to which position each file is durable without the log. The shards are spread
 * evenly over the interval, because fsyncs of many files at once would delay those of the log.
 */
public final class Checkpointer implements AutoCloseable {
  /** A shard: its file, and a callback for the position up to which the file is durable. */
  public record Target(ShardFile file, LongConsumer durableBefore) {}

  /** A WAL with more pages (of 4 KiB) is restarted, although writers must wait meanwhile. */
  private static final long WAL_PAGES_MAX = 4_096;

  /** A WAL file with more pages is then truncated; a smaller one is kept and overwritten. */
  private static final long WAL_PAGES_KEPT_MAX = 4 * WAL_PAGES_MAX;

  private static final System.Logger LOG = System.getLogger(Checkpointer.class.getName());

  private final List<Target> targets;
  private final Duration pause;
  private final Thread thread;
  private volatile boolean closed;

  public Checkpointer(List<Target> targets, Duration pause) {
    this.targets = targets;
    this.pause = pause;
    this.thread = Thread.ofPlatform().name("checkpointer").start(this::runUntilClosed);
  }

  private void runUntilClosed() {
    List<Work> works = targets.stream().map(Work::new).toList();
    try {
      while (!closed) {
        for (Work work : works) {
          Thread.sleep(pause.dividedBy(works.size()));
          if (!closed) {
            work.checkpoint();
          }
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      works.forEach(Work::close);
    }
  }

  /** Result of a checkpoint: whether it was blocked, and the pages in the WAL and moved so far. */
  private record Moved(boolean blocked, long pages, long pagesMoved) {
    boolean all() {
      return !blocked && pages == pagesMoved;
    }
  }

  /** One shard's checkpoints. */
  private static final class Work {
    private final Target target;
    private @Nullable Db db;
    private long last;

    /** Whether the WAL has been truncated since the last write. */
    private boolean emptied;

    Work(Target target) {
      this.target = target;
    }

    void checkpoint() {
      try {
        Db open = db == null ? target.file().openCheckpointer() : db;
        db = open;
        long applied = Positions.applied(open);
        if (applied == last) {
          emptied = emptied || move(open, "TRUNCATE").all();
          return;
        }
        emptied = false;
        Moved moved = move(open, "PASSIVE");
        if (moved.pages > WAL_PAGES_MAX) {
          // A writer restarts the WAL only if all of it has been moved; under load that never
          // happens.
          // Overwriting existing pages is cheaper than growing the file again.
          moved = move(open, moved.pages > WAL_PAGES_KEPT_MAX ? "TRUNCATE" : "RESTART");
        }
        if (moved.all()) {
          target.durableBefore().accept(applied);
          last = applied;
        }
      } catch (StoreUnavailable e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "cannot checkpoint " + target.file().path() + ": " + e.getMessage());
      } catch (RuntimeException e) { // the other shards' checkpoints continue
        LOG.log(System.Logger.Level.ERROR, "cannot checkpoint " + target.file().path(), e);
      }
    }

    private static Moved move(Db db, String mode) {
      return db.one(
              "PRAGMA wal_checkpoint(" + mode + ")",
              row -> new Moved(row.getInt(1) != 0, row.getLong(2), row.getLong(3)))
          .orElseThrow();
    }

    void close() {
      if (db != null) {
        db.close();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
