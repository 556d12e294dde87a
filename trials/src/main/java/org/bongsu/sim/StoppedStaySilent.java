package org.bongsu.sim;

import java.util.Optional;

/** A site that met a command or level unknown to its version does not answer. */
final class StoppedStaySilent implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    return history
        .firstAnswerOf(Site.Flaw.STOPPED)
        .map(answer ->
            "site %d answered after it met something unknown to its version"
                .formatted(answer.site()));
  }
}
