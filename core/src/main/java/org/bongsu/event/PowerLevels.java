package org.bongsu.event;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The power levels of a room: a view of its {@code m.room.power_levels} with the defaults of the
 * specification and the creators of the room. Levels are integers; values of other types count as
 * absent (the authorization rules refuse them). Cheap to create: nothing is copied.
 */
public final class PowerLevels {
  /** Level of creators in rooms where they outrank everybody else. */
  public static final long CREATOR = Long.MAX_VALUE;

  private static final ObjectNode NONE = Json.object();

  private static final long CREATOR_WITHOUT_POWER_LEVELS = 100;
  private static final long MODERATOR = 50;

  private final RoomVersion version;
  private final Event create;
  private final boolean present;
  private final ObjectNode content;

  private PowerLevels(RoomVersion version, Event create, Optional<Event> powerLevels) {
    this.version = version;
    this.create = create;
    this.present = powerLevels.isPresent();
    this.content = powerLevels.map(Event::content).orElse(NONE);
  }

  /** The levels from these two events; the second is empty if the room has none yet. */
  public static PowerLevels of(RoomVersion version, Event create, Optional<Event> powerLevels) {
    return new PowerLevels(version, create, powerLevels);
  }

  /** The levels of a room; empty if there is no create event, and so no room. */
  public static Optional<PowerLevels> of(RoomVersion version, RoomState state) {
    return state
        .get(EventTypes.CREATE)
        .map(create -> of(version, create, state.get(EventTypes.POWER_LEVELS)));
  }

  /** The sender of the create event and, if the room version has them, the additional creators. */
  public static Set<UserId> creatorsOf(RoomVersion version, Event create) {
    Set<UserId> creators = new LinkedHashSet<>();
    creators.add(create.sender());
    if (version.hasAdditionalCreators()) {
      for (JsonNode creator : create.content().path("additional_creators")) {
        UserId.parse(creator.stringValue("")).ifPresent(creators::add);
      }
    }
    return creators;
  }

  public boolean isCreator(UserId user) {
    if (user.equals(create.sender())) {
      return true;
    }
    if (version.hasAdditionalCreators()) {
      for (JsonNode creator : create.content().path("additional_creators")) {
        if (creator.isString() && creator.stringValue().equals(user.value())) {
          return true;
        }
      }
    }
    return false;
  }

  public long levelOf(UserId user) {
    if (version.creatorsOutrankEverybody() && isCreator(user)) {
      return CREATOR;
    }
    if (!present) {
      return user.equals(create.sender()) ? CREATOR_WITHOUT_POWER_LEVELS : 0;
    }
    return integer(content.path("users").path(user.value()), usersDefault());
  }

  /** The level needed to send an event of this type. */
  public long neededFor(String type, boolean isState) {
    return integer(content.path("events").path(type), isState ? stateDefault() : eventsDefault());
  }

  public boolean canSend(UserId user, String type, boolean isState) {
    return levelOf(user) >= neededFor(type, isState);
  }

  public boolean canInvite(UserId user) {
    return levelOf(user) >= invite();
  }

  public long usersDefault() {
    return integer(content.path("users_default"), 0);
  }

  public long eventsDefault() {
    return integer(content.path("events_default"), 0);
  }

  /** 50, but 0 in a room without power levels. */
  public long stateDefault() {
    return integer(content.path("state_default"), present ? MODERATOR : 0);
  }

  public long invite() {
    return integer(content.path("invite"), 0);
  }

  public long kick() {
    return integer(content.path("kick"), MODERATOR);
  }

  public long ban() {
    return integer(content.path("ban"), MODERATOR);
  }

  public long redact() {
    return integer(content.path("redact"), MODERATOR);
  }

  /** The level needed to notify a whole group; the specification defines the key {@code room}. */
  public long notification(String key) {
    return integer(content.path("notifications").path(key), MODERATOR);
  }

  private static long integer(JsonNode value, long otherwise) {
    return isInteger(value) ? value.longValue() : otherwise;
  }

  static boolean isInteger(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong();
  }
}
