package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventTypes;
import org.bongsu.event.Membership;
import org.bongsu.event.PowerLevels;
import org.bongsu.event.RoomVersion;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.room.Seal;
import org.bongsu.room.StoredEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The initial state of a room that replaces an old one (specification, room upgrades): the old
 * room's name, settings, power levels and bans.
 */
final class UpgradedState {
  private static final List<String> CARRIED_OVER =
      List.of(
          EventTypes.JOIN_RULES,
          EventTypes.HISTORY_VISIBILITY,
          EventTypes.GUEST_ACCESS,
          EventTypes.NAME,
          EventTypes.TOPIC,
          EventTypes.AVATAR,
          EventTypes.ENCRYPTION,
          EventTypes.SERVER_ACL);

  private final RoomVersion version;
  private final UserId creator;
  private final ObjectNode creatorContent;
  private final List<UserId> additionalCreators;
  private final List<StoredEvent> old;
  private final Seal seal;
  private final RoomVersion oldVersion;

  /**
   * The state for a replacement of an old room.
   *
   * @param creatorContent of the creator's member event
   * @param old the whole state of the old room
   * @param seal what is hidden of it, and not carried over
   */
  UpgradedState(
      RoomVersion version,
      UserId creator,
      ObjectNode creatorContent,
      List<UserId> additionalCreators,
      List<StoredEvent> old,
      Seal seal,
      RoomVersion oldVersion) {
    this.version = version;
    this.creator = creator;
    this.creatorContent = creatorContent;
    this.additionalCreators = version.hasAdditionalCreators() ? additionalCreators : List.of();
    this.old = old;
    this.seal = seal;
    this.oldVersion = oldVersion;
  }

  private Optional<StoredEvent> old(String type) {
    return old.stream().filter(event -> event.isState(type, "")).findFirst();
  }

  /** The events of the new room. */
  List<NewEvent> events(RoomId oldRoom, String lastEvent) {
    List<NewEvent> events = new ArrayList<>();
    events.add(new NewEvent(EventTypes.CREATE, "", create(oldRoom, lastEvent)));
    events.add(new NewEvent(EventTypes.MEMBER, creator.value(), creatorContent));
    ObjectNode levels = powerLevels();
    ObjectNode levelsMeanwhile = withPower(levels);
    events.add(new NewEvent(EventTypes.POWER_LEVELS, "", levelsMeanwhile));
    for (String type : CARRIED_OVER) {
      old(type)
          .map(seal::shown)
          .filter(content -> !content.isEmpty())
          .ifPresent(content -> events.add(new NewEvent(type, "", content)));
    }
    for (StoredEvent event : old) {
      boolean isChild = event.type().equals(EventTypes.SPACE_CHILD) && !event.content().isEmpty();
      boolean isBan =
          event.type().equals(EventTypes.MEMBER)
              && Membership.in(event.content()).equals(Optional.of(Membership.BAN));
      if (isChild || isBan) {
        events.add(new NewEvent(event.type(), event.stateKey(), seal.shown(event)));
      }
    }
    if (!levels.equals(levelsMeanwhile)) {
      events.add(new NewEvent(EventTypes.POWER_LEVELS, "", levels));
    }
    return events;
  }

  private ObjectNode create(RoomId oldRoom, String lastEvent) {
    ObjectNode content = Json.object();
    for (String key : List.of("type", "m.federate")) {
      old(EventTypes.CREATE)
          .map(event -> event.content().get(key))
          .ifPresent(value -> content.set(key, value));
    }
    content.put("room_version", version.id());
    ObjectNode predecessor = content.putObject("predecessor").put("room_id", oldRoom.value());
    if (!version.roomIdIsCreateHash()) {
      predecessor.put("event_id", lastEvent);
    }
    if (!additionalCreators.isEmpty()) {
      ArrayNode creators = content.putArray("additional_creators");
      additionalCreators.forEach(user -> creators.add(user.value()));
    }
    return content;
  }

  /** The old room's power levels, adapted if creators have no level in the new version. */
  private ObjectNode powerLevels() {
    ObjectNode levels =
        old(EventTypes.POWER_LEVELS)
            .map(event -> event.content().deepCopy())
            .orElseGet(Json::object);
    ObjectNode users = object(levels, "users");
    if (oldVersion.creatorsOutrankEverybody() && !version.creatorsOutrankEverybody()) {
      old(EventTypes.CREATE)
          .map(create -> PowerLevels.creatorsOf(oldVersion, create.event()))
          .orElse(Set.of())
          .forEach(user -> users.put(user.value(), 100));
    }
    if (version.creatorsOutrankEverybody()) {
      Set<UserId> creators = new LinkedHashSet<>(additionalCreators);
      creators.add(creator);
      creators.forEach(user -> users.remove(user.value()));
      ObjectNode events = object(levels, "events");
      long stateDefault = levels.path("state_default").asLong(50);
      if (events.path(EventTypes.TOMBSTONE).asLong(stateDefault) <= stateDefault
          || events.path(EventTypes.TOMBSTONE).asLong(0) <= 100) {
        events.put(EventTypes.TOMBSTONE, Math.max(150, stateDefault + 50));
      }
    }
    return levels;
  }

  /** The levels with enough power for the creator to send all other events; restored at the end. */
  private ObjectNode withPower(ObjectNode levels) {
    if (version.creatorsOutrankEverybody()) {
      return levels;
    }
    ObjectNode more = levels.deepCopy();
    long needed =
        LongStream.concat(
                levels.path("events").valueStream().mapToLong(level -> level.asLong(0)),
                LongStream.of(
                    100,
                    levels.path("state_default").asLong(50),
                    levels.path("ban").asLong(50),
                    1 + levels.path("users_default").asLong(0)))
            .max()
            .orElse(100);
    ObjectNode users = object(more, "users");
    if (users.path(creator.value()).asLong(0) < needed) {
      users.put(creator.value(), needed);
    }
    return more;
  }

  private static ObjectNode object(ObjectNode in, String key) {
    JsonNode there = in.path(key);
    return there instanceof ObjectNode object ? object : in.putObject(key);
  }
}
