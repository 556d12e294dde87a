package org.bongsu.sim;

import java.util.Optional;

/** Judges a run at its end, when everything has settled. */
interface Checker {
  /** What is wrong, and by whose judgement. */
  record Finding(String checker, String what) {}

  /** What was found, in one sentence; empty where all is well. */
  Optional<String> check(History history, Sites sites);

  default Optional<Finding> judge(History history, Sites sites) {
    return check(history, sites).map(what -> new Finding(getClass().getSimpleName(), what));
  }
}
