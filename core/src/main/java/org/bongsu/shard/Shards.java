package org.bongsu.shard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.bongsu.apply.Change;
import org.bongsu.apply.Delivery;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.Outcome;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.TimerCommand;
import org.bongsu.log.LocalLog;
import org.bongsu.log.Log;
import org.bongsu.log.LogRecord;
import org.bongsu.log.LogUnavailable;
import org.bongsu.store.Checkpointer;
import org.bongsu.store.Db;
import org.bongsu.store.Positions;
import org.bongsu.store.Readers;
import org.bongsu.store.ShardFile;
import org.bongsu.store.StoreUnavailable;

/**
 * All shards of a node over one log: commands are submitted here, and reads are served from here.
 */
public final class Shards implements AutoCloseable {
  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(4);

  /** How long a caller waits for its command to be durable and applied. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  /** How long a caller waits until other shards have applied what its command sent to them. */
  private static final Duration DELIVERED_WITHIN = Duration.ofSeconds(2);

  /** The same for a revocation, which is not acknowledged before. */
  private static final Duration OUTBOX_DELIVERED_WITHIN = Duration.ofSeconds(10);

  /** How long a single machine's start waits for the newest level to become active. */
  private static final Duration LEVEL_WITHIN = Duration.ofSeconds(5);

  /** Shards that apply at the same time: half the cores, the others are for requests. */
  private static final int APPLYING_MAX =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  /** Concurrent reads: more than there are cores would only take CPU from the shards. */
  private static final int READER_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private static final int SEARCH_THREADS = 2;

  private final ShardMap map;
  private final Log log;
  private final List<Shard> shards = new ArrayList<>();
  private final Readers readers;
  private final Readers searchers;
  private final Relay relay;
  private final LevelActivation levels;
  private final Checkpointer checkpointer;
  private final List<EntryListener> followers = new CopyOnWriteArrayList<>();
  private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();

  private Shards(ShardMap map, Log log, List<ShardFile> files, Clock clock, Replicas replicas) {
    this.map = map;
    this.log = log;
    String run = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    Shard.Shared shared =
        new Shard.Shared(
            map, log, this::committed, clock, run, new Semaphore(APPLYING_MAX), replicas);
    for (int i = 0; i < map.count(); i++) {
      shards.add(new Shard(i, files.get(i), shared));
    }
    this.readers = new Readers("reader", files, READER_THREADS);
    this.searchers = new Readers("searcher", files, SEARCH_THREADS);
    this.relay = new Relay(shards, readers, replicas::isLeader);
    this.checkpointer =
        new Checkpointer(
            IntStream.range(0, map.count())
                .mapToObj(
                    i -> new Checkpointer.Target(files.get(i), position -> log.trim(i, position)))
                .toList(),
            CHECKPOINT_EVERY);
    shards.forEach(Shard::start);
    this.levels = new LevelActivation(shards, replicas);
  }

  /** Opens the log for shards whose stores have applied it up to the given positions. */
  @FunctionalInterface
  public interface LogOpener {
    Log open(long[] applied) throws IOException;
  }

