package org.bongsu.sim;

import java.util.Optional;

/** A site whose data was damaged is found and rebuilt. */
final class DamageIsFound implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    return sites.all().stream()
        .filter(Site::isDamaged)
        .findFirst()
        .map(site -> "the data of site %d is still damaged".formatted(site.number()));
  }
}
