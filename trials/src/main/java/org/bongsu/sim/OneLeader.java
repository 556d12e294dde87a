package org.bongsu.sim;

import java.util.Optional;

/** What is to be done once is done by one site at a time. */
final class OneLeader implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    return history.severalLeaders().stream()
        .findFirst()
        .map(numbers -> "in charge at the same time were sites " + numbers);
  }
}
