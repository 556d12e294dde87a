package org.bongsu.effects;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bongsu.command.ShardCommand;
import org.bongsu.json.Json;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.Shards;
import org.bongsu.store.Db;
import org.bongsu.store.Positions;
import org.bongsu.store.Readers;
import org.bongsu.store.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Follows the entries of one shard for one effect while this node leads, and writes the effect's
 * progress into the shard's log: after a change, at most every second; without a change, after
 * 10,000 entries, so that a restart need not examine all of them again.
 *
 * <p>The time during which the node leads is a term. A term begins at the position in the shard's
 * row of {@code effects_done}, and ends before another node may write that row.
 */
final class EffectFollower<T extends EffectTask> {
  /** Entries examined at once. */
  private static final int ENTRIES_AT_ONCE = 100;

  private static final int ENTRIES_UNWRITTEN_MAX = 10_000;

  private static final Duration WRITE_EVERY = Duration.ofSeconds(1);

  /** With more than {@link #LONG} tasks waiting, an entry is long, so it is written less often. */
  private static final Duration WRITE_LONG_EVERY = Duration.ofSeconds(10);

  private static final int LONG = 100;
  private static final Duration AFTER_OUTAGE = Duration.ofSeconds(1);
  private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(10);
  private static final System.Logger LOG = System.getLogger(EffectFollower.class.getName());

  private final int shard;
  private final Effect<T> effect;
  private final EffectLanes<T> lanes;
  private final Shards shards;
  private final Leadership leadership;
  private final Thread thread;

  private boolean news = true;
  private boolean closed;

  /** The shard's last reported position, and the position after the last followed commit. */
  private long applied;

  private long asked;

  /** Null while this node does not lead. */
  private volatile @Nullable Term term;

  EffectFollower(
      int shard, Effect<T> effect, EffectLanes<T> lanes, EffectSurroundings surroundings) {
    this.shard = shard;
    this.effect = effect;
    this.lanes = lanes;
    this.shards = surroundings.shards();
    this.leadership = surroundings.leadership();
    this.thread =
        Thread.ofVirtual()
            .name("effect-" + effect.name() + "-" + shard)
            .unstarted(this::followUntilClosed);
  }

  void start() {
    thread.start();
  }

  /**
   * Reports that the shard has applied everything before a position.
   *
   * @param mayAsk whether it may have created tasks
   */
  synchronized void wake(long next, boolean mayAsk) {
    applied = Math.max(applied, next);
    if (mayAsk) {
      asked = applied;
    }
    news = true;
    notifyAll();
  }

  private synchronized void wake() {
    news = true;
    notifyAll();
  }

  private synchronized long applied() {
    return applied;
  }

  private synchronized long asked() {
    return asked;
  }

