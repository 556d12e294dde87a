package org.bongsu.api.rooms;

import java.util.ArrayList;
import java.util.List;
import org.bongsu.api.Body;
import org.bongsu.api.Homeserver;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventTypes;
import org.bongsu.event.RoomVersion;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Making rooms. */
public final class RoomCreation {
  private final Homeserver homeserver;

  public RoomCreation(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  public void addTo(Routes routes) {
    routes.add("POST", "/_matrix/client/v3/createRoom", this::create);
  }

  /** POST /_matrix/client/v3/createRoom: makes a room with its first state. */
  private Response create(Request request) {
    ObjectNode body = request.json();
    UserId creator = request.session().user();
    String preset = Body.optionalString(body, "preset").orElse("private_chat");
    RoomId room =
        new RoomId("!" + homeserver.chance().letters(18) + ":" + homeserver.config().serverName());
    List<NewEvent> events = new ArrayList<>();
    ObjectNode create = Body.object(body, "creation_content").deepCopy();
    events.add(state(EventTypes.CREATE, "", create.put("room_version", RoomVersion.V11.id())));
    events.add(state(EventTypes.MEMBER, creator.value(), Json.object().put("membership", "join")));
    ObjectNode levels = Json.object();
    levels.putObject("users").put(creator.value(), 100);
    events.add(state(EventTypes.POWER_LEVELS, "", levels));
    String joinRule = preset.equals("public_chat") ? "public" : "invite";
    events.add(state(EventTypes.JOIN_RULES, "", Json.object().put("join_rule", joinRule)));
    homeserver.apply(
        new RoomCommand.CreateRoom(
            room,
            creator,
            RoomVersion.V11.id(),
            "public".equals(Body.optionalString(body, "visibility").orElse("private")),
            homeserver.clock().millis(),
            events));
    return Response.json(Json.object().put("room_id", room.value()));
  }

  private static NewEvent state(String type, String stateKey, ObjectNode content) {
    return new NewEvent(type, stateKey, content);
  }
}
