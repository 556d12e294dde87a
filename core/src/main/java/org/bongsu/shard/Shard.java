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
import org.bongsu.log.Log;
import org.bongsu.log.LogReader;
import org.bongsu.log.LogRecord;
import org.bongsu.log.LogUnavailable;
import org.bongsu.log.RecordTooLarge;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.bongsu.store.StoreUnavailable;

/**
 * One shard at work: submits commands to the log, and applies in a thread of its own what the log
 * holds, whoever submitted it. A submitter is answered when its own entry has been applied here.
 */
public final class Shard implements AutoCloseable {
  /** Entries in one transaction at most. */
  private static final int BATCH_MAX = 512;

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE_WHEN_STALLED = Duration.ofMillis(500);

  /** How long to look out for an entry of which the log could not say whether it has it. */
  private static final Duration UNDECIDED_FOR = Duration.ofSeconds(3);

  private static final System.Logger LOG = System.getLogger(Shard.class.getName());

  /** Whether the shard applies what the log holds. */
  public enum State {
    /** Following the log. */
    RUNNING,
    /** The store cannot be written, most often for want of space; it tries again and again. */
    STALLED,
    /**
     * An invariant is broken, or the log or the store is damaged; it does nothing until a restart.
     */
    STOPPED
  }

  /** Who is told after each commit. */
  interface Commits {
    /**
     * Something was committed.
     *
     * @param outboxGrew by what was submitted here; what others submitted they carry themselves
     */
    void committed(int shard, long next, List<Change> changes, boolean outboxGrew);
  }

  /**
   * What the shards of a node have in common.
   *
   * @param run distinguishes this run's requests from those of other nodes and of earlier runs
   * @param turns permits to apply: while a shard waits for one, more entries come together, and a
   *     transaction of many costs little more than one of few. Not in order: who finds a turn free
   *     takes it while the one that waits longest is still waking up; who had one answers and reads
   *     the log before asking again, so nobody waits for ever
   */
  record Shared(
      ShardMap map,
      Log log,
      Commits commits,
      Clock clock,
      String run,
      Semaphore turns,
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
    this.reader = shared.log.reader(number, next);
    this.thread = Thread.ofPlatform().name("shard-" + number).unstarted(this::followUntilClosed);
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

  /** What other shards have delivered to this one. */
  Received received() {
    return received;
  }

  /** The level that holds in the shard's log, as far as it is applied here. */
  public int level() {
    return level;
  }

  /** The replica's last digests to compare with others'. */
  public List<DigestMark> marks() {
    return marks;
  }

  /** How many requests wait for their entry to be applied. */
  public int waiting() {
    return submitted.size();
  }

  /**
   * Appends a command. The future completes when it has been applied here, or fails with {@link
   * LogUnavailable} or {@link StoreUnavailable}; then it may or may not have been applied.
   *
   * @throws LogUnavailable where nothing was appended; so too while the command is of a newer level
   *     than the one that holds in the log
   * @throws RecordTooLarge where the command is larger than the log takes
   * @throws StoreUnavailable where the shard does not apply now; nothing was appended
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

  /** What the engine lost sight of may be in the log: it is answered as applied if it comes. */
  private static void failUnlessApplied(
      CompletableFuture<Applied> answer, LogUnavailable unavailable) {
    CompletableFuture.delayedExecutor(UNDECIDED_FOR.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> answer.completeExceptionally(unavailable));
  }

  private void followUntilClosed() {
    try {
      while (!closed) {
        List<LogRecord> records = new ArrayList<>(poll());
        if (!records.isEmpty()) {
          publish(applyUntilItSucceeds(records));
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (UnknownLevel | UnknownCommand newer) {
      LOG.log(System.Logger.Level.ERROR, "shard " + number + " stops: " + newer.getMessage());
      stop();
    } catch (RuntimeException | Error broken) {
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

  private List<StateMachine.Applied> applyUntilItSucceeds(List<LogRecord> records)
      throws InterruptedException {
    while (true) {
      try {
        List<StateMachine.Applied> applied = applyInTurn(records);
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

  private List<StateMachine.Applied> applyInTurn(List<LogRecord> records)
      throws InterruptedException {
    shared.turns.acquire();
    try {
      takeWhatCameMeanwhile(records);
      return machine.apply(records);
    } finally {
      shared.turns.release();
    }
  }

  private void takeWhatCameMeanwhile(List<LogRecord> records) throws InterruptedException {
    try {
      if (records.size() < BATCH_MAX) {
        records.addAll(reader.poll(BATCH_MAX - records.size(), Duration.ZERO));
      }
    } catch (LogUnavailable e) {
      LOG.log(System.Logger.Level.DEBUG, "shard " + number + " takes no more: " + e.getMessage());
    }
  }

  private void failSubmitted(String why) {
    List.copyOf(submitted.values())
        .forEach(answer -> answer.completeExceptionally(new StoreUnavailable(why)));
  }

  private void publish(List<StateMachine.Applied> batch) {
    next = machine.next();
    level = machine.level();
    marks = machine.marks();
    List<Change> changes = new ArrayList<>();
    boolean told = false;
    for (StateMachine.Applied applied : batch) {
      changes.addAll(applied.changes());
      boolean ours = submitted.containsKey(applied.entry().origin());
      told |= ours && !applied.deliveries().isEmpty();
    }
    shared.commits.committed(number, next, changes, told);
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

  /** After everybody who follows the shard was told: whoever is woken may ask them. */
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
