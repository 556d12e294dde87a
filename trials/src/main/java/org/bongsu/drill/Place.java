package org.bongsu.drill;

import java.net.URI;
import java.util.List;

/**
 * Where a site of a trial is.
 *
 * @param host that the other sites reach
 * @param port for its clients
 * @param node for the nodes of the other sites
 * @param url where clients reach it
 */
public record Place(
    String name, String host, int port, int broker, int controller, int node, URI url) {
  /** Three on addresses of this machine, with ports that are free. */
  public static List<Place> threeOnThisMachine() {
    return new Loopback(Sites.NAMES).places();
  }
}
