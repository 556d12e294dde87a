package org.bongsu.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of platform threads that read the shards' files. SQLite calls pin the carrier of a
 * virtual thread, so virtual threads hand their reads to this pool and wait. Each thread has its
 * own connection to every shard that it has read.
 *
 * <p>An account has at most half of the threads at a time, so that its reads, however slow, leave
 * threads for others. A read that takes longer than its limit is ended.
 */
public final class Readers implements AutoCloseable {
  /**
   * The account for which the calling thread handles a request; its reads take from the account's
   * share. Reads of threads without one take from no share.
   */
  public static final ScopedValue<String> ACCOUNT = ScopedValue.newInstance();

  /** Maximum number of reads that wait for a thread. */
  private static final int WAITING_MAX = 4096;

  /** Maximum number of one account's reads that wait for a thread. */
  private static final int WAITING_OF_ACCOUNT_MAX = 256;

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private static final System.Logger LOG = System.getLogger(Readers.class.getName());

  /** The connections of the thread on which a read runs. */
  public final class Reader {
    private final @Nullable Db[] dbs = new Db[files.size()];
    private boolean interrupted;

    /** The read that runs, and when it began; for the thread that ends what takes too long. */
    private volatile @Nullable Running running;

    /** The connection to a shard's file; valid until the read returns. */
    public synchronized Db shard(int shard) {
      if (interrupted) {
        throw Db.interrupted();
      }
      Db db = dbs[shard];
      if (db == null) {
        db = files.get(shard).openReader();
        dbs[shard] = db;
      }
      return db;
    }

    public int shards() {
      return dbs.length;
    }

    /** Called by another thread: lets what runs on the connections fail. */
    synchronized void interrupt() {
      interrupted = true;
      for (Db db : dbs) {
        if (db != null) {
          db.interrupt();
        }
      }
    }

    /** An interrupted connection may be inside a transaction; the next read opens new ones. */
    synchronized void closeIfInterrupted() {
      if (interrupted) {
        interrupted = false;
        close();
      }
    }

    private synchronized void close() {
      for (int shard = 0; shard < dbs.length; shard++) {
        Db db = dbs[shard];
        if (db != null) {
          dbs[shard] = null;
          db.close();
        }
      }
    }

    private void run(Read read) {
      running = new Running(read, System.nanoTime());
      try {
        read.run(this);
      } finally {
        running = null;
      }
    }
  }

  private record Running(Read read, long sinceNanos) {}

  private final List<ShardFile> files;
  private final Duration within;
  private final ThreadPoolExecutor pool;
  private final AccountShares shares;
  private final ScheduledExecutorService watch;
  private final AtomicInteger waiting = new AtomicInteger();
  private final List<Reader> opened = new ArrayList<>();
  private final ThreadLocal<Reader> mine = ThreadLocal.withInitial(this::newReader);

  public Readers(String name, List<ShardFile> files, int threads) {
    this(name, files, threads, ANSWER_WITHIN);
  }

  /**
   * As above.
   *
   * @param within how long a read may take
   */
  Readers(String name, List<ShardFile> files, int threads, Duration within) {
    this.files = List.copyOf(files);
    this.within = within;
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(), // bounded by WAITING_MAX
            Thread.ofPlatform().name(name + "-", 0).daemon().factory());
    this.shares = new AccountShares(Math.max(1, threads / 2), WAITING_OF_ACCOUNT_MAX, this::queue);
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(name + "-watch").daemon().factory());
    long every = Math.min(1_000, within.toMillis());
    watch.scheduleWithFixedDelay(this::endLate, every, every, TimeUnit.MILLISECONDS);
  }

  private Reader newReader() {
    Reader reader = new Reader();
    synchronized (opened) {
      opened.add(reader);
    }
    return reader;
  }

  private void endLate() {
    synchronized (opened) {
      for (Reader reader : opened) {
        Running running = reader.running;
        if (running != null && System.nanoTime() - running.sinceNanos > within.toNanos()) {
          LOG.log(System.Logger.Level.WARNING, "a read took too long and is ended");
          running.read.end();
        }
      }
    }
  }

  /**
   * Runs a read on the pool and waits for it.
   *
   * @throws StoreUnavailable if too many reads wait, or this one takes more than 30 seconds
   */
  public <T> T read(Function<Reader, T> read) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Consumer<Reader> task =
        reader -> {
          try {
            result.complete(read.apply(reader));
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        };
    Read submitted = ACCOUNT.isBound() ? submit(ACCOUNT.get(), task) : submit(task);
    try {
      return result.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (TimeoutException e) {
      submitted.end();
      throw new StoreUnavailable("a read took too long");
    } catch (InterruptedException e) {
      submitted.end();
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("shutting down");
    }
  }

  /** Runs a read of one shard on the pool and waits for it. */
  public <T> T read(int shard, Function<Db, T> read) {
    return read(reader -> read.apply(reader.shard(shard)));
  }

  /**
   * Runs a read on the pool without waiting for it, as one of an account's share.
   *
   * @throws StoreUnavailable if too many reads wait
   */
  public Read submit(String account, Consumer<Reader> task) {
    return begin(new Read(task), run -> shares.submit(account, run));
  }

  /** As above, for no account. */
  public Read submit(Consumer<Reader> task) {
    return begin(new Read(task), this::queue);
  }

  private Read begin(Read read, Consumer<Runnable> queue) {
    if (pool.isShutdown()) {
      throw new StoreUnavailable("shutting down");
    }
    if (waiting.incrementAndGet() > WAITING_MAX) {
      waiting.decrementAndGet();
      throw new StoreUnavailable("too many reads are waiting");
    }
    try {
      queue.accept(() -> {
        waiting.decrementAndGet();
        mine.get().run(read);
      });
      return read;
    } catch (StoreUnavailable tooManyOfAccount) {
      waiting.decrementAndGet();
      throw tooManyOfAccount;
    }
  }

  private void queue(Runnable run) {
    try {
      pool.execute(run);
    } catch (RejectedExecutionException closing) {
      LOG.log(System.Logger.Level.DEBUG, "a read is not begun, as the readers close");
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    pool.shutdown();

    try {
      pool.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (opened) {
      opened.forEach(Reader::close);
    }
  }
}
