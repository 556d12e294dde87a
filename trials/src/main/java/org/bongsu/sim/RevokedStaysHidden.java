package org.bongsu.sim;

import java.util.Optional;

/** What a client was told to be taken back is shown by no site from then on. */
final class RevokedStaysHidden implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    for (History.Narrowed narrowed : history.narrowed()) {
      for (History.Answer answer : history.answers()) {
        boolean later = answer.atMillis() > narrowed.atMillis();
        if (later && answer.positions()[narrowed.shard()] <= narrowed.position()) {
          return Optional.of(
              "site %d answered %d ms after %s was acknowledged, and had not applied it"
                  .formatted(
                      answer.site(), answer.atMillis() - narrowed.atMillis(), narrowed.command()));
        }
      }
    }
    return Optional.empty();
  }
}
