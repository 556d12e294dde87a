package org.bongsu.store;

import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Moves what the shards have committed from their WALs into their files, in a thread of its own so
 * that commits never wait for it, and then says how far each shard is durable without the log.
 */
public final class Checkpointer implements AutoCloseable {
  /** A shard: its file, and who wants to know the position up to which the file is durable. */
  public record Target(ShardFile file, LongConsumer durableBefore) {}

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
    long[] last = new long[targets.size()];
    List<Db> dbs = targets.stream().map(target -> target.file().openCheckpointer()).toList();
    try {
      while (!closed) {
        Thread.sleep(pause);
        for (int i = 0; i < last.length && !closed; i++) {
          last[i] = checkpoint(dbs.get(i), targets.get(i), last[i]);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      dbs.forEach(Db::close);
    }
  }

  private long checkpoint(Db db, Target target, long last) {
    try {
      long applied = Positions.applied(db);
      if (applied == last) {
        return last;
      }
      boolean complete =
          db.one(
                  "PRAGMA wal_checkpoint(PASSIVE)",
                  row -> row.getInt(1) == 0 && row.getInt(2) == row.getInt(3))
              .orElse(false);
      if (!complete) {
        return last;
      }
      target.durableBefore().accept(applied);
      return applied;
    } catch (StoreUnavailable e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "cannot checkpoint " + target.file().path() + ": " + e.getMessage());
      return last;
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
