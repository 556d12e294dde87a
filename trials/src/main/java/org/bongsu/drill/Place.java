package org.bongsu.drill;

import java.net.URI;

/**
 * Where a site of the drill is.
 *
 * @param host that the other sites reach
 * @param port for its clients
 * @param node for the nodes of the other sites
 * @param url where clients reach it
 */
public record Place(
    String name, String host, int port, int broker, int controller, int node, URI url) {}
