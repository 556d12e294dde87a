package org.bongsu.sim;

import java.util.Optional;

/** No site with sound data is quarantined. */
final class OnlyDamagedAreQuarantined implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    return history.quarantined().stream()
        .filter(one -> !one.wasDamaged())
        .findFirst()
        .map(one -> "site %d was quarantined, and its data was sound".formatted(one.site()));
  }
}
