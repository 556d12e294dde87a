package org.bongsu.drill;

/** Somebody who repeats an action until the drill ends. Unexpected failures go into the history. */
abstract class Actor implements Runnable {
  private final String name;
  private final History history;
  private volatile boolean stopped;

  Actor(String name, History history) {
    this.name = name;
    this.history = history;
  }

  final String name() {
    return name;
  }

  final History history() {
    return history;
  }

  /** Ends after the current action has been answered. */
  final void stop() {
    stopped = true;
  }

  final boolean isStopped() {
    return stopped;
  }

  /** Does one thing, and pauses. */
  abstract void act() throws Client.Unanswered, InterruptedException;

  @Override
  public final void run() {
    try {
      while (!stopped) {
        act();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Client.Unanswered ended) {
      // The drill has ended.
    } catch (RuntimeException e) {
      history.unexplained(name + " met " + e);
    }
  }
}
