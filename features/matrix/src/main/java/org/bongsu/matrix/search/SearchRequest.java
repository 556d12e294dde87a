package org.bongsu.matrix.search;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bongsu.matrix.sync.EventFilter;
import org.bongsu.node.Body;
import org.bongsu.node.MatrixError;
import org.bongsu.search.SearchKey;
import org.bongsu.search.SearchQuery;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code room_events} of a search (client-server API, server side search).
 *
 * @param query empty if the search term contains nothing that can be searched for
 * @param context null if none is wanted
 */
public record SearchRequest(
    Optional<SearchQuery> query,
    Set<SearchKey> keys,
    EventFilter filter,
    Order order,
    @Nullable Context context,
    boolean includeState,
    List<Group> groups) {
  private static final int DEFAULT_LIMIT = 10;
  private static final int LIMIT_MAX = 100;
  private static final int DEFAULT_CONTEXT = 5;
  private static final int CONTEXT_MAX = 50;

  /** Sort order of results. */
  public enum Order {
    RANK("rank"),
    RECENT("recent");

    private final String id;

    Order(String id) {
      this.id = id;
    }

    static Order of(String id) {
      return id.equals(RANK.id) ? RANK : RECENT;
    }

    String id() {
      return id;
    }
  }

  /** Key by which results are grouped. */
  public enum Group {
    ROOM("room_id"),
    SENDER("sender");

    private final String id;

    Group(String id) {
      this.id = id;
    }

    String id() {
      return id;
    }

    static Optional<Group> ofId(String id) {
      for (Group group : values()) {
        if (group.id.equals(id)) {
          return Optional.of(group);
        }
      }
      return Optional.empty();
    }
  }

  /** How many events to return before and after each result. */
  public record Context(int before, int after, boolean includeProfile) {}

  /**
   * Parses what a client sent.
   *
   * @throws MatrixError if it does not follow the specification
   */
  public static SearchRequest of(ObjectNode criteria) {
    String order = Body.optionalString(criteria, "order_by").orElse(Order.RANK.id);
    if (!order.equals(Order.RANK.id) && !order.equals(Order.RECENT.id)) {
      throw MatrixError.invalidParam("order_by is rank or recent");
    }
    EventFilter filter = EventFilter.of(Body.object(criteria, "filter"), DEFAULT_LIMIT, LIMIT_MAX);
    if (filter.limit() == 0) {
      throw MatrixError.invalidParam("limit is greater than 0");
    }
    return new SearchRequest(
        SearchQuery.of(Body.string(criteria, "search_term")),
        keys(criteria),
        filter,
        Order.of(order),
        criteria.hasNonNull("event_context")
            ? context(Body.object(criteria, "event_context"))
            : null,
        Body.flag(criteria, "include_state", false),
        groups(Body.object(criteria, "groupings")));
  }

  private static Set<SearchKey> keys(ObjectNode criteria) {
    Set<SearchKey> keys = EnumSet.noneOf(SearchKey.class);
    for (JsonNode key : Body.array(criteria, "keys")) {
      keys.add(
          SearchKey.ofId(key.stringValue(""))
              .orElseThrow(() ->
                  MatrixError.invalidParam(
                      "keys are content.body, content.name and content.topic")));
    }
    return keys.isEmpty() ? EnumSet.allOf(SearchKey.class) : keys;
  }

  private static Context context(ObjectNode context) {
    return new Context(
        count(context, "before_limit"),
        count(context, "after_limit"),
        Body.flag(context, "include_profile", false));
  }

  private static int count(ObjectNode context, String key) {
    JsonNode count = context.path(key);
    if (count.isMissingNode() || count.isNull()) {
      return DEFAULT_CONTEXT;
    }
    if (!count.isIntegralNumber() || !count.canConvertToLong() || count.longValue() < 0) {
      throw MatrixError.badJson(key + " is not a whole number of at least 0");
    }
    return (int) Math.min(count.longValue(), CONTEXT_MAX);
  }

  private static List<Group> groups(ObjectNode groupings) {
    Set<Group> groups = EnumSet.noneOf(Group.class);
    for (JsonNode group : Body.array(groupings, "group_by")) {
      groups.add(
          Group.ofId(Body.optionalString(group, "key").orElse(""))
              .orElseThrow(() -> MatrixError.invalidParam("group_by knows room_id and sender")));
    }
    return List.copyOf(groups);
  }
}
