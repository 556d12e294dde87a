package org.bongsu.fuzz;

import java.util.List;
import java.util.Optional;
import org.bongsu.http.RequestError;
import org.bongsu.matrix.search.SearchRequest;
import org.bongsu.matrix.sync.SyncFilter;
import org.bongsu.search.SearchQuery;
import org.bongsu.search.SearchText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds for filters and searches. */
final class QueryChecks {
  private QueryChecks() {}

  /** A type of event and a filter: it lets a type pass as the reference matcher does. */
  static void filter(byte[] input) {
    Fields fields = Fields.of(input, 2);
    String type = fields.text(0);
    Optional<ObjectNode> json = JsonChecks.parseObject(fields.text(1));
    if (json.isEmpty()) {
      return;
    }
    SyncFilter filter;
    try {
      filter = SyncFilter.of(json.get());
    } catch (RequestError refused) {
      return;
    }
    Property.holds(filter.timeline().limit() >= 0, "a limit is not negative");
    JsonNode timeline = json.get().path("room").path("timeline");
    boolean wanted =
        (!timeline.hasNonNull("types") || isIn(timeline.path("types"), type))
            && (!timeline.hasNonNull("not_types") || !isIn(timeline.path("not_types"), type));
    Property.same(wanted, filter.timeline().wantsType(type), "whether it wants " + type);
  }

  private static boolean isIn(JsonNode patterns, String type) {
    return patterns
        .valueStream()
        .anyMatch(one -> SlowGlob.matchesWithAsterisks(one.stringValue(""), type));
  }

  /** The body of a search. */
  static void searchRequest(byte[] input) {
    JsonChecks.parse(input)
        .filter(ObjectNode.class::isInstance)
        .ifPresent(json -> {
          try {
            SearchRequest request = SearchRequest.of((ObjectNode) json);
            Property.holds(request.filter().limit() > 0, "a page has results");
            Property.holds(!request.keys().isEmpty(), "something is searched");
          } catch (RequestError refused) {
            // As declared.
          }
        });
  }

  /** What somebody types, and a text: a text is found by its own words, however they are typed. */
  static void searchText(byte[] input) {
    Fields fields = Fields.of(input, 2);
    for (String text : List.of(fields.text(0), fields.text(1))) {
      String normalised = SearchText.normalise(text);
      Property.same(normalised, SearchText.normalise(normalised), "the form that is compared");
      SearchQuery.of(text)
          .ifPresent(query -> {
            Property.holds(query.matches(normalised), "a text is found by its own words");
            double rank = query.rank(normalised);
            Property.holds(rank > 0 && rank <= 3, () -> "its rank is " + rank);
          });
    }
    SearchQuery.of(fields.text(0))
        .ifPresent(query -> {
          query.matches(SearchText.normalise(fields.text(1)));
          query.anySpacing().ifPresent(any -> any.matches(SearchText.normalise(fields.text(1))));
        });
  }
}
