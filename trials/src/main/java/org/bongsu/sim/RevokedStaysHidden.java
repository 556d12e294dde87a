package org.bongsu.sim;

import java.util.Optional;

/** After a revocation was acknowledged, no site answers from a state before it. */
final class RevokedStaysHidden implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    for (History.Revoked revoked : history.revoked()) {
      for (History.Answer answer : history.answers()) {
        boolean later = answer.atMillis() > revoked.atMillis();
        if (later && answer.positions()[revoked.shard()] <= revoked.position()) {
          return Optional.of(
              "site %d answered %d ms after %s was acknowledged, and had not applied it"
                  .formatted(
                      answer.site(), answer.atMillis() - revoked.atMillis(), revoked.command()));
        }
      }
    }
    return Optional.empty();
  }
}
