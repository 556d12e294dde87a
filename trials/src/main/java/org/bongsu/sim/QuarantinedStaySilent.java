package org.bongsu.sim;

import java.util.Optional;

/** A site whose data was found to differ answers nobody until it has been made anew. */
final class QuarantinedStaySilent implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    return history
        .firstAnswerOf(Site.Flaw.CONDEMNED)
        .map(answer ->
            "site %d answered, and had found its data to differ".formatted(answer.site()));
  }
}
