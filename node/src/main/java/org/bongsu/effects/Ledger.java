package org.bongsu.effects;

import java.util.LinkedHashSet;
import java.util.List;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ArrayNode;

/**
 * What one node knows of an effect's work on one shard while it is in charge of it: up to where
 * entries were looked at, and which of their tasks have been neither done nor given up. It ends
 * when another node takes over, and tasks that still wait for their turn end with it.
 */
final class Ledger<T extends EffectTask> {
  /** Writes a ledger into the shard's log. */
  @FunctionalInterface
  interface Writer {
    /** Returns when what the ledger says now is durable and applied. */
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
   * @param position of the first entry that was not looked at
   * @param whenRoom called when tasks are done and others may be looked for
   */
  Ledger(LaneLimits limits, long position, Writer writer, Runnable whenRoom) {
    this.limits = limits;
    this.position = position;
    this.writer = writer;
    this.whenRoom = whenRoom;
  }

  /** Notes that entries before a position were looked at, and what they ask for. */
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

  /** It was done, or never will be. */
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

  /** Notes durably that a task is done, before it is. */
  void take(T task) throws InterruptedException {
    done(task);
    writer.write();
  }

  /** It was certainly not done after all; it is the oldest one of its recipient. */
  synchronized void putBack(T task) {
    waiting.addFirst(task);
    changes++;
  }

  /** Whether no more entries are to be looked at now. */
  synchronized boolean isFull() {
    return limits.holdsBack() && waiting.size() >= limits.waitingMax();
  }

  synchronized int size() {
    return waiting.size();
  }

  synchronized long position() {
    return position;
  }

  /** How often what waits has changed, for telling whether it must be written again. */
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

  /** Another node is in charge, or may have been. */
  synchronized void close() {
    closed = true;
  }

  synchronized boolean isClosed() {
    return closed;
  }
}
