package org.bongsu.sim;

import java.util.Optional;

/** At each time at most one site is the leader. */
final class OneLeader implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    return history.severalLeaders().stream()
        .findFirst()
        .map(numbers -> "leaders at the same time: sites " + numbers);
  }
}
