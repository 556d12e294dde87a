package org.bongsu.drill;

/**
 * Somebody who goes on with what they do until the drill ends. What nobody expected goes into its
 * history.
 */
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

  /** Ends after what is being done now has been answered. */
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
      // So has the drill.
    } catch (RuntimeException e) {
      history.strange(name + " met " + e);
    }
  }
}
