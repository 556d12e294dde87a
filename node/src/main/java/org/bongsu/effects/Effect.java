package org.bongsu.effects;

import java.util.List;
import java.util.Optional;
import org.bongsu.apply.Change;
import org.bongsu.command.Command;
import org.bongsu.shard.Shards;
import org.bongsu.store.Readers;
import tools.jackson.databind.JsonNode;

/**
 * An external effect of commits, such as a push: performed once, although every site applies the
 * commits. An effect finds its tasks and performs them. {@link EffectRunner} does the rest: it
 * chooses the site, the order and the retries, and makes a restart or another site continue where
 * this one stopped.
 *
 * <p>An effect must not depend on its memory: after a restart its tasks are found in the store
 * again, or restored from the log.
 */
public interface Effect<T extends EffectTask> extends AutoCloseable {
  /** How often a task may be performed if its site is lost meanwhile. */
  enum Repetition {
    /** Perhaps twice; the receiver drops repetitions by {@link EffectTask#idempotencyKey}. */
    AT_LEAST_ONCE,

    /**
     * Never twice, perhaps not at all: for what costs money or alarms people, if the receiver
     * cannot detect repetitions. The start of a task is in the log before it is performed. So
     * {@link Result.Failed} may be returned only if it is certain that nothing was done.
     */
    AT_MOST_ONCE
  }

  /** The result of an attempt. */
  sealed interface Result {
    /**
     * It is done.
     *
     * @param report a command to apply because of it; dropped if it cannot be applied now
     */
    record Done(Optional<Command> report) implements Result {
      public Done() {
        this(Optional.empty());
      }
    }

    /** It was not done, and may be tried again. */
    record Failed(String why) implements Result {}

    /** It must not be tried again. */
    record Refused(String why) implements Result {}
  }

  /** A task with the current data, ready to be performed. */
  interface Attempt {
    /** The destination, such as a host; concurrent attempts are limited for each. */
    String destination();

    /** Performs it and waits for the result. */
    Result perform() throws InterruptedException;
  }

  /**
   * The unique name under which its progress is stored in every shard and shown in the metrics. It
   * never changes.
   */
  String name();

  Repetition repetition();

  RetryPolicy retry();

  LaneLimits limits();

  /** Whether a commit with this change may create tasks. */
  boolean follows(Change change);

  /**
   * The tasks of some entries of a shard. The same entries give the same tasks, or fewer, at any
   * time and in any site.
   *
   * @param from the position of the first entry
   * @param before the position after the last one; the reader sees all of them applied
   */
  List<T> find(Readers.Reader reader, int shard, long from, long before);

  /** Reads a task that {@link EffectTask#toJson} wrote; empty if it is obsolete. */
  Optional<T> restore(int shard, JsonNode written);

  /** Prepares the attempt of a task with the current data; empty if the task is obsolete. */
  Optional<? extends Attempt> prepare(Readers.Reader reader, T task);

  /** Called once before all other methods except {@link #committed}, which may come earlier. */
  default void load(Shards shards) {}

  /** Called after each commit, followed or not, on the shard's thread, so it must be quick. */
  default void committed(List<Change> changes) {}

  /** Whether no commit so far can have created a task; saves reading the entries. */
  default boolean isIdle() {
    return false;
  }

  @Override
  default void close() {}
}
