package org.bongsu.store;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets each account run a limited number of tasks at once. Its further tasks wait in a queue of its
 * own, so that they are not in front of other accounts' tasks.
 */
final class AccountShares {
  private static final class Account {
    int running;
    final Queue<Runnable> waiting = new ArrayDeque<>();
  }

  private final int runningMax;
  private final int waitingMax;
  private final Consumer<Runnable> pool;
  private final Map<String, Account> accounts = new HashMap<>();

  /**
   * @param runningMax tasks of one account that run at once
   * @param waitingMax tasks of one account that wait
   * @param pool runs tasks, in the order in which it gets them
   */
  AccountShares(int runningMax, int waitingMax, Consumer<Runnable> pool) {
    this.runningMax = runningMax;
    this.waitingMax = waitingMax;
    this.pool = pool;
  }

  /**
   * Runs a task of an account when it is its turn.
   *
   * @throws StoreUnavailable if too many tasks of the account wait
   */
  void submit(String name, Runnable task) {
    synchronized (this) {
      Account account = accounts.computeIfAbsent(name, one -> new Account());
      if (account.running >= runningMax) {
        if (account.waiting.size() >= waitingMax) {
          throw new StoreUnavailable("too many reads of this account are waiting");
        }
        account.waiting.add(task);
        return;
      }
      account.running++;
    }
    start(name, task);
  }

  private void start(String name, Runnable task) {
    pool.accept(() -> {
      try {
        task.run();
      } finally {
        Runnable next = next(name);
        if (next != null) {
          start(name, next);
        }
      }
    });
  }

  /** The task that takes the place of one that has ended, or null. */
  private synchronized @Nullable Runnable next(String name) {
    Account account = accounts.get(name);
    if (account == null) {
      throw new IllegalStateException("a task has ended of an account that has none");
    }
    Runnable next = account.waiting.poll();
    if (next == null && --account.running == 0) {
      accounts.remove(name);
    }
    return next;
  }
}
