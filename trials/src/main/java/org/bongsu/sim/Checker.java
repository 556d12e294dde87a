package org.bongsu.sim;

import java.util.Optional;

/** Checks one property of a run after everything has settled. */
interface Checker {
  /** A violation, and the checker that found it. */
  record Finding(String checker, String what) {}

  /** The violation in one sentence; empty if there is none. */
  Optional<String> check(History history, Sites sites);

  default Optional<Finding> judge(History history, Sites sites) {
    return check(history, sites).map(what -> new Finding(getClass().getSimpleName(), what));
  }
}
