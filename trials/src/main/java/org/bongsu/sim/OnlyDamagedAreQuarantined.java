package org.bongsu.sim;

import java.util.Optional;

/** No site takes itself out whose data is as it ought to be. */
final class OnlyDamagedAreQuarantined implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    return history.quarantined().stream()
        .filter(one -> !one.wasDamaged())
        .findFirst()
        .map(one -> "site %d took its data for damaged, and it was not".formatted(one.site()));
  }
}
