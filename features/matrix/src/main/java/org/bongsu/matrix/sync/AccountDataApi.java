package org.bongsu.matrix.sync;

import java.util.Optional;
import org.bongsu.account.AccountDataRows;
import org.bongsu.account.Accounts;
import org.bongsu.accountdata.AccountData;
import org.bongsu.command.AccountDataCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.push.PushRules;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Account data of a user, global or for one room, and room tags. */
public final class AccountDataApi {
  private static final String USER = "/_matrix/client/v3/user/{userId}";
  private static final String ROOM = USER + "/rooms/{roomId}";
  private static final int TYPE_BYTES_MAX = 255;

  private final Homeserver homeserver;

  public AccountDataApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  public void addTo(Routes routes) {
    routes.add("GET", USER + "/account_data/{type}", request -> get(request, null));
    routes.add("PUT", USER + "/account_data/{type}", request -> put(request, null));
    routes.add("GET", ROOM + "/account_data/{type}", request -> get(request, room(request)));
    routes.add("PUT", ROOM + "/account_data/{type}", request -> put(request, room(request)));
    routes.add("GET", ROOM + "/tags", this::tags);
    routes.add("PUT", ROOM + "/tags/{tag}", this::setTag);
    routes.add("DELETE", ROOM + "/tags/{tag}", this::deleteTag);
  }

  /**
   * The user in the path.
   *
   * @throws MatrixError 403 if it is not the caller
   */
  static UserId ownUser(Request request) {
    UserId user = Body.userId(request.pathParam("userId"));
    if (!user.equals(request.session().user())) {
      throw MatrixError.forbidden("This belongs to another user");
    }
    return user;
  }

  private static RoomId room(Request request) {
    return Body.roomId(request.pathParam("roomId"));
  }

  /**
   * GET /_matrix/client/v3/user/{userId}/account_data/{type} and
   * /_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}: the content for a type.
   */
  private Response get(Request request, @Nullable RoomId room) {
    UserId user = ownUser(request);
    String type = request.pathParam("type");
    if (room == null && type.equals(AccountData.PUSH_RULES)) {
      PushRules rules = homeserver.read(user.value(), db -> new AccountData(db).pushRules(user));
      return Response.json(rules.toClient());
    }
    return homeserver
        .read(user.value(), db -> new Accounts(db).accountData(user, room, type))
        .map(Response::json)
        .orElseThrow(() -> MatrixError.notFound("Nothing was set for this type"));
  }

  /**
   * PUT /_matrix/client/v3/user/{userId}/account_data/{type} and
   * /_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}: sets at most 256 KiB.
   */
  private Response put(Request request, @Nullable RoomId room) {
    UserId user = ownUser(request);
    String type = request.pathParam("type");
    if (type.equals(AccountData.FULLY_READ) || type.equals(AccountData.PUSH_RULES)) {
      throw new MatrixError(405, "M_BAD_JSON", "Cannot set " + type + " through this API.");
    }
    if (Json.text(Json.array().add(type)).length() > TYPE_BYTES_MAX) {
      throw MatrixError.invalidParam("A type has at most 250 characters");
    }
    ObjectNode content = request.json();
    if (Json.bytes(content).length > AccountDataRows.CONTENT_BYTES_MAX) {
      throw MatrixError.tooLarge("Account data of a type has at most 256 KiB");
    }
    homeserver.apply(new UserCommand.SetAccountData(user, room, type, content));
    return Response.empty();
  }

  /** GET /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags: the tags of a room. */
  private Response tags(Request request) {
    UserId user = ownUser(request);
    RoomId room = room(request);
    Optional<ObjectNode> content =
        homeserver.read(
            user.value(), db -> new Accounts(db).accountData(user, room, AccountData.TAG));
    JsonNode tags = content.map(c -> c.path("tags")).orElse(Json.object());
    return Response.json(Json.object().set("tags", tags.isObject() ? tags : Json.object()));
  }

  /** PUT /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}: sets a tag. */
  private Response setTag(Request request) {
    UserId user = ownUser(request);
    ObjectNode content = request.json();
    JsonNode order = content.path("order");
    if (!order.isMissingNode() && !order.isNumber()) {
      throw MatrixError.badJson("order is not a number");
    }
    homeserver.apply(new AccountDataCommand.SetTag(user, room(request), tag(request), content));
    return Response.empty();
  }

  /** DELETE /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}: removes a tag. */
  private Response deleteTag(Request request) {
    UserId user = ownUser(request);
    homeserver.apply(new AccountDataCommand.SetTag(user, room(request), tag(request), null));
    return Response.empty();
  }

  private static String tag(Request request) {
    String tag = request.pathParam("tag");
    if (tag.isEmpty() || tag.length() > TYPE_BYTES_MAX) {
      throw MatrixError.invalidParam("A tag has 1 to 255 characters");
    }
    return tag;
  }
}
