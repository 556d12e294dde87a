package org.bongsu.sim;

import java.util.Optional;

/** A quarantined site does not answer until it has been rebuilt. */
final class QuarantinedStaySilent implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    return history
        .firstAnswerOf(Site.Flaw.QUARANTINED)
        .map(answer -> "site %d answered while it was quarantined".formatted(answer.site()));
  }
}
