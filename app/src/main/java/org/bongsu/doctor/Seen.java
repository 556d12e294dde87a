package org.bongsu.doctor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What there is to be judged.
 *
 * @param data the data directory on this machine, if one is named
 */
public record Seen(List<SiteSeen> sites, Optional<Path> data, Instant now) {
  public Seen {
    sites = List.copyOf(sites);
  }

  /** The sites that answered. */
  List<SiteSeen> answering() {
    return sites.stream().filter(site -> site.health().isPresent()).toList();
  }
}
