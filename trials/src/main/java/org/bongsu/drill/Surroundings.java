package org.bongsu.drill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the command line knows and the drill does not: how sites are told of each other. */
public interface Surroundings {
  /**
   * What follows {@code site --name NAME} for every site.
   *
   * @param data of all sites; each has a directory of its own in it
   */
  List<String> arguments(List<Place> places, Path data) throws IOException;

  /** The site that holds the active controller of the sites' log; empty where nobody says so. */
  Optional<String> controllerSite(List<Place> places) throws InterruptedException;
}
