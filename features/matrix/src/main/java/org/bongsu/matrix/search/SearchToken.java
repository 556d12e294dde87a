package org.bongsu.matrix.search;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bongsu.matrix.search.SearchRequest.Group;
import org.bongsu.matrix.search.SearchRequest.Order;
import org.bongsu.node.MatrixError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a search continues: {@code next_batch}, as JSON in Base64. It grants nothing: visibility is
 * checked again for each page.
 *
 * @param before for each shard: only events before this ordering
 * @param offset by rank: number of results on earlier pages
 * @param count of all results, as of the first page
 * @param group key for which results must have {@code groupValue}, or null for all
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SearchToken(
    Order order,
    boolean anySpacing,
    long[] before,
    int offset,
    int count,
    @Nullable Group group,
    String groupValue) {
  private static final int CHARS_MAX = 32 * 1024;
  private static final int COUNT_MAX = 1_000_000;

  /** The token for the next results of one group, of which {@code sent} were sent already. */
  SearchToken ofGroup(Group key, String value, int sent) {
    return new SearchToken(order, anySpacing, before, sent, count, key, value);
  }

  /**
   * Parses a token that a client sends back.
   *
   * @throws MatrixError {@code M_INVALID_PARAM} if it is not a token of this server for this order
   */
  public static SearchToken parse(String text, Order order, int shards) {
    return read(text)
        .filter(token -> token.before.length == shards && token.order == order)
        .orElseThrow(() -> MatrixError.invalidParam("next_batch is not a token of this search"));
  }

  private static Optional<SearchToken> read(String text) {
    if (text.length() > CHARS_MAX) {
      return Optional.empty();
    }
    try {
      return Json.parse(Base64.getUrlDecoder().decode(text)) instanceof ObjectNode json
          ? read(json)
          : Optional.empty();
    } catch (IllegalArgumentException | MalformedJson e) {
      return Optional.empty();
    }
  }

  private static Optional<SearchToken> read(ObjectNode json) {
    JsonNode before = json.path("before");
    int offset = json.path("offset").intValue(-1);
    int count = json.path("count").intValue(-1);
    boolean possible =
        before.isArray()
            && before.valueStream().allMatch(b -> b.isIntegralNumber() && b.canConvertToLong())
            && before.valueStream().allMatch(b -> b.longValue() >= 0)
            && offset >= 0
            && offset <= COUNT_MAX
            && count >= 0;
    if (!possible) {
      return Optional.empty();
    }
    return Optional.of(
        new SearchToken(
            Order.of(json.path("order").stringValue("")),
            json.path("any_spacing").booleanValue(false),
            before.valueStream().mapToLong(JsonNode::longValue).toArray(),
            offset,
            count,
            Group.ofId(json.path("group").stringValue("")).orElse(null),
            json.path("value").stringValue("")));
  }

  @Override
  public String toString() {
    ObjectNode json = Json.object().put("order", order.id()).put("any_spacing", anySpacing);
    ArrayNode positions = json.putArray("before");
    for (long ordering : before) {
      positions.add(ordering);
    }
    json.put("offset", offset).put("count", count);
    if (group != null) {
      json.put("group", group.id()).put("value", groupValue);
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Json.text(json).getBytes(StandardCharsets.UTF_8));
  }
}
