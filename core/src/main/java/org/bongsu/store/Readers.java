package org.bongsu.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of platform threads that read the shards' files. SQLite calls pin the carrier of a
 * virtual thread, so virtual threads hand their reads to this pool and wait. Each thread has its
 * own connection to every shard that it has read.
 */
public final class Readers implements AutoCloseable {
  /** Maximum number of reads that wait for a thread. */
  private static final int WAITING_MAX = 4096;

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  /** The connections of the thread on which a read runs. */
  public final class Reader {
    private final @Nullable Db[] dbs = new Db[files.size()];

    /** The connection to a shard's file; valid until the read returns. */
    public Db shard(int shard) {
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
  }

  private final List<ShardFile> files;
  private final ThreadPoolExecutor pool;
  private final List<Reader> opened = new ArrayList<>();
  private final ThreadLocal<Reader> mine = ThreadLocal.withInitial(this::newReader);

  public Readers(String name, List<ShardFile> files, int threads) {
    this.files = List.copyOf(files);
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().name(name + "-", 0).daemon().factory());
  }

  private Reader newReader() {
    Reader reader = new Reader();
    synchronized (opened) {
      opened.add(reader);
    }
    return reader;
  }

  /**
   * Runs a read on the pool and waits for it.
   *
   * @throws StoreUnavailable if too many reads wait, or this one takes more than 30 seconds
   */
  public <T> T read(Function<Reader, T> read) {
    CompletableFuture<T> result = new CompletableFuture<>();
    execute(() -> {
      try {
        result.complete(read.apply(mine.get()));
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    });
    try {
      return result.get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new StoreUnavailable("a read took too long");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("shutting down");
    }
  }

  /** Runs a read of one shard on the pool and waits for it. */
  public <T> T read(int shard, Function<Db, T> read) {
    return read(reader -> read.apply(reader.shard(shard)));
  }

  /** Runs a task on the pool without waiting; the task may call {@link #here}. */
  public void execute(Runnable task) {
    try {
      pool.execute(task);
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailable("too many reads are waiting");
    }
  }

  /** The connections of the calling thread, which must belong to this pool. */
  public Reader here() {
    return mine.get();
  }

  @Override
  public void close() {
    pool.shutdown();

    try {
      pool.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (opened) {
      for (Reader reader : opened) {
        for (Db db : reader.dbs) {
          if (db != null) {
            db.close();
          }
        }
      }
    }
  }
}
