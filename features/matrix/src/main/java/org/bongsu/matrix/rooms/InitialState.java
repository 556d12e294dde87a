package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventTypes;
import org.bongsu.event.RoomVersion;
import org.bongsu.id.RoomAlias;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.Body;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The initial state of a room as a client requests it (client-server API, createRoom), in the order
 * of the specification: create, creator, power levels, canonical alias, preset, initial state, name
 * and topic, invites.
 */
final class InitialState {
  /** Users invited by one request. */
  private static final int INVITES_MAX = 500;

  private enum Preset {
    PRIVATE_CHAT("invite", "can_join", 0),
    TRUSTED_PRIVATE_CHAT("invite", "can_join", 0),
    PUBLIC_CHAT("public", "forbidden", 50);

    final String joinRule;
    final String guestAccess;
    final int inviteLevel;

    Preset(String joinRule, String guestAccess, int inviteLevel) {
      this.joinRule = joinRule;
      this.guestAccess = guestAccess;
      this.inviteLevel = inviteLevel;
    }
  }

  private final RoomAccess access;
  private final RoomVersion version;
  private final UserId creator;
  private final boolean published;
  private final Preset preset;
  private final Set<UserId> invited;
  private final ObjectNode createContent;
  private final ObjectNode body;

  InitialState(RoomAccess access, RoomVersion version, UserId creator, ObjectNode body) {
    this.access = access;
    this.version = version;
    this.creator = creator;
    this.body = body;
    this.published = isPublished(body);
    this.preset = preset(body, published);
    this.invited = invited();
    this.createContent = createContent(Body.object(body, "creation_content"));
    if (!Body.array(body, "invite_3pid").isEmpty()) {
      throw MatrixError.forbidden("This server invites nobody by e-mail address or phone number");
    }
  }

  /** The room to create, with this canonical alias if there is one. */
  RoomCreation.Plan plan(Optional<RoomAlias> alias) {
    return new RoomCreation.Plan(version, creator, published, events(alias));
  }

  private static boolean isPublished(ObjectNode body) {
    return switch (Body.optionalString(body, "visibility").orElse("private")) {
      case "public" -> true;
      case "private" -> false;
      default -> throw MatrixError.invalidParam("visibility is public or private");
    };
  }

  private static Preset preset(ObjectNode body, boolean published) {
    return switch (Body.optionalString(body, "preset").orElse("")) {
      case "private_chat" -> Preset.PRIVATE_CHAT;
      case "trusted_private_chat" -> Preset.TRUSTED_PRIVATE_CHAT;
      case "public_chat" -> Preset.PUBLIC_CHAT;
      case "" -> published ? Preset.PUBLIC_CHAT : Preset.PRIVATE_CHAT;
      default ->
          throw MatrixError.invalidParam(
              "preset is private_chat, trusted_private_chat or public_chat");
    };
  }

  private Set<UserId> invited() {
    Set<UserId> users = new LinkedHashSet<>();
    for (JsonNode user : Body.array(body, "invite")) {
      if (!user.isString()) {
        throw MatrixError.badJson("invite is a list of user ids");
      }
      users.add(Body.userId(user.stringValue()));
    }
    if (users.size() > INVITES_MAX) {
      throw MatrixError.invalidParam("At most " + INVITES_MAX + " users are invited at once");
    }
    users.remove(creator);
    users.forEach(access::requireInvitable);
    return users;
  }

  private ObjectNode createContent(ObjectNode given) {
    ObjectNode content = given.deepCopy();
    content.remove("creator");
    content.put("room_version", version.id());
    if (version.hasAdditionalCreators()) {
      Set<UserId> creators =
          new LinkedHashSet<>(AdditionalCreators.of(content.path("additional_creators")));
      if (preset == Preset.TRUSTED_PRIVATE_CHAT) {
        creators.addAll(invited);
      }
      if (!creators.isEmpty()) {
        ArrayNode array = content.putArray("additional_creators");
        creators.forEach(user -> array.add(user.value()));
      }
    }
    return content;
  }

