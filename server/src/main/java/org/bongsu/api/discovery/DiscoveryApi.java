package org.bongsu.api.discovery;

import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a client asks first. */
public final class DiscoveryApi {
  private static final int NEWEST_MINOR_VERSION = 16;

  public void addTo(Routes routes) {
    routes.add("GET", "/_matrix/client/versions", Route.Access.OPTIONAL, this::versions);
  }

  /** GET /_matrix/client/versions: the versions of the specification that are truly covered. */
  private Response versions(Request request) {
    ObjectNode body = Json.object();
    ArrayNode versions = body.putArray("versions");
    for (int minor = 1; minor <= NEWEST_MINOR_VERSION; minor++) {
      versions.add("v1." + minor);
    }
    body.putObject("unstable_features");
    return Response.json(body);
  }
}
