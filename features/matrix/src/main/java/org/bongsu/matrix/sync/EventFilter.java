package org.bongsu.matrix.sync;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bongsu.id.RoomId;
import org.bongsu.node.Body;
import org.bongsu.node.MatrixError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which events a client wants (client-server API, filtering: {@code EventFilter} and {@code
 * RoomEventFilter}). A null component matches everything.
 */
public record EventFilter(
    int limit,
    @Nullable Types types,
    @Nullable Types notTypes,
    @Nullable Set<String> senders,
    @Nullable Set<String> notSenders,
    @Nullable Set<String> rooms,
    @Nullable Set<String> notRooms,
    @Nullable Boolean containsUrl,
    boolean lazyLoadMembers,
    boolean includeRedundantMembers,
    boolean unreadThreadNotifications) {

  /** Entries of one list in a filter. */
  private static final int ENTRIES_MAX = 1000;

  /** Types with asterisks in one list: each event is compared with all of them. */
  private static final int PATTERNS_MAX = 100;

  /** Event types, split into exact names and patterns with asterisks. */
  public record Types(Set<String> exact, List<List<String>> patterns) {
    static Types of(Set<String> types) {
      return new Types(
          types.stream().filter(t -> !t.contains("*")).collect(Collectors.toUnmodifiableSet()),
          types.stream()
              .filter(t -> t.contains("*"))
              .map(t -> List.of(t.split("\\*", -1)))
              .toList());
    }

    boolean has(String type) {
      return exact.contains(type) || patterns.stream().anyMatch(p -> matches(p, type));
    }

    /** Whether the pieces occur in the text in this order, the first and last one at its ends. */
    private static boolean matches(List<String> pieces, String text) {
      if (!text.startsWith(pieces.getFirst())) {
        return false;
      }
      int at = pieces.getFirst().length();
      for (String piece : pieces.subList(1, pieces.size() - 1)) {
        int found = text.indexOf(piece, at);
        if (found < 0) {
          return false;
        }
        at = found + piece.length();
      }
      return text.length() - pieces.getLast().length() >= at && text.endsWith(pieces.getLast());
    }
  }

  /**
   * Parses a filter.
   *
   * @param defaultLimit if the filter has no limit
   * @throws MatrixError if a member has a wrong type
   */
  public static EventFilter of(JsonNode json, int defaultLimit, int limitMax) {
    return new EventFilter(
        limit(json, defaultLimit, limitMax),
        types(json, "types"),
        types(json, "not_types"),
        set(json, "senders").orElse(null),
        set(json, "not_senders").orElse(null),
        set(json, "rooms").orElse(null),
        set(json, "not_rooms").orElse(null),
        json.hasNonNull("contains_url") ? Body.flag(json, "contains_url", false) : null,
        Body.flag(json, "lazy_load_members", false),
        Body.flag(json, "include_redundant_members", false),
        Body.flag(json, "unread_thread_notifications", false));
  }

  private static int limit(JsonNode json, int defaultLimit, int max) {
    JsonNode limit = json.path("limit");
    if (limit.isMissingNode() || limit.isNull()) {
      return defaultLimit;
    }
    if (!limit.isIntegralNumber() || !limit.canConvertToLong() || limit.longValue() < 0) {
      throw MatrixError.badJson("limit is not a whole number of at least 0");
    }
    return (int) Math.min(limit.longValue(), max);
  }

  private static @Nullable Types types(JsonNode json, String key) {
    Types types = set(json, key).map(Types::of).orElse(null);
    if (types != null && types.patterns.size() > PATTERNS_MAX) {
      throw MatrixError.badJson(key + " has more than " + PATTERNS_MAX + " patterns");
    }
    return types;
  }

  private static Optional<Set<String>> set(JsonNode json, String key) {
    JsonNode array = json.path(key);
    if (array.isMissingNode() || array.isNull()) {
      return Optional.empty();
    }
    if (!array.isArray() || !array.valueStream().allMatch(JsonNode::isString)) {
      throw MatrixError.badJson(key + " is not a list of strings");
    }
    if (array.size() > ENTRIES_MAX) {
      throw MatrixError.badJson(key + " has more than " + ENTRIES_MAX + " entries");
    }
    return Optional.of(
        array.valueStream().map(JsonNode::stringValue).collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether events of the room can match. */
  public boolean wantsRoom(RoomId room) {
    return (rooms == null || rooms.contains(room.value()))
        && (notRooms == null || !notRooms.contains(room.value()));
  }

  public boolean wantsType(String type) {
    return (types == null || types.has(type)) && (notTypes == null || !notTypes.has(type));
  }

  public boolean wantsSender(String sender) {
    return (senders == null || senders.contains(sender))
        && (notSenders == null || !notSenders.contains(sender));
  }

  /** Whether all events of a wanted room match. */
  public boolean wantsAll() {
    return types == null
        && notTypes == null
        && senders == null
        && notSenders == null
        && containsUrl == null;
  }
}
