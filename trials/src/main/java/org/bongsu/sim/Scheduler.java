package org.bongsu.sim;

import java.util.PriorityQueue;

/** The simulated clock, and what is to happen when. What is due at one time happens in order. */
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
   * @param nowMillis when the run begins, milliseconds since 1970
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

  /** Lets everything happen that is due until then. */
  void runUntil(long untilMillis) {
    while (!tasks.isEmpty() && tasks.peek().atMillis <= untilMillis) {
      Task next = tasks.remove();
      nowMillis = next.atMillis;
      next.what.run();
    }
    nowMillis = untilMillis;
  }

  /** Forgets what was still to happen. */
  void clear() {
    tasks.clear();
  }
}
