package org.bongsu.matrix.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.KeyCommand.DeviceMessage;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.json.CanonicalJson;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** To-device messages. */
public final class SendToDeviceApi {
  private final Homeserver homeserver;

  public SendToDeviceApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  public void addTo(Routes routes) {
    routes.add("PUT", "/_matrix/client/v3/sendToDevice/{eventType}/{txnId}", this::send);
  }

  /**
   * PUT /_matrix/client/v3/sendToDevice/{eventType}/{txnId}: puts messages into the inboxes of
   * devices. Each recipient's shard stores the transaction id, so a retry after a partial failure
   * reaches only those recipients that the first attempt did not reach.
   */
  private Response send(Request request) {
    ObjectNode body = request.json();
    if (!body.path("messages").isObject()) {
      throw MatrixError.missingParam("messages");
    }
    List<KeyCommand.SendToDevice> commands = new ArrayList<>();
    for (Map.Entry<String, JsonNode> recipient : body.path("messages").properties()) {
      UserId user = Body.userId(recipient.getKey());
      if (homeserver.isOurs(user)) {
        commands.add(
            new KeyCommand.SendToDevice(
                user,
                request.session().user(),
                request.session().device(),
                request.pathParam("txnId"),
                request.pathParam("eventType"),
                messages(recipient.getValue())));
      }
    }
    homeserver.applyAll(commands);
    return Response.empty();
  }

  private static List<DeviceMessage> messages(JsonNode byDevice) {
    if (!byDevice.isObject()) {
      throw MatrixError.badJson("messages are given for each device");
    }
    List<DeviceMessage> messages = new ArrayList<>();
    for (Map.Entry<String, JsonNode> message : byDevice.properties()) {
      if (!(message.getValue() instanceof ObjectNode content)
          || !CanonicalJson.isCanonicalizable(content)) {
        throw MatrixError.badJson("a message's content is an object without floats");
      }
      messages.add(new DeviceMessage(message.getKey(), content));
    }
    return messages;
  }
}
