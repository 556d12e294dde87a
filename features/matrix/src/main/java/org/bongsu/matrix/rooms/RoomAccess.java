package org.bongsu.matrix.rooms;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bongsu.account.Accounts;
import org.bongsu.alias.AliasApply;
import org.bongsu.http.Session;
import org.bongsu.id.RoomAlias;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.ClientEvents;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.Visibility;
import org.bongsu.store.Db;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds rooms, and restricts what is read of them to what the caller may see. */
final class RoomAccess {
  private final Homeserver homeserver;

  RoomAccess(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  Homeserver homeserver() {
    return homeserver;
  }

  /** A room as one user sees it. Valid only while its shard is being read. */
  record RoomView(Db db, Rooms rooms, RoomRow row, Visibility seen, ClientEvents writer) {

    /**
     * The event with this id, if it is in the room and the user may see it.
     *
     * @throws MatrixError 404 {@code M_NOT_FOUND} otherwise
     */
    StoredEvent event(String id) {
      return rooms
          .event(id)
          .filter(event -> event.roomId().equals(row.id()) && seen.sees(event.ordering()))
          .orElseThrow(RoomAccess::noEvent);
    }

    /**
     * The ordering before which the user may see the state.
     *
     * @throws MatrixError 403 {@code M_FORBIDDEN} if the user may see none
     */
    long stateBefore() {
      return seen.stateBefore().orElseThrow(RoomAccess::notAMember);
    }

    ObjectNode write(StoredEvent event) {
      return writer.write(seen, event);
    }

    /** The content of a state event that the user may see. */
    ObjectNode content(StoredEvent event) {
      return rooms.seal(row).shown(event);
    }
  }

  /**
   * Reads a room that the user may see.
   *
   * @throws MatrixError 403 {@code M_FORBIDDEN} if there is no such room, or the user may not see
   *     it
   */
  <T> T look(RoomId room, Session session, Function<RoomView, T> read) {
    return look(room, session, RoomAccess::notAMember, read);
  }

  /** As above, with another error. */
  <T> T look(
      RoomId room, Session session, Supplier<MatrixError> hidden, Function<RoomView, T> read) {
    ClientEvents.Asker caller =
        new ClientEvents.Asker(session.user(), session.device(), ignoredBy(session.user()));
    return homeserver.read(
        room.value(),
        db -> {
          Rooms rooms = new Rooms(db);
          RoomRow row = rooms.find(room).orElseThrow(hidden);
          Visibility seen = Visibility.of(db, row, session.user());
          if (!seen.mayRead()) {
            throw hidden.get();
          }
          ClientEvents writer =
              new ClientEvents(
                  db, caller, ClientEvents.Form.WITH_ROOM_ID, homeserver.clock().millis());
          return read.apply(new RoomView(db, rooms, row, seen, writer));
        });
  }

  static MatrixError noEvent() {
    return MatrixError.notFound("There is no such event");
  }

  static MatrixError notAMember() {
    return MatrixError.forbidden("You are not a member of this room");
  }

  /** The users that a user ignores ({@code m.ignored_user_list}). */
  Set<UserId> ignoredBy(UserId user) {
    Optional<ObjectNode> list =
        homeserver.read(
            user.value(), db -> new Accounts(db).accountData(user, null, "m.ignored_user_list"));
    Set<UserId> ignored = new LinkedHashSet<>();
    list.map(content -> content.path("ignored_users"))
        .ifPresent(users ->
            users.propertyNames().forEach(name -> UserId.parse(name).ifPresent(ignored::add)));
    return ignored;
  }

  /**
   * The room with this id or alias.
   *
   * @throws MatrixError 404 {@code M_NOT_FOUND} if there is no such alias
   */
  RoomId resolve(String roomIdOrAlias) {
    if (!roomIdOrAlias.startsWith("#")) {
      return Body.roomId(roomIdOrAlias);
    }
    return find(alias(roomIdOrAlias))
        .map(AliasApply.Alias::room)
        .orElseThrow(() -> MatrixError.notFound("There is no such alias"));
  }

  Optional<AliasApply.Alias> find(RoomAlias alias) {
    return homeserver.read(alias.value(), db -> AliasApply.find(db, alias));
  }

  /** Parses a room alias that a client sent. */
  static RoomAlias alias(String text) {
    try {
      return new RoomAlias(text);
    } catch (IllegalArgumentException e) {
      throw MatrixError.invalidParam("This is not a room alias: " + e.getMessage());
    }
  }

  /** The content of a member event with the user's current profile. */
  ObjectNode member(UserId user, String membership) {
    ObjectNode content = Json.object().put("membership", membership);
    Optional<Accounts.Account> account =
        homeserver.read(user.value(), db -> new Accounts(db).find(user));
    for (String field : new String[] {"displayname", "avatar_url"}) {
      JsonNode value = account.map(a -> a.profile().path(field)).orElse(Json.object().path(field));
      if (value.isString()) {
        content.set(field, value);
      }
    }
    return content;
  }

  /**
   * Checks that a user can be invited: belongs to this server and has an account.
   *
   * @throws MatrixError 403 {@code M_FORBIDDEN} or 404 {@code M_NOT_FOUND} otherwise
   */
  void requireInvitable(UserId user) {
    if (!homeserver.isOurs(user)) {
      throw MatrixError.forbidden("This server does not talk to the server of " + user);
    }
    Optional<Accounts.Account> account =
        homeserver.read(user.value(), db -> new Accounts(db).find(user));
    if (account.filter(found -> !found.isDeactivated()).isEmpty()) {
      throw MatrixError.notFound("There is no user " + user);
    }
  }
}
