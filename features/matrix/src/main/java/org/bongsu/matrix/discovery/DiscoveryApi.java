package org.bongsu.matrix.discovery;

import java.util.List;
import org.bongsu.cluster.Peers;
import org.bongsu.event.RoomVersion;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.node.NodeSettings;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Server discovery: address, versions, capabilities, support contact. */
public final class DiscoveryApi {
  private static final int NEWEST_MINOR_VERSION = 16;
  private static final RoomVersion DEFAULT_ROOM_VERSION = RoomVersion.V11;

  /**
   * Unstable names of features that are in the specification now, because clients still look for
   * them; and delayed events (MSC4140), which are not in it yet.
   */
  private static final String[] FEATURES = {
    "org.matrix.e2e_cross_signing",
    "org.matrix.msc2285.stable",
    "org.matrix.msc3440.stable",
    "org.matrix.msc3827.stable",
    "org.matrix.msc3916.stable",
    "org.matrix.msc4140",
    "uk.timedout.msc4322",
    "uk.tcpip.msc4133",
    "uk.tcpip.msc4133.stable"
  };

  private final NodeSettings config;
  private final MatrixSettings matrix;
  private final List<Peers.Address> sites;

  public DiscoveryApi(Homeserver homeserver) {
    this.config = homeserver.config();
    this.matrix = homeserver.settings(MatrixSettings.class);
    this.sites = homeserver.sites().addresses();
  }

  public void addTo(Routes routes) {
    Route.Access all = Route.Access.PUBLIC;
    routes.add("GET", "/.well-known/matrix/client", all, this::wellKnown);
    routes.add("GET", "/.well-known/matrix/support", all, this::support);
    routes.add("GET", "/_matrix/client/versions", Route.Access.OPTIONAL, this::versions);
    routes.add("GET", "/_matrix/client/v3/capabilities", this::capabilities);
  }

  /**
   * GET /.well-known/matrix/client: the server's address: {@code public-url}, or if that is not set
   * the address of this request. With several sites, {@code org.bongsu.sites} lists all of them,
   * for clients that can switch sites. {@code org.bongsu.status} has the {@code url} of the status
   * page, if one is configured; its {@code status.json} is described by its {@code schema.json}.
   */
  private Response wellKnown(Request request) {
    ObjectNode body = Json.object();
    body.putObject("m.homeserver").put("base_url", baseUrl(request));
    if (!sites.isEmpty()) {
      ArrayNode all = body.putArray("org.bongsu.sites");
      sites.forEach(site -> all.addObject().put("name", site.name()).put("base_url", site.url()));
    }
    if (!config.statusPage().isEmpty()) {
      body.putObject("org.bongsu.status").put("url", config.statusPage() + "/");
    }
    return Response.json(body);
  }

  private String baseUrl(Request request) {
    if (!config.publicUrl().isEmpty()) {
      return config.publicUrl();
    }
    String host =
        request
            .header("Host")
            .filter(h -> h.matches("[A-Za-z0-9.:\\[\\]-]{1,255}"))
            .orElseThrow(() -> MatrixError.notFound("The server does not know its address"));
    return (request.head().encrypted() ? "https://" : "http://") + host;
  }

  /** GET /.well-known/matrix/support: the support contact; 404 if none is configured. */
  private Response support(Request request) {
    ObjectNode body = Json.object();
    if (!matrix.supportEmail().isEmpty()) {
      body.putArray("contacts")
          .addObject()
          .put("email_address", matrix.supportEmail())
          .put("role", "m.role.admin");
    }
    if (!matrix.supportPage().isEmpty()) {
      body.put("support_page", matrix.supportPage());
    }
    if (body.isEmpty()) {
      throw MatrixError.notFound("No support contact is configured");
    }
    return Response.json(body);
  }

  /** GET /_matrix/client/versions: the versions of the specification that are fully covered. */
  private Response versions(Request request) {
    ObjectNode body = Json.object();
    ArrayNode versions = body.putArray("versions");
    for (int minor = 1; minor <= NEWEST_MINOR_VERSION; minor++) {
      versions.add("v1." + minor);
    }
    ObjectNode features = body.putObject("unstable_features");
    for (String feature : FEATURES) {
      features.put(feature, true);
    }
    return Response.json(body);
  }

  /** GET /_matrix/client/v3/capabilities: what a user may do on this server. */
  private Response capabilities(Request request) {
    ObjectNode body = Json.object();
    ObjectNode capabilities = body.putObject("capabilities");
    ObjectNode rooms = capabilities.putObject("m.room_versions");
    rooms.put("default", DEFAULT_ROOM_VERSION.id());
    ObjectNode available = rooms.putObject("available");
    for (RoomVersion version : RoomVersion.values()) {
      available.put(version.id(), "stable");
    }
    enabled(capabilities, "m.change_password", true);
    enabled(capabilities, "m.set_displayname", true);
    enabled(capabilities, "m.set_avatar_url", true);
    enabled(capabilities, "m.profile_fields", true);
    enabled(capabilities, "uk.tcpip.msc4133.profile_fields", true);
    enabled(capabilities, "m.3pid_changes", false);
    enabled(capabilities, "m.get_login_token", false);
    enabled(capabilities, "m.forget_forced_upon_leave", false);
    if (request.session().admin()) {
      capabilities.putObject("m.account_moderation").put("lock", true).put("suspend", false);
    }
    return Response.json(body);
  }

  private static void enabled(ObjectNode capabilities, String name, boolean enabled) {
    capabilities.putObject(name).put("enabled", enabled);
  }
}