  private List<NewEvent> events(Optional<RoomAlias> alias) {
    List<NewEvent> events = new ArrayList<>();
    events.add(state(EventTypes.CREATE, createContent));
    events.add(new NewEvent(EventTypes.MEMBER, creator.value(), access.member(creator, "join")));
    events.add(state(EventTypes.POWER_LEVELS, powerLevels()));
    alias.ifPresent(name ->
        events.add(state(EventTypes.CANONICAL_ALIAS, Json.object().put("alias", name.value()))));
    List<NewEvent> given = given();
    for (NewEvent event : presetEvents()) {
      if (given.stream().noneMatch(other -> isSameState(other, event))) {
        events.add(event);
      }
    }
    events.addAll(given);
    Body.optionalString(body, "name")
        .ifPresent(name -> events.add(state(EventTypes.NAME, Json.object().put("name", name))));
    Body.optionalString(body, "topic")
        .ifPresent(topic -> events.add(state(EventTypes.TOPIC, topic(topic))));
    for (UserId user : invited) {
      ObjectNode invite = access.member(user, "invite");
      if (Body.flag(body, "is_direct", false)) {
        invite.put("is_direct", true);
      }
      events.add(new NewEvent(EventTypes.MEMBER, user.value(), invite));
    }
    return events;
  }

  private static NewEvent state(String type, ObjectNode content) {
    return new NewEvent(type, "", content);
  }

  private static boolean isSameState(NewEvent one, NewEvent other) {
    return one.type().equals(other.type())
        && java.util.Objects.equals(one.stateKey(), other.stateKey());
  }

  /** A topic in the forms that old and new clients read. */
  private static ObjectNode topic(String topic) {
    ObjectNode content = Json.object().put("topic", topic);
    content.putObject("m.topic").putArray("m.text").addObject().put("body", topic);
    return content;
  }

  private List<NewEvent> presetEvents() {
    return List.of(
        state(EventTypes.JOIN_RULES, Json.object().put("join_rule", preset.joinRule)),
        state(EventTypes.HISTORY_VISIBILITY, Json.object().put("history_visibility", "shared")),
        state(EventTypes.GUEST_ACCESS, Json.object().put("guest_access", preset.guestAccess)));
  }

  /** {@code initial_state}, without events that the request's name and topic replace. */
  private List<NewEvent> given() {
    List<NewEvent> given = new ArrayList<>();
    for (JsonNode node : Body.array(body, "initial_state")) {
      if (!(node instanceof ObjectNode event) || !event.path("content").isObject()) {
        throw MatrixError.badJson("initial_state is a list of events with type and content");
      }
      NewEvent state =
          new NewEvent(
              Body.string(event, "type"),
              Body.optionalString(event, "state_key").orElse(""),
              Body.object(event, "content"));
      boolean overridden =
          "".equals(state.stateKey())
              && ((state.type().equals(EventTypes.NAME) && body.path("name").isString())
                  || (state.type().equals(EventTypes.TOPIC) && body.path("topic").isString()));
      if (!overridden) {
        given.add(state);
      }
    }
    return given;
  }

  private ObjectNode powerLevels() {
    ObjectNode levels = Json.object();
    ObjectNode users = levels.putObject("users");
    if (!version.creatorsOutrankEverybody()) {
      users.put(creator.value(), 100);
      if (preset == Preset.TRUSTED_PRIVATE_CHAT) {
        invited.forEach(user -> users.put(user.value(), 100));
      }
    }
    ObjectNode events = levels.putObject("events");
    for (String type : List.of(EventTypes.NAME, EventTypes.AVATAR, EventTypes.CANONICAL_ALIAS)) {
      events.put(type, 50);
    }
    for (String type :
        List.of(
            EventTypes.POWER_LEVELS,
            EventTypes.HISTORY_VISIBILITY,
            EventTypes.SERVER_ACL,
            EventTypes.ENCRYPTION)) {
      events.put(type, 100);
    }
    events.put(EventTypes.TOMBSTONE, version.creatorsOutrankEverybody() ? 150 : 100);
    for (String key : List.of("users_default", "events_default")) {
      levels.put(key, 0);
    }
    for (String key : List.of("state_default", "ban", "kick", "redact")) {
      levels.put(key, 50);
    }
    levels.put("invite", preset.inviteLevel);
    levels.setAll(Body.object(body, "power_level_content_override"));
    return levels;
  }
}
