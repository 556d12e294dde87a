package org.bongsu.api.sync;

import org.bongsu.api.Homeserver;
import org.bongsu.http.MatrixError;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import tools.jackson.databind.node.ObjectNode;

/** Filters that clients keep on the server. */
final class FilterApi {
  private final Homeserver homeserver;

  FilterApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  void addTo(Routes routes) {}

  /** The filter that a sync names, by JSON or by id. */
  SyncFilter find(UserId user, String text) {
    if (!text.startsWith("{") || !homeserver.isOurs(user)) {
      throw MatrixError.invalidParam("There is no filter " + text);
    }
    try {
      return SyncFilter.of((ObjectNode) Json.parse(text));
    } catch (MalformedJson e) {
      throw new MatrixError(400, "M_NOT_JSON", "The filter is not JSON: " + e.getMessage());
    }
  }
}
