package org.bongsu.sim;

import java.util.Optional;

/** A site that met a command or a level which its version does not know answers nobody. */
final class StoppedStaySilent implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    return history
        .firstAnswerOf(Site.Flaw.STOPPED)
        .map(answer ->
            "site %d answered, and had met what it does not know".formatted(answer.site()));
  }
}
