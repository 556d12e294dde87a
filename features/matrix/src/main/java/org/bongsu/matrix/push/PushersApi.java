package org.bongsu.matrix.push;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.bongsu.accountdata.AccountData;
import org.bongsu.command.AccountDataCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pushers: where a user's notifications are sent. */
public final class PushersApi {
  private static final int APP_ID_CHARS_MAX = 64;
  private static final int PUSH_KEY_BYTES_MAX = 512;
  private static final int PUSHER_BYTES_MAX = 16 * 1024;
  private static final String GATEWAY_PATH = "/_matrix/push/v1/notify";
  private static final Set<String> KINDS = Set.of("http", "email");
  private static final List<String> TEXTS =
      List.of("app_display_name", "device_display_name", "lang");

  private final Homeserver homeserver;

  public PushersApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  public void addTo(Routes routes) {
    routes.add("GET", "/_matrix/client/v3/pushers", this::all);
    routes.add("POST", "/_matrix/client/v3/pushers/set", this::set);
  }

  /** GET /_matrix/client/v3/pushers: the user's pushers. */
  private Response all(Request request) {
    UserId user = request.session().user();
    ObjectNode body = Json.object();
    ArrayNode pushers = body.putArray("pushers");
    homeserver.read(user.value(), db -> new AccountData(db).pushers(user)).forEach(pushers::add);
    return Response.json(body);
  }

  /** POST /_matrix/client/v3/pushers/set: adds, changes or, with kind null, removes a pusher. */
  private Response set(Request request) {
    ObjectNode body = request.json();
    String appId = Body.string(body, "app_id");
    String pushKey = Body.string(body, "pushkey");
    if (!body.has("kind")) {
      throw MatrixError.missingParam("kind");
    }
    if (appId.length() > APP_ID_CHARS_MAX
        || pushKey.getBytes(StandardCharsets.UTF_8).length > PUSH_KEY_BYTES_MAX) {
      throw MatrixError.invalidParam("app_id has at most 64 characters, pushkey at most 512 bytes");
    }
    boolean removed = body.path("kind").isNull();
    homeserver.apply(
        new AccountDataCommand.SetPusher(
            request.session().user(),
            request.session().device(),
            appId,
            pushKey,
            removed ? null : pusher(body, appId, pushKey),
            Body.flag(body, "append", false)));
    return Response.empty();
  }

  private static ObjectNode pusher(ObjectNode body, String appId, String pushKey) {
    String kind = Body.string(body, "kind");
    if (!KINDS.contains(kind)) {
      throw MatrixError.invalidParam("A pusher is of the kind http or email");
    }
    ObjectNode pusher = Json.object();
    pusher.put("app_id", appId).put("pushkey", pushKey).put("kind", kind);
    TEXTS.forEach(key -> pusher.put(key, Body.string(body, key)));
    Body.optionalString(body, "profile_tag").ifPresent(tag -> pusher.put("profile_tag", tag));
    if (!body.has("data")) {
      throw MatrixError.missingParam("data");
    }
    ObjectNode data = Body.object(body, "data");
    if (kind.equals("http")) {
      requireGateway(Body.string(data, "url"));
    }
    pusher.set("data", data);
    if (Json.bytes(pusher).length > PUSHER_BYTES_MAX) {
      throw MatrixError.tooLarge("A pusher has at most 16 KiB");
    }
    return pusher;
  }

  /** Requires https and the gateway path; plain HTTP only to this machine, for a local gateway. */
  private static void requireGateway(String url) {
    try {
      URI uri = URI.create(url);
      boolean safe = "https".equals(uri.getScheme()) || isOwnMachine(uri);
      if (safe && uri.getHost() != null && GATEWAY_PATH.equals(uri.getPath())) {
        return;
      }
    } catch (IllegalArgumentException notAnUrl) {
      // The error follows.
    }
    throw MatrixError.invalidParam("data.url is https and ends with " + GATEWAY_PATH);
  }

  private static boolean isOwnMachine(URI uri) {
    return "http".equals(uri.getScheme())
        && ("127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost()));
  }
}
