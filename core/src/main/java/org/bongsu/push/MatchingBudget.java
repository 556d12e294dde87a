package org.bongsu.push;

/**
 * Bounds the work of matching events against a user's push rules. A step is about one character
 * that is compared with one pattern. A condition that an event's share of the budget does not cover
 * does not hold. Not thread-safe.
 */
public final class MatchingBudget {
  /**
   * Steps for one event: a hundred keywords in the longest possible message need fewer. What an
   * event may take does not depend on other events, so decisions are the same in every site.
   */
  static final long EVENT_STEPS_MAX = 1 << 20;

  private long left;
  private long leftOfEvent;
  private boolean exhausted;

  /** A budget for many events. */
  public MatchingBudget(long steps) {
    this.left = steps;
  }

  static MatchingBudget ofOneEvent() {
    MatchingBudget budget = new MatchingBudget(EVENT_STEPS_MAX);
    budget.beginEvent();
    return budget;
  }

  /**
   * Whether an event was not evaluated completely because the budget for all events is used up. The
   * decision about that event means nothing.
   */
  public boolean isExhausted() {
    return exhausted;
  }

  void beginEvent() {
    leftOfEvent = EVENT_STEPS_MAX;
  }

  /** Takes steps before they are done; false if they must not be done. */
  boolean take(long steps) {
    if (steps > leftOfEvent) {
      leftOfEvent = 0;
      return false;
    }
    if (steps > left) {
      exhausted = true;
      left = 0;
      return false;
    }
    leftOfEvent -= steps;
    left -= steps;
    return true;
  }
}
