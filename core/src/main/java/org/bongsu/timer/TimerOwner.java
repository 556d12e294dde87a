package org.bongsu.timer;

import org.bongsu.apply.Tx;
import org.bongsu.command.Outcome;

/** A subject that sets timers and handles their firing. */
@FunctionalInterface
public interface TimerOwner {
  /**
   * Handles a timer that has fired. Its row has been removed; the owner may set another timer with
   * the same id.
   *
   * @return the result. A refusal is recorded and not retried; the owner must not have changed
   *     anything then
   */
  Outcome fired(Timer timer, Tx tx);
}
