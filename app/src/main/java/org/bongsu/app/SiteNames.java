package org.bongsu.app;

import java.util.List;
import org.bongsu.cluster.StatusRecord;
import picocli.CommandLine.Option;

/** The option of commands that make something for sites which do not run yet. */
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
   * @throws IllegalArgumentException where one cannot be a site's, or stands twice
   */
  List<String> get() {
    for (String site : sites) {
      if (!StatusRecord.isName(site)) {
        throw new IllegalArgumentException(
            "--sites: " + site + " is not a name of small letters, digits and hyphens");
      }
    }
    if (sites.stream().distinct().count() < sites.size()) {
      throw new IllegalArgumentException("--sites names a site twice");
    }
    return sites;
  }
}
