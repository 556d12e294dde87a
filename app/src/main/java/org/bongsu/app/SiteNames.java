package org.bongsu.app;

import java.util.List;
import org.bongsu.cluster.StatusRecord;
import picocli.CommandLine.Option;

/** The option that names sites which do not run yet. */
final class SiteNames {
  @Option(
      names = "--sites",
      paramLabel = "NAME,...",
      required = true,
      split = ",",
      description = "The sites, named as in --peers.")
  private List<String> sites = List.of();

  /**
   * The names, in the order in which they were given.
   *
   * @throws IllegalArgumentException if one is not a valid name or is named twice
   */
  List<String> get() {
    requireValid(sites);
    return sites;
  }

  /** Throws as above. */
  static void requireValid(List<String> sites) {
    for (String site : sites) {
      if (!StatusRecord.isName(site)) {
        throw new IllegalArgumentException(
            site + " is not a name of lower-case letters, digits and hyphens");
      }
    }
    if (sites.stream().distinct().count() < sites.size()) {
      throw new IllegalArgumentException("a site is named twice");
    }
  }
}
