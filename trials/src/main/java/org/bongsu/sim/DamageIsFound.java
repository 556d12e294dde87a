package org.bongsu.sim;

import java.util.Optional;

/** Data that differs from the other sites' is found, and made anew. */
final class DamageIsFound implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    return sites.all().stream()
        .filter(Site::isDamaged)
        .findFirst()
        .map(site -> "the data of site %d differs still".formatted(site.number()));
  }
}
