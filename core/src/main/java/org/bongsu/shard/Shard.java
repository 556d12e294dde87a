package org.bongsu.shard;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bongsu.apply.Change;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.CommandLevels;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.UnknownCommand;
import org.bongsu.command.UnknownLevel;
import org.bongsu.log.FatalError;
import org.bongsu.log.Log;
import org.bongsu.log.LogReader;
import org.bongsu.log.LogRecord;
import org.bongsu.log.LogUnavailable;
import org.bongsu.log.RecordTooLarge;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.bongsu.store.StoreUnavailable;

/**
 * A running shard: appends submitted commands to the log and, in a thread of its own, applies the
 * log's entries, whichever site appended them. A caller is answered when its own entry has been
 * applied here.
 */
public final class Shard implements AutoCloseable {
  /** Maximum number of entries in one transaction. */
  private static final int BATCH_MAX = 512;

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE_WHEN_STALLED = Duration.ofMillis(500);

  /** How long to wait for an entry to be read back if its append is undecided. */
  private static final Duration UNDECIDED_FOR = Duration.ofSeconds(3);

  private static final System.Logger LOG = System.getLogger(Shard.class.getName());

  /** Whether the shard applies what the log holds. */
  public enum State {
    /** Following the log. */
    RUNNING,
    /** The store cannot be written, usually because the disk is full; it retries. */
    STALLED,
    /**
     * An invariant is broken, the log or the store is damaged, or the log needs a newer program.
     * Nothing is applied until a restart.
     */
    STOPPED
  }

  /** Is notified after each commit. */
  interface Commits {
    /**
     * A batch was committed.
     *
     * @param records its entries
     * @param outboxGrew by entries that this node submitted; other sites relay what they submitted
     */
    void committed(
        int shard, List<LogRecord> records, long next, List<Change> changes, boolean outboxGrew);
  }

  /**
   * What the shards of a node share.
   *
   * @param run random; tells this run's requests from those of other nodes and of earlier runs
   * @param permits one per shard that may apply now. While a shard waits for one, more entries
   *     accumulate, and a transaction of many entries costs little more than one of few. The
   *     semaphore is not fair, so that a free permit is used while a waiting thread is still waking
   *     up; a shard completes its requests and polls the log before it asks again, so none starves
   */
  record Shared(
      ShardMap map,
      Log log,
      Commits commits,
      Clock clock,
      String run,
      Semaphore permits,
      Replicas replicas) {}

  private final int number;
  private final Shared shared;
  private final Db db;
  private final StateMachine machine;
  private final Received received;
  private final LogReader reader;
  private final AtomicLong requests = new AtomicLong();
  private final Map<String, CompletableFuture<Applied>> submitted = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile State state = State.RUNNING;
  private volatile long next;
  private volatile int level;
  private volatile String epoch;
  private volatile List<DigestMark> marks = List.of();
  private volatile boolean closed;

  Shard(int number, ShardFile file, Shared shared) {
    this.number = number;
    this.shared = shared;
    this.db = file.openWriter();
    this.machine = new StateMachine(number, shared.map, db);
    this.received = Received.readFrom(db);
    this.next = machine.next();
    this.level = machine.level();
    this.epoch = machine.epoch();
    this.reader = shared.log.reader(number, next);
    this.thread = Thread.ofPlatform().name("shard-" + number).unstarted(this::applyUntilClosed);
  }

  void start() {
    thread.start();
  }

  public State state() {
    return state;
  }

  /** The position of the next entry to apply; everything before it can be read. */
  public long next() {
    return next;
  }

  /** The deliveries that this shard has applied. */
  Received received() {
    return received;
  }

  /** The level at the shard's position here. */
  public int level() {
    return level;
  }

  /** The epoch that began on this shard; empty if none did. */
  String epoch() {
    return epoch;
  }

  /** This replica's latest digests, to be compared with those of other replicas. */
  public List<DigestMark> marks() {
    return marks;
  }

  /** How many requests are waiting for their entry to be applied. */
  public int waiting() {
    return submitted.size();
  }

  /**
   * Appends a command. The future completes when it has been applied here, or fails with {@link
   * LogUnavailable} or {@link StoreUnavailable}; then it may or may not have been applied.
   *
   * @throws LogUnavailable if nothing was appended; also if the command needs a higher level than
   *     the log has
   * @throws RecordTooLarge if the command is larger than the log's limit
   * @throws StoreUnavailable if the shard is stalled or stopped; nothing was appended
   */
  public CompletableFuture<Applied> submit(Command command) {
    if (state != State.RUNNING) {
      throw new StoreUnavailable("shard " + number + " cannot be written now");
    }
    int allowed = command instanceof ShardCommand.ActivateLevel ? shared.replicas.level() : level;
    if (CommandLevels.of(command) > allowed) {
      throw new LogUnavailable("not every site runs a version yet that knows this");
    }
    String origin = shared.run + "-" + requests.incrementAndGet();
    CompletableFuture<Applied> answer = new CompletableFuture<>();
    submitted.put(origin, answer);
    answer.whenComplete((applied, failure) -> submitted.remove(origin));
    try {
      shared
          .log
          .append(number, EntryCodec.encode(shared.clock.millis(), origin, command))
          .whenComplete((position, failure) -> {
            if (failure instanceof LogUnavailable unavailable && unavailable.isUndecided()) {
              failUnlessApplied(answer, unavailable);
            } else if (failure != null) {
              answer.completeExceptionally(failure);
            }
          });
    } catch (RuntimeException e) {
      submitted.remove(origin);
      throw e;
    }
    return answer;
  }

