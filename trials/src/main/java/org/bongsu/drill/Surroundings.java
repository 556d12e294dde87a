package org.bongsu.drill;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the command line knows and the drill does not: how sites are configured to find each other.
 */
public interface Surroundings {
  /**
   * What follows {@code site --name NAME} at one site.
   *
   * @param places of all sites
   */
  List<String> arguments(Place site, List<Place> places) throws IOException;

  /**
   * Runs {@code bongsu recover} after all sites have lost their log.
   *
   * @throws IOException if it fails
   */
  void recover(List<Place> places) throws IOException, InterruptedException;

  /** The site that holds Kafka's active controller; empty if unknown. */
  Optional<String> controllerSite(List<Place> places) throws InterruptedException;
}
