package org.bongsu.timer;

import org.bongsu.apply.Tx;
import org.bongsu.command.Outcome;

/** A subject that sets timers, and does what is to be done when one fires. */
@FunctionalInterface
public interface TimerOwner {
  /**
   * A timer has fired, and its row is gone; the owner may set the next one under the same id.
   *
   * @return what became of it. A refusal is noted and nobody tries again: the owner must have
   *     changed nothing then
   */
  Outcome fired(Timer timer, Tx tx);
}
