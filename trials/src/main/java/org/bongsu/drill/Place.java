package org.bongsu.drill;

import java.net.URI;
import java.util.List;

/**
 * The addresses of a site of a trial.
 *
 * @param host that the other sites reach
 * @param port for its clients
 * @param node for the nodes of the other sites
 * @param url where clients reach it
 */
public record Place(
    String name, String host, int port, int broker, int controller, int node, URI url) {
  /** Three sites on loopback addresses, with free ports. */
  public static List<Place> threeOnThisMachine() {
    return new Loopback(Sites.NAMES).places();
  }
}
