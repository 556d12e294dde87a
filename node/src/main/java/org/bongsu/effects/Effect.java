package org.bongsu.effects;

import java.util.List;
import java.util.Optional;
import org.bongsu.apply.Change;
import org.bongsu.command.Command;
import org.bongsu.shard.Shards;
import org.bongsu.store.Readers;
import tools.jackson.databind.JsonNode;

/**
 * Something that commits set off in the world, once however many sites apply them: pushes, and what
 * is to come of mail, SMS, web pushes and webhooks. An effect says what is to be done and does it;
 * {@link EffectRunner} sees to the rest: which site does it, in which order, how often it is tried,
 * and that a restart or another site goes on where this one was.
 *
 * <p>Nothing of an effect's own memory may be needed to go on: tasks are found in the store again,
 * or restored from what was written of them.
 */
public interface Effect<T extends EffectTask> extends AutoCloseable {
  /** How often a task may be done if its site ends while doing it. */
  enum Repetition {
    /** Perhaps twice; the receiver drops repetitions by {@link EffectTask#idempotencyKey}. */
    AT_LEAST_ONCE,

    /**
     * Never twice, perhaps not at all: for what costs money or alarms people, and whose receiver
     * does not know repetitions. That a task is begun is in the log before it is done. A failure
     * must then be told only if it is certain that nothing was done.
     */
    AT_MOST_ONCE
  }

  /** What became of a try. */
  sealed interface Result {
    /**
     * It is done.
     *
     * @param report what is to be applied because of it, as far as that is possible now
     */
    record Done(Optional<Command> report) implements Result {
      public Done() {
        this(Optional.empty());
      }
    }

    /** It was not done, and may be later. */
    record Failed(String why) implements Result {}

    /** It will never be done. */
    record Refused(String why) implements Result {}
  }

  /** A task with everything that is true now, ready to be done. */
  interface Attempt {
    /** What is waited for, such as a host: the limit of tries at once is for each. */
    String destination();

    /** Does it, and waits for what becomes of it. */
    Result perform() throws InterruptedException;
  }

  /**
   * The name under which its progress stands in every shard, and in the metrics. Other effects do
   * not have it, and it never changes.
   */
  String name();

  Repetition repetition();

  RetryPolicy retry();

  LaneLimits limits();

  /** Whether a commit with this change may ask for something. */
  boolean follows(Change change);

  /**
   * The tasks that some entries of a shard ask for. The same entries give the same tasks, or fewer,
   * whenever and in whichever site that is asked.
   *
   * @param from the position of the first entry
   * @param before the position after the last one; the reader sees all of them applied
   */
  List<T> find(Readers.Reader reader, int shard, long from, long before);

  /** Reads a task that {@link EffectTask#toJson} wrote; empty if it means nothing any more. */
  Optional<T> restore(int shard, JsonNode written);

  /** What there is to do of a task now; empty if that is nothing any more. */
  Optional<? extends Attempt> prepare(Readers.Reader reader, T task);

  /** Called once before anything is asked; commits are told already. */
  default void load(Shards shards) {}

  /** Called after each commit, followed or not, on the shard's thread: be quick. */
  default void committed(List<Change> changes) {}

  /** Whether nothing can be asked for by whatever was committed until now; saves reading it. */
  default boolean isIdle() {
    return false;
  }

  @Override
  default void close() {}
}
