package org.bongsu.matrix.rooms;

import java.util.List;
import java.util.Optional;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventTypes;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import tools.jackson.databind.node.ObjectNode;

/** Reading and setting a room's state. */
public final class StateApi {
  private final Homeserver homeserver;
  private final RoomAccess access;
  private final CanonicalAliases aliases;
  private final DelayedEventsApi delayed;

  public StateApi(Homeserver homeserver, DelayedEventsApi delayed) {
    this.homeserver = homeserver;
    this.delayed = delayed;
    this.access = new RoomAccess(homeserver);
    this.aliases = new CanonicalAliases(access);
  }

  public void addTo(Routes routes) {
    String state = "/_matrix/client/v3/rooms/{roomId}/state";
    routes.add("GET", state, this::all);
    for (String path : List.of(state + "/{eventType}/{stateKey}", state + "/{eventType}")) {
      routes.add("GET", path, this::one);
      routes.add("PUT", path, this::set);
    }
  }

  /**
   * GET /_matrix/client/v3/rooms/{roomId}/state: the whole state, as it is now or as it was when
   * the caller left.
   */
  private Response all(Request request) {
    return access.look(
        Body.roomId(request.pathParam("roomId")),
        request.session(),
        look -> {
          long before = look.stateBefore();
          List<StoredEvent> state =
              before == Long.MAX_VALUE
                  ? look.rooms().state(look.row())
                  : look.rooms().stateBefore(look.row(), before);
          return Response.json(look.writer().write(look.seen(), state));
        });
  }

  /**
   * GET /_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}: the content of one state
   * event, or with {@code format=event} the whole event.
   */
  private Response one(Request request) {
    boolean whole =
        switch (request.query("format").orElse("content")) {
          case "content" -> false;
          case "event" -> true;
          default -> throw MatrixError.invalidParam("format is content or event");
        };
    String type = request.pathParam("eventType");
    String key = request.optionalPathParam("stateKey").orElse("");
    return access.look(
        Body.roomId(request.pathParam("roomId")),
        request.session(),
        look -> {
          long before = look.stateBefore();
          Optional<StoredEvent> found =
              before == Long.MAX_VALUE
                  ? look.rooms().state(look.row(), type, key)
                  : look.rooms().stateBefore(look.row(), type, key, before);
          StoredEvent event =
              found.orElseThrow(() -> MatrixError.notFound("The room has no such state"));
          return Response.json(whole ? look.write(event) : look.content(event));
        });
  }

  /** PUT /_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}: sends a state event. */
  private Response set(Request request) {
    homeserver.limits().take(MatrixLimit.SENDS, request.session().user());
    RoomId room = Body.roomId(request.pathParam("roomId"));
    String type = request.pathParam("eventType");
    String key = request.optionalPathParam("stateKey").orElse("");
    ObjectNode content = Body.eventContent(request.json());
    if (type.equals(EventTypes.CREATE)) {
      throw createdAlready();
    }
    if (type.equals(EventTypes.TOMBSTONE)
        && content.path("replacement_room").stringValue("").equals(room.value())) {
      throw MatrixError.invalidParam("A room cannot be replaced by itself");
    }
    if (type.equals(EventTypes.CANONICAL_ALIAS) && key.isEmpty()) {
      aliases.check(room, content);
    }
    if (type.equals(EventTypes.MEMBER)
        && content.path("membership").stringValue("").equals("invite")) {
      UserId.parse(key).ifPresent(access::requireInvitable);
    }
    if (delayed.isDelayed(request)) {
      return delayed.schedule(request, room, null, new NewEvent(type, key, content));
    }
    UserId user = request.session().user();
    Optional<UserId> via = keptAuthoriser(room, user, type, key, content);
    return Response.json(
        homeserver.apply(
            via.isPresent()
                ? new RoomCommand.SetMembership(
                    room, user, user, content, List.of("join"), via.get())
                : new RoomCommand.SendEvent(
                    room,
                    user,
                    request.session().device(),
                    null,
                    new NewEvent(type, key, content),
                    null)));
  }

  static MatrixError createdAlready() {
    return MatrixError.invalidParam("A room is created once");
  }

  /**
   * The member through whom the sender joined a restricted room, if the sender's new member event,
   * for example with another name, repeats who that was. Nobody else may be named there.
   */
  private Optional<UserId> keptAuthoriser(
      RoomId room, UserId sender, String type, String key, ObjectNode content) {
    String named = content.path(Joining.AUTHORISED_VIA).stringValue("");
    if (named.isEmpty() || !type.equals(EventTypes.MEMBER) || !key.equals(sender.value())) {
      return Optional.empty();
    }
    return homeserver
        .read(
            room.value(),
            db -> {
              Rooms rooms = new Rooms(db);
              return rooms.find(room).flatMap(row -> rooms.state(row, EventTypes.MEMBER, key));
            })
        .flatMap(member -> member.event().contentString(Joining.AUTHORISED_VIA))
        .filter(named::equals)
        .flatMap(UserId::parse);
  }
}
