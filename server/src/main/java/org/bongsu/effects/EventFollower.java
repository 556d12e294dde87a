package org.bongsu.effects;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bongsu.apply.Tx;
import org.bongsu.command.ShardCommand;
import org.bongsu.json.Json;
import org.bongsu.log.LogUnavailable;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.shard.Shards;
import org.bongsu.store.Db;
import org.bongsu.store.Positions;
import org.bongsu.store.Readers;
import org.bongsu.store.StoreUnavailable;
import tools.jackson.databind.JsonNode;

/**
 * Follows the events of one shard for pushes, and writes into the shard's log how far it is.
 * Written is what has changed, at most every second; else after so many events, so that a restart
 * need not look at all of them again.
 */
final class EventFollower {
  private static final String WORKER = "push";
  private static final int EVENTS_AT_ONCE = 200;
  private static final int ENTRIES_UNWRITTEN_MAX = 10_000;

  private static final Duration WRITE_EVERY = Duration.ofSeconds(1);

  /** While much waits, each entry is long. */
  private static final Duration WRITE_LONG_EVERY = Duration.ofSeconds(10);

  private static final int LONG = 100;
  private static final Duration AFTER_OUTAGE = Duration.ofSeconds(1);
  private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(10);
  private static final System.Logger LOG = System.getLogger(EventFollower.class.getName());

  private final int shard;
  private final Shards shards;
  private final PushUsers users;
  private final PushRecipients recipients;
  private final PushLanes lanes;
  private final Charge charge;
  private final Ledger ledger = new Ledger();
  private final Thread thread;

  private boolean news = true;
  private boolean closed;

  /** The shard's position as it was last told. */
  private long applied;

  private long from;
  private long entriesUnwritten;
  private int changesWritten;
  private boolean neverWritten;
  private long writtenNanos = System.nanoTime();

  EventFollower(
      int shard,
      Shards shards,
      PushUsers users,
      PushRecipients recipients,
      PushLanes lanes,
      Charge charge) {
    this.shard = shard;
    this.shards = shards;
    this.users = users;
    this.recipients = recipients;
    this.lanes = lanes;
    this.charge = charge;
    this.thread = Thread.ofVirtual().name("effects-" + shard).unstarted(this::followUntilClosed);
  }

  void start() {
    thread.start();
  }

  /** Says that the shard has applied everything before a position. */
  synchronized void wake(long next) {
    applied = Math.max(applied, next);
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

  private void followUntilClosed() {
    try {
      boolean started = false;
      while (awaitNews()) {
        if (!charge.isOurs(shard)) {
          started = false;
          continue;
        }
        try {
          if (!started) {
            goOnWhereOthersWere();
            started = true;
          }
          while (look()) {}
          if (isDue()) {
            write();
          }
        } catch (StoreUnavailable | LogUnavailable e) {
          LOG.log(System.Logger.Level.WARNING, "pushes of shard " + shard + " wait", e);
          Thread.sleep(AFTER_OUTAGE);
          wake();
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until there are news, or what has changed must be written; false when closing. */
  private synchronized boolean awaitNews() throws InterruptedException {
    while (!news && !closed && !isDue()) {
      wait(WRITE_EVERY.toMillis());
    }
    news = false;
    return !closed;
  }

  private record Start(boolean isFirst, long position, List<Notification> waiting) {}

  private void goOnWhereOthersWere() throws InterruptedException {
    Start start = shards.readers().read(shard, this::readStart);
    from = Tx.firstOrdering(start.position);
    neverWritten = start.isFirst;
    for (Notification notification : start.waiting) {
      ledger.add(notification);
      lanes.add(notification, ledger);
    }
    changesWritten = ledger.changes();
  }

  /** Where nobody was before, nobody was to be told of what has been. */
  private Start readStart(Db db) {
    return db.one(
            "SELECT position, waiting FROM effects_done WHERE worker = ?",
            row -> new Start(false, row.getLong(1), waiting(row.getString(2))),
            WORKER)
        .orElseGet(() -> new Start(true, Positions.applied(db), List.of()));
  }

  private List<Notification> waiting(String array) {
    JsonNode json = Json.parse(array);
    return json.valueStream().flatMap(one -> Notification.of(shard, one).stream()).toList();
  }

  /** Looks at some events; true where there are more. */
  private boolean look() {
    long before = Tx.firstOrdering(applied());
    // Asked after the position: whoever set a pusher before an event up to there is known by now.
    if (users.isEmpty()) {
      lookedAt(Math.max(from, before));
      return false;
    }
    return shards.readers().read(this::look);
  }

  private void lookedAt(long ordering) {
    entriesUnwritten += (ordering - from) / Tx.ORDERINGS_MAX;
    from = ordering;
  }

  private boolean look(Readers.Reader reader) {
    Db db = reader.shard(shard);
    long before = Tx.firstOrdering(Positions.applied(db));
    List<StoredEvent> events = new Rooms(db).ofAllRooms(from, before, EVENTS_AT_ONCE);
    for (StoredEvent event : events) {
      for (Notification notification : recipients.of(reader, shard, event)) {
        ledger.add(notification);
        lanes.add(notification, ledger);
      }
    }
    boolean more = events.size() == EVENTS_AT_ONCE;
    lookedAt(more ? events.getLast().ordering() + 1 : before);
    return more;
  }

  private boolean isDue() {
    if (neverWritten && !users.isEmpty()) {
      return true;
    }
    Duration every = ledger.size() > LONG ? WRITE_LONG_EVERY : WRITE_EVERY;
    return entriesUnwritten >= ENTRIES_UNWRITTEN_MAX
        || (ledger.changes() != changesWritten
            && System.nanoTime() - writtenNanos >= every.toNanos());
  }

  private void write() throws InterruptedException {
    Ledger.Page page = ledger.page();
    ShardCommand.EffectsDone done =
        new ShardCommand.EffectsDone(WORKER, from / Tx.ORDERINGS_MAX, page.waiting());
    try {
      shards.submit(shard, done).get(WRITTEN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new LogUnavailable("progress was not written: " + e);
    }
    neverWritten = false;
    entriesUnwritten = 0;
    changesWritten = page.changes();
    writtenNanos = System.nanoTime();
  }

  /** Stops looking. */
  void stop() throws InterruptedException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.join(Duration.ofSeconds(5));
  }

  /** Writes how far it is, when nothing is sent any more. */
  void writeLast() throws InterruptedException {
    if (from > 0 && (entriesUnwritten > 0 || ledger.changes() != changesWritten)) {
      try {
        write();
      } catch (LogUnavailable e) {
        LOG.log(System.Logger.Level.WARNING, "pushes may be repeated: " + e.getMessage());
      }
    }
  }
}
