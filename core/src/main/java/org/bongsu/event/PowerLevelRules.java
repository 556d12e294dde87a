package org.bongsu.event;

import static org.bongsu.event.AuthRules.reject;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bongsu.event.AuthRules.Proposed;
import org.bongsu.event.Rejection.Reason;
import org.bongsu.id.UserId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rules for {@code m.room.power_levels} (rooms/v11 rule 9, rooms/v12 rule 10): nobody grants or
 * removes a level above their own.
 */
final class PowerLevelRules {
  private static final List<String> LEVELS =
      List.of(
          "users_default", "events_default", "state_default", "ban", "redact", "kick", "invite");
  private static final List<String> MAPS_OF_LEVELS = List.of("events", "notifications");

  private PowerLevelRules() {}

  static Optional<Rejection> check(
      RoomVersion version, Proposed event, RoomState state, Event create, PowerLevels levels) {
    ObjectNode after = event.content();
    Optional<Rejection> malformed = checkForm(version, event, create);
    if (malformed.isPresent()) {
      return malformed;
    }
    Optional<ObjectNode> before = state.get(EventTypes.POWER_LEVELS).map(Event::content);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    return checkChanges(before.get(), after, event.sender(), levels.levelOf(event.sender()));
  }

  /** The rules that do not depend on the sender's level. */
  static Optional<Rejection> checkForm(RoomVersion version, Proposed event, Event create) {
    ObjectNode after = event.content();
    Optional<Rejection> malformed = checkForm(after);
    if (malformed.isPresent()) {
      return malformed;
    }
    if (version.creatorsOutrankEverybody() && namesCreator(version, after, create)) {
      return reject(
          Reason.CREATOR_IN_POWER_LEVELS,
          "The creators of a room cannot be given a power level in this room version.");
    }
    return Optional.empty();
  }

  private static Optional<Rejection> checkForm(ObjectNode content) {
    for (String key : LEVELS) {
      if (content.has(key) && !PowerLevels.isInteger(content.path(key))) {
        return reject(Reason.MALFORMED, "The power level " + key + " must be an integer.");
      }
    }
    for (String key : MAPS_OF_LEVELS) {
      if (content.has(key) && !isMapOfIntegers(content.path(key))) {
        return reject(Reason.MALFORMED, key + " must be an object of integer power levels.");
      }
    }
    if (content.has("users") && !isMapOfUsers(content.path("users"))) {
      return reject(Reason.MALFORMED, "users must be an object of user ids to integers.");
    }
    return Optional.empty();
  }

  private static boolean isMapOfIntegers(JsonNode node) {
    return node.isObject() && node.valueStream().allMatch(PowerLevels::isInteger);
  }

  private static boolean isMapOfUsers(JsonNode node) {
    return isMapOfIntegers(node)
        && node.properties().stream()
            .map(Map.Entry::getKey)
            .allMatch(user -> UserId.parse(user).isPresent());
  }

  private static boolean namesCreator(RoomVersion version, ObjectNode after, Event create) {
    JsonNode users = after.path("users");
    return PowerLevels.creatorsOf(version, create).stream()
        .anyMatch(creator -> users.has(creator.value()));
  }

  private static Optional<Rejection> checkChanges(
      ObjectNode before, ObjectNode after, UserId sender, long level) {
    for (String key : LEVELS) {
      if (isChangedAbove(level, before.path(key), after.path(key))) {
        return above(key, level);
      }
    }
    for (String map : MAPS_OF_LEVELS) {
      for (String key : keysOf(before.path(map), after.path(map))) {
        if (isChangedAbove(level, before.path(map).path(key), after.path(map).path(key))) {
          return above(map + "." + key, level);
        }
      }
    }
    for (String user : keysOf(before.path("users"), after.path("users"))) {
      JsonNode old = before.path("users").path(user);
      JsonNode now = after.path("users").path(user);
      boolean isPeer =
          !user.equals(sender.value()) && PowerLevels.isInteger(old) && old.longValue() >= level;
      if (isChangedAbove(level, old, now) || (isPeer && isChanged(old, now))) {
        return above("users." + user, level);
      }
    }
    return Optional.empty();
  }

  private static Set<String> keysOf(JsonNode before, JsonNode after) {
    Set<String> keys = new LinkedHashSet<>(before.propertyNames());
    keys.addAll(after.propertyNames());
    return keys;
  }

  /** Whether a value was added, changed or removed, and the old or new value is above the level. */
  private static boolean isChangedAbove(long level, JsonNode before, JsonNode after) {
    return isChanged(before, after) && (isAbove(level, before) || isAbove(level, after));
  }

  private static boolean isChanged(JsonNode before, JsonNode after) {
    boolean had = PowerLevels.isInteger(before);
    boolean has = PowerLevels.isInteger(after);
    return had != has || (had && before.longValue() != after.longValue());
  }

  private static boolean isAbove(long level, JsonNode value) {
    return PowerLevels.isInteger(value) && value.longValue() > level;
  }

  private static Optional<Rejection> above(String what, long level) {
    return reject(
        Reason.POWER_TOO_LOW,
        "You cannot change the power level of " + what + "; yours is " + level + ".");
  }
}
