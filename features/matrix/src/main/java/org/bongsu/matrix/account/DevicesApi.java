package org.bongsu.matrix.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.account.Devices;
import org.bongsu.command.UserCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A user's own devices. */
final class DevicesApi {
  private final Homeserver homeserver;
  private final OwnPassword ownPassword;

  DevicesApi(Homeserver homeserver, OwnPassword ownPassword) {
    this.homeserver = homeserver;
    this.ownPassword = ownPassword;
  }

  void addTo(Routes routes) {
    routes.add("GET", "/_matrix/client/v3/devices", this::list);
    routes.add("GET", "/_matrix/client/v3/devices/{deviceId}", this::get);
    routes.add("PUT", "/_matrix/client/v3/devices/{deviceId}", this::rename);
    routes.add("DELETE", "/_matrix/client/v3/devices/{deviceId}", this::delete);
    routes.add("POST", "/_matrix/client/v3/delete_devices", this::deleteSeveral);
  }

  /** GET /_matrix/client/v3/devices: all devices that are signed in. */
  private Response list(Request request) {
    UserId user = request.session().user();
    ObjectNode body = Json.object();
    ArrayNode devices = body.putArray("devices");
    homeserver
        .read(user.value(), db -> new Devices(db).of(user))
        .forEach(device -> devices.add(describe(device)));
    return Response.json(body);
  }

  /** GET /_matrix/client/v3/devices/{deviceId}: one device. */
  private Response get(Request request) {
    UserId user = request.session().user();
    DeviceId id = SignIn.device(request.pathParam("deviceId"));
    Optional<Devices.Device> device =
        homeserver.read(user.value(), db -> new Devices(db).find(user, id));
    return Response.json(
        describe(device.orElseThrow(() -> MatrixError.notFound("There is no such device"))));
  }

  private static ObjectNode describe(Devices.Device device) {
    ObjectNode body = Json.object().put("device_id", device.id().value());
    if (device.displayName() != null) {
      body.put("display_name", device.displayName());
    }
    if (device.seenMillis() != null && device.address() != null) {
      body.put("last_seen_ts", device.seenMillis()).put("last_seen_ip", device.address());
    }
    return body;
  }

  /** PUT /_matrix/client/v3/devices/{deviceId}: renames a device. */
  private Response rename(Request request) {
    UserId user = request.session().user();
    DeviceId id = SignIn.device(request.pathParam("deviceId"));
    Optional<String> name =
        Body.optionalString(request.json(), "display_name").map(SignIn::deviceName);
    if (name.isPresent()) {
      homeserver.apply(new UserCommand.RenameDevice(user, id, name.get()));
    } else if (homeserver.read(user.value(), db -> new Devices(db).find(user, id)).isEmpty()) {
      throw MatrixError.notFound("There is no such device");
    }
    return Response.empty();
  }

  /** DELETE /_matrix/client/v3/devices/{deviceId}: signs a device out; requires the password. */
  private Response delete(Request request) {
    DeviceId id = SignIn.device(request.pathParam("deviceId"));
    ownPassword.require(request);
    homeserver.apply(new UserCommand.DeleteDevices(request.session().user(), List.of(id)));
    return Response.empty();
  }

  /** POST /_matrix/client/v3/delete_devices: signs devices out; requires the password. */
  private Response deleteSeveral(Request request) {
    devices(request.json());
    List<DeviceId> devices = devices(ownPassword.require(request).params());
    homeserver.apply(new UserCommand.DeleteDevices(request.session().user(), devices));
    return Response.empty();
  }

  private static List<DeviceId> devices(ObjectNode body) {
    if (!body.has("devices") && !body.has("auth")) {
      throw MatrixError.missingParam("devices");
    }
    List<DeviceId> devices = new ArrayList<>();
    for (JsonNode device : Body.array(body, "devices")) {
      if (!device.isString()) {
        throw MatrixError.badJson("devices holds something that is not a string");
      }
      devices.add(SignIn.device(device.stringValue()));
    }
    if (devices.size() > Devices.DEVICES_MAX) {
      throw MatrixError.invalidParam("Too many devices");
    }
    return devices;
  }
}