  /**
   * Fails the request after a delay; if the entry is read from the log before, it is answered as
   * applied.
   */
  private static void failUnlessApplied(
      CompletableFuture<Applied> answer, LogUnavailable unavailable) {
    CompletableFuture.delayedExecutor(UNDECIDED_FOR.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> answer.completeExceptionally(unavailable));
  }

  private void applyUntilClosed() {
    try {
      while (!closed) {
        List<LogRecord> records = new ArrayList<>(poll());
        if (!records.isEmpty()) {
          publish(records, applyWithRetries(records));
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (UnknownLevel | UnknownCommand newer) {
      LOG.log(System.Logger.Level.ERROR, "shard " + number + " stops: " + newer.getMessage());
      stop();
    } catch (Error fatal) {
      FatalError.endProcess("shard " + number, fatal);
    } catch (RuntimeException broken) {
      LOG.log(System.Logger.Level.ERROR, "shard " + number + " stops", broken);
      stop();
    }
  }

  private void stop() {
    state = State.STOPPED;
    failSubmitted("shard " + number + " has stopped");
  }

  private List<LogRecord> poll() throws InterruptedException {
    try {
      return reader.poll(BATCH_MAX, POLL);
    } catch (LogUnavailable e) {
      LOG.log(System.Logger.Level.WARNING, "shard " + number + " waits: " + e.getMessage());
      Thread.sleep(PAUSE_WHEN_STALLED);
      return List.of();
    }
  }

  private List<StateMachine.Applied> applyWithRetries(List<LogRecord> records)
      throws InterruptedException {
    while (true) {
      try {
        List<StateMachine.Applied> applied = applyWithPermit(records);
        if (state == State.STALLED) {
          LOG.log(System.Logger.Level.INFO, "shard {0} can be written again", number);
          state = State.RUNNING;
        }
        return applied;
      } catch (StoreUnavailable e) {
        if (state != State.STALLED) {
          LOG.log(
              System.Logger.Level.WARNING,
              "shard " + number + " cannot be written: " + e.getMessage());
          state = State.STALLED;
        }
        failSubmitted("the store cannot be written: " + e.getMessage());
        if (closed) {
          throw new InterruptedException();
        }
        Thread.sleep(PAUSE_WHEN_STALLED);
      }
    }
  }

  private List<StateMachine.Applied> applyWithPermit(List<LogRecord> records)
      throws InterruptedException {
    shared.permits.acquire();
    try {
      pollMore(records);
      return machine.apply(records);
    } finally {
      shared.permits.release();
    }
  }

  private void pollMore(List<LogRecord> records) throws InterruptedException {
    try {
      if (records.size() < BATCH_MAX) {
        records.addAll(reader.poll(BATCH_MAX - records.size(), Duration.ZERO));
      }
    } catch (LogUnavailable e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "shard " + number + " cannot read more now: " + e.getMessage());
    }
  }

  private void failSubmitted(String why) {
    List.copyOf(submitted.values())
        .forEach(answer -> answer.completeExceptionally(new StoreUnavailable(why)));
  }

  private void publish(List<LogRecord> records, List<StateMachine.Applied> batch) {
    next = machine.next();
    level = machine.level();
    epoch = machine.epoch();
    marks = machine.marks();
    List<Change> changes = new ArrayList<>();
    boolean outboxGrew = false;
    for (StateMachine.Applied applied : batch) {
      changes.addAll(applied.changes());
      boolean ours = submitted.containsKey(applied.entry().origin());
      outboxGrew |= ours && !applied.deliveries().isEmpty();
    }
    shared.commits.committed(number, records, next, changes, outboxGrew);
    noteReceived(batch);
    for (StateMachine.Applied applied : batch) {
      CompletableFuture<Applied> answer = submitted.get(applied.entry().origin());
      if (answer != null) {
        answer.complete(
            new Applied(
                number, applied.entry().position(), applied.outcome(), applied.deliveries()));
      }
    }
  }

  /** To be called after the listeners were notified, because a woken caller may query them. */
  private void noteReceived(List<StateMachine.Applied> batch) {
    List<ShardCommand.Deliver> deliveries = new ArrayList<>();
    for (StateMachine.Applied applied : batch) {
      if (applied.entry().command() instanceof ShardCommand.Deliver delivery) {
        deliveries.add(delivery);
      }
    }
    if (!deliveries.isEmpty()) {
      received.committed(deliveries);
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
    failSubmitted("shutting down");
    reader.close();
    db.close();
  }
}