  private void followUntilClosed() {
    try {
      while (awaitCommits()) {
        try {
          step();
        } catch (StoreUnavailable | LogUnavailable e) {
          LOG.log(System.Logger.Level.WARNING, effect.name() + " of shard " + shard + " waits", e);
          Thread.sleep(AFTER_OUTAGE);
          wake();
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for commits, at most a second, because leadership changes without them; false once
   * closed.
   */
  private synchronized boolean awaitCommits() throws InterruptedException {
    if (!news && !closed) {
      wait(WRITE_EVERY.toMillis());
    }
    news = false;
    return !closed;
  }

  private void step() throws InterruptedException {
    Term now = term;
    boolean leads = leadership.isLeader(shard);
    if (now != null && (!leads || now.ledger.isClosed())) {
      end(now);
      now = null;
    }
    if (leads && now == null) {
      now = begin();
    }
    if (now != null) {
      while (examine(now)) {}
      if (now.isDue()) {
        now.write();
      }
    }
  }

  private record Start<T>(boolean isFirst, long position, List<T> waiting) {}

  private Term begin() {
    leadership.awaitCurrent(shard);
    Start<T> start = shards.readers().read(shard, this::readStart);
    synchronized (this) {
      asked = Math.max(asked, applied); // entries before this term have not been examined in it
    }
    Term begun = new Term(start.position, start.isFirst);
    begun.ledger.found(start.waiting, start.position);
    begun.changesWritten = begun.ledger.changes();
    start.waiting.forEach(task -> lanes.add(task, begun.ledger));
    term = begun;
    return begun;
  }

  /** On the first start of an effect, entries before it are skipped. */
  private Start<T> readStart(Db db) {
    return db.one(
            "SELECT position, waiting FROM effects_done WHERE worker = ?",
            row -> new Start<>(false, row.getLong(1), restored(row.getString(2))),
            effect.name())
        .orElseGet(() -> new Start<>(true, Positions.applied(db), List.of()));
  }

  private List<T> restored(String array) {
    return Json.parse(array)
        .valueStream()
        .flatMap(written -> effect.restore(shard, written).stream())
        .toList();
  }

  private void end(Term ended) {
    ended.ledger.close();
    lanes.drop(ended.ledger);
    term = null;
  }

  /** Examines some entries; true if there are more. */
  private boolean examine(Term now) {
    long from = now.ledger.position();
    long next = applied();
    if (from >= next || now.ledger.isFull()) {
      return false;
    }
    // Checked after the position was read: the effect knows of all commits before it.
    if (asked() <= from || effect.isIdle()) {
      now.found(List.of(), next);
      return false;
    }
    long before = Math.min(next, from + ENTRIES_AT_ONCE);
    List<T> tasks = shards.readers().read(reader -> find(reader, from, before));
    now.found(tasks, before);
    tasks.forEach(task -> lanes.add(task, now.ledger));
    return before < next;
  }

  /** Skips only an entry for which the effect fails with a defect. */
  private List<T> find(Readers.Reader reader, long from, long before) {
    try {
      return effect.find(reader, shard, from, before);
    } catch (StoreUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      if (before - from == 1) {
        LOG.log(
            System.Logger.Level.ERROR,
            "%s skips the entry at %d of shard %d".formatted(effect.name(), from, shard),
            e);
        return List.of();
      }
      List<T> found = new ArrayList<>();
      for (long position = from; position < before; position++) {
        found.addAll(find(reader, position, position + 1));
      }
      return found;
    }
  }

  /** Stops examining entries. */
  void stop() throws InterruptedException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.join(Duration.ofSeconds(5));
  }

  /** Writes the progress after all tasks have stopped. */
  void writeLast() throws InterruptedException {
    Term now = term;
    if (now != null && !now.ledger.isClosed() && now.hasUnwritten()) {
      try {
        now.write();
      } catch (LogUnavailable | StoreUnavailable e) {
        LOG.log(System.Logger.Level.WARNING, effect.name() + " may be repeated: " + e.getMessage());
      }
    }
  }

  /** The time during which this node leads. */
  private final class Term implements Ledger.Writer {
    final Ledger<T> ledger;

    private long changesWritten;
    private long entriesUnwritten;
    private boolean neverWritten;
    private long writtenNanos = System.nanoTime();

    Term(long position, boolean isFirst) {
      this.ledger = new Ledger<>(effect.limits(), position, this, EffectFollower.this::wake);
      this.neverWritten = isFirst;
    }

    synchronized void found(List<T> tasks, long before) {
      entriesUnwritten += before - ledger.position();
      ledger.found(tasks, before);
    }

    synchronized boolean hasUnwritten() {
      return entriesUnwritten > 0 || ledger.changes() != changesWritten;
    }

    synchronized boolean isDue() {
      if (neverWritten && !effect.isIdle()) {
        return true;
      }
      Duration every = ledger.size() > LONG ? WRITE_LONG_EVERY : WRITE_EVERY;
      return entriesUnwritten >= ENTRIES_UNWRITTEN_MAX
          || (ledger.changes() != changesWritten
              && System.nanoTime() - writtenNanos >= every.toNanos());
    }

    /** One write at a time; a caller that waited for another write may find its change written. */
    @Override
    public void write() throws InterruptedException {
      long wanted = ledger.changes();
      synchronized (this) {
        if (wanted > changesWritten || entriesUnwritten > 0 || neverWritten) {
          writeNow();
        }
      }
    }

    private void writeNow() throws InterruptedException {
      if (ledger.isClosed() || !leadership.isLeader(shard)) {
        ledger.close();
        throw new LogUnavailable("another site leads");
      }
      Ledger.Page page = ledger.page();
      ShardCommand.EffectsDone done =
          new ShardCommand.EffectsDone(effect.name(), page.position(), page.waiting());
      try {
        shards.submit(shard, done).get(WRITTEN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new LogUnavailable("progress was not written: " + e);
      }
      neverWritten = false;
      entriesUnwritten = ledger.position() - page.position();
      changesWritten = page.changes();
      writtenNanos = System.nanoTime();
    }
  }
}
