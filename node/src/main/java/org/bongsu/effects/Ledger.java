package org.bongsu.effects;

import java.util.LinkedHashSet;
import java.util.List;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ArrayNode;

/**
 * An effect's progress on one shard during one term of this node: the position up to which entries
 * were examined, and the tasks that are neither done nor given up. It is closed when another node
 * takes over, and its waiting tasks are dropped with it.
 */
final class Ledger<T extends EffectTask> {
  /** Writes a ledger into the shard's log. */
  @FunctionalInterface
  interface Writer {
    /** Returns when the ledger's current state is durable and applied. */
    void write() throws InterruptedException;
  }

  private final LaneLimits limits;
  private final Writer writer;
  private final Runnable whenRoom;
  private final LinkedHashSet<T> waiting = new LinkedHashSet<>();
  private long position;
  private long changes;
  private boolean closed;

  /**
   * Begins a term.
   *
   * @param position of the first entry that was not examined
   * @param whenRoom called when a full ledger has room again
   */
  Ledger(LaneLimits limits, long position, Writer writer, Runnable whenRoom) {
    this.limits = limits;
    this.position = position;
    this.writer = writer;
    this.whenRoom = whenRoom;
  }

  /** Notes that entries before a position were examined, and the tasks found in them. */
  synchronized void found(List<T> tasks, long before) {
    position = before;
    for (T task : tasks) {
      waiting.add(task);
      changes++;
    }
    while (!limits.holdsBack() && waiting.size() > limits.waitingMax()) {
      waiting.remove(waiting.iterator().next());
    }
  }

  /** The task is done or given up. */
  void done(T task) {
    boolean room;
    synchronized (this) {
      room = isFull();
      changes += waiting.remove(task) ? 1 : 0;
      room &= !isFull();
    }
    if (room) {
      whenRoom.run();
    }
  }

  /** Records durably that a task is done, before it is performed. */
  void take(T task) throws InterruptedException {
    done(task);
    writer.write();
  }

  /** Adds a task again that was certainly not done; it is its recipient's oldest. */
  synchronized void putBack(T task) {
    waiting.addFirst(task);
    changes++;
  }

  /** Whether no more entries may be examined now. */
  synchronized boolean isFull() {
    return limits.holdsBack() && waiting.size() >= limits.waitingMax();
  }

  synchronized int size() {
    return waiting.size();
  }

  synchronized long position() {
    return position;
  }

  /** The number of changes, to decide whether the ledger must be written again. */
  synchronized long changes() {
    return changes;
  }

  /** The ledger as it is written. */
  record Page(long position, ArrayNode waiting, long changes) {}

  synchronized Page page() {
    ArrayNode array = Json.array();
    waiting.forEach(task -> array.add(task.toJson()));
    return new Page(position, array, changes);
  }

  /** Another node leads, or may have led. */
  synchronized void close() {
    closed = true;
  }

  synchronized boolean isClosed() {
    return closed;
  }
}
