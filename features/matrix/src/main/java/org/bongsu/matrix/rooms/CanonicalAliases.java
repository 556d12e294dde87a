package org.bongsu.matrix.rooms;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.bongsu.alias.AliasApply;
import org.bongsu.event.EventTypes;
import org.bongsu.id.RoomAlias;
import org.bongsu.id.RoomId;
import org.bongsu.node.MatrixError;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks the content of {@code m.room.canonical_alias} against the alias directory. */
final class CanonicalAliases {
  private final RoomAccess access;

  CanonicalAliases(RoomAccess access) {
    this.access = access;
  }

  /**
   * Checks the aliases that the content adds to those in the room's current event: each must exist
   * and point to the room.
   *
   * @throws MatrixError {@code M_INVALID_PARAM} if one is not an alias, {@code M_BAD_ALIAS} if one
   *     does not point to the room
   */
  void check(RoomId room, ObjectNode content) {
    Set<String> added = named(content);
    added.removeAll(present(room));
    for (String text : added) {
      RoomAlias alias = RoomAccess.alias(text);
      Optional<AliasApply.Alias> found = access.find(alias);
      if (found.filter(a -> a.room().equals(room)).isEmpty()) {
        throw new MatrixError(
            400, "M_BAD_ALIAS", "The alias " + alias + " does not point to this room");
      }
    }
  }

  private Set<String> present(RoomId room) {
    return access
        .homeserver()
        .read(
            room.value(),
            db -> {
              Rooms rooms = new Rooms(db);
              return rooms
                  .find(room)
                  .flatMap(row -> rooms.state(row, EventTypes.CANONICAL_ALIAS, ""))
                  .map(StoredEvent::content)
                  .map(CanonicalAliases::namedLeniently)
                  .orElse(Set.of());
            });
  }

  private static Set<String> named(ObjectNode content) {
    JsonNode alias = content.path("alias");
    if (!alias.isMissingNode() && !alias.isNull() && !alias.isString()) {
      throw MatrixError.invalidParam("alias is not a string");
    }
    JsonNode others = content.path("alt_aliases");
    boolean fine =
        others.isMissingNode()
            || others.isNull()
            || (others.isArray() && others.valueStream().allMatch(JsonNode::isString));
    if (!fine) {
      throw MatrixError.invalidParam("alt_aliases is not a list of strings");
    }
    return namedLeniently(content);
  }

  private static Set<String> namedLeniently(ObjectNode content) {
    Set<String> aliases = new LinkedHashSet<>();
    String alias = content.path("alias").stringValue("");
    if (!alias.isEmpty()) {
      aliases.add(alias);
    }
    for (JsonNode other : content.path("alt_aliases")) {
      if (other.isString()) {
        aliases.add(other.stringValue());
      }
    }
    return aliases;
  }
}
