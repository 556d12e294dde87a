package org.bongsu.sim;

import java.util.PriorityQueue;

/**
 * The simulated clock and its pending tasks. Tasks that are due at the same time run in the order
 * in which they were added.
 */
final class Scheduler {
  private record Task(long atMillis, long number, Runnable what) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long nowMillis;
  private long number;

  /**
   * @param nowMillis start of the run, milliseconds since 1970
   */
  Scheduler(long nowMillis) {
    this.nowMillis = nowMillis;
  }

  long nowMillis() {
    return nowMillis;
  }

  void after(long millis, Runnable what) {
    tasks.add(new Task(nowMillis + millis, number++, what));
  }

  /** Runs all tasks that are due by then, and sets the clock to it. */
  void runUntil(long untilMillis) {
    while (!tasks.isEmpty() && tasks.peek().atMillis <= untilMillis) {
      Task next = tasks.remove();
      nowMillis = next.atMillis;
      next.what.run();
    }
    nowMillis = untilMillis;
  }

  /** Drops all pending tasks. */
  void clear() {
    tasks.clear();
  }
}