  /**
   * Opens the shards of a single machine in a data directory, applies the entries of the log that
   * they lack, activates the newest level, and continues to apply the log.
   *
   * @throws StoreUnavailable if a shard cannot apply the log to its end, for example on a full disk
   */
  public static Shards openLocal(Path data, ShardMap map, Clock clock) throws IOException {
    LogOpener local = applied -> LocalLog.open(data.resolve("log"), applied);
    Shards opened = following(data, map, local, clock, Replicas.NONE);
    try {
      opened.awaitCaughtUp();
      opened.levels.start(); // not earlier: the log may already contain the newest level
      opened.awaitNewestLevel();
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Opens the shards in a data directory over any log, and applies it. They may lag behind the log:
   * the caller decides when they may serve reads.
   */
  public static Shards open(Path data, ShardMap map, LogOpener log, Clock clock, Replicas replicas)
      throws IOException {
    Shards opened = following(data, map, log, clock, replicas);
    opened.levels.start();
    return opened;
  }

  /** The file of a shard in a data directory. */
  public static Path file(Path data, int shard) {
    return data.resolve("shards").resolve("%03d.db".formatted(shard));
  }

  private static Shards following(
      Path data, ShardMap map, LogOpener log, Clock clock, Replicas replicas) throws IOException {
    Files.createDirectories(data.resolve("shards"));
    List<ShardFile> files =
        IntStream.range(0, map.count()).mapToObj(i -> new ShardFile(file(data, i))).toList();
    long[] applied = new long[map.count()];
    for (int i = 0; i < applied.length; i++) {
      try (Db db = files.get(i).openWriter()) {
        applied[i] = Positions.applied(db);
      }
    }
    return new Shards(map, log.open(applied), files, clock, replicas);
  }

  /** Waits until every shard has applied its log, so that no stale data is served. */
  private void awaitCaughtUp() {
    for (int i = 0; i < shards.size(); i++) {
      long end = log.end(i);
      while (shards.get(i).next() < end) {
        if (shards.get(i).state() != Shard.State.RUNNING) {
          throw new StoreUnavailable("shard " + i + " cannot apply what the log holds");
        }
        pause(1);
      }
    }
  }

  /**
   * On a single machine the newest level is active from the start. If the log or the store cannot
   * be written, it gives up after five seconds: reads still work.
   */
  private void awaitNewestLevel() {
    long deadline = System.nanoTime() + LEVEL_WITHIN.toNanos();
    while (!levels.isComplete() && System.nanoTime() - deadline < 0) {
      pause(1);
    }
  }

  private void committed(
      int shard, List<LogRecord> records, long next, List<Change> changes, boolean outboxGrew) {
    if (outboxGrew) {
      relay.wake(shard);
    }
    for (EntryListener follower : followers) {
      follower.applied(shard, Collections.unmodifiableList(records));
    }
    for (CommitListener listener : listeners) {
      listener.applied(shard, next, changes);
    }
  }

  public ShardMap map() {
    return map;
  }

  public int shardOf(String entity) {
    return map.shardOf(entity);
  }

  /** Reads for requests. */
  public Readers readers() {
    return readers;
  }

  /** Reads that may take long, in a pool of their own so that search does not delay requests. */
  public Readers searchers() {
    return searchers;
  }

  /**
   * Adds a listener for the entries of all shards. Its first batch of a shard begins somewhere:
   * what was applied before must be read from elsewhere.
   */
  public void follow(EntryListener follower) {
    followers.add(follower);
  }

  public void subscribe(CommitListener listener) {
    listeners.add(listener);
  }

  /** The position of each shard; every entry before it can be read here. */
  public long[] positions() {
    return shards.stream().mapToLong(Shard::next).toArray();
  }

  /** Each shard's latest digests, to be compared with those of other replicas. */
  public List<List<DigestMark>> marks() {
    return shards.stream().map(Shard::marks).toList();
  }

  /** One shard's latest digests, to be compared with those of other replicas. */
  public List<DigestMark> marks(int shard) {
    return shards.get(shard).marks();
  }

  /** How many requests are waiting for their entry to be applied. */
  public int waiting() {
    return shards.stream().mapToInt(Shard::waiting).sum();
  }

  /** The end of each shard's log, as far as this node knows. */
  public long[] ends() {
    return IntStream.range(0, map.count()).mapToLong(log::end).toArray();
  }

  /** Why the log cannot be continued; see {@link Log#lost}. */
  public Optional<String> logLost() {
    return log.lost();
  }

  /** The level of each shard at its position here. */
  public List<Integer> levels() {
    return shards.stream().map(Shard::level).toList();
  }

  /**
   * The deployment's epoch: letters that change when it is restored from a backup; empty if it
   * never was.
   */
  public String epoch() {
    return shards.getFirst().epoch();
  }

  /**
   * Begins an epoch, unless the deployment is of it already.
   *
   * @throws LogUnavailable if that was not applied in time
   */
  public void begin(String newEpoch) {
    if (!newEpoch.equals(epoch())) {
      await(submit(0, new ShardCommand.BeginEpoch(newEpoch)));
    }
  }

  public List<Shard.State> states() {
    return shards.stream().map(Shard::state).toList();
  }

  /** Submits a command to the shard of its entity; see {@link Shard#submit}. */
  public CompletableFuture<Applied> submit(Command command) {
    return shards.get(map.shardOf(command.entity())).submit(command);
  }

  /** Submits a command that is addressed to a shard. */
  public CompletableFuture<Applied> submit(int shard, ShardCommand command) {
    return shards.get(shard).submit(command);
  }

  /** Submits the firing of a timer to the shard that holds it. */
  public CompletableFuture<Applied> submit(int shard, TimerCommand command) {
    return shards.get(shard).submit(command);
  }

  /**
   * Submits a command and waits until it has been applied.
   *
   * @throws LogUnavailable if it was not applied in time; it may still be applied later
   */
  public Applied apply(Command command) {
    return await(submit(command));
  }

  /** Submits commands concurrently and waits until all have been applied; see {@link #apply}. */
  public List<Outcome> applyAll(List<? extends Command> commands) {
    List<CompletableFuture<Applied>> answers = commands.stream().map(this::submit).toList();
    return answers.stream().map(answer -> await(answer).outcome()).toList();
  }

  /**
   * Waits up to two seconds until other shards have applied what a command sent to them. When it
   * returns true, all listeners have been notified of it.
   *
   * @return false if some delivery was not applied in time
   */
  public boolean awaitDelivered(Applied applied) {
    return awaitDelivered(applied.shard(), applied.deliveries(), DELIVERED_WITHIN);
  }

  /**
   * As {@link #awaitDelivered(Applied)}, up to ten seconds, for everything that a shard has sent so
   * far. A repeated command may find its work done and send nothing while the first one's
   * deliveries are still in flight.
   */
  public boolean awaitOutboxDelivered(int shard) {
    List<Delivery> sent =
        readers.read(
            shard,
            db ->
                db.list(
                    "SELECT target, sequence FROM outbox_end",
                    row -> new Delivery(row.getInt(1), row.getLong(2))));
    return awaitDelivered(shard, sent, OUTBOX_DELIVERED_WITHIN);
  }

  private boolean awaitDelivered(int source, List<Delivery> deliveries, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    try {
      for (Delivery delivery : deliveries) {
        Received there = shards.get(delivery.target()).received();
        if (!there.await(source, delivery.sequence(), deadline)) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("shutting down");
    }
  }

  private static Applied await(CompletableFuture<Applied> answer) {
    try {
      return answer.get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (TimeoutException e) {
      answer.cancel(false);
      throw new LogUnavailable("not applied in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("shutting down");
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("shutting down");
    }
  }

  /** Stops taking commands, applies what is durable, and closes the files. */
  @Override
  public void close() {
    levels.close();
    relay.close();
    log.close();
    checkpointer.close();
    readers.close();
    searchers.close();
    shards.forEach(Shard::close); // closing a file's last connection checkpoints its WAL
  }
}
