package org.bongsu.backup;

import java.util.Arrays;
import java.util.List;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * One state of all shards: for each, the position of its next entry and the digest there. A restore
 * ends at a cut, and the digests show that it has made the same rows.
 */
record Cut(List<OfShard> shards) {
  /**
   * A shard's part.
   *
   * @param digest in hexadecimal
   */
  record OfShard(long position, String digest) {}

  Cut {
    shards = List.copyOf(shards);
  }

  long[] positions() {
    return shards.stream().mapToLong(OfShard::position).toArray();
  }

  boolean isBehind(long[] positions) {
    long[] own = positions();
    for (int i = 0; i < own.length; i++) {
      if (own[i] < positions[i]) {
        return true;
      }
    }
    return false;
  }

  boolean hasSamePositions(Cut other) {
    return Arrays.equals(positions(), other.positions());
  }

  ArrayNode toJson() {
    ArrayNode all = Json.array();
    shards.forEach(one -> all.addObject().put("position", one.position).put("digest", one.digest));
    return all;
  }

  static Cut of(JsonNode json) {
    return new Cut(
        json.valueStream()
            .map(one -> new OfShard(one.path("position").asLong(), one.path("digest").asString("")))
            .toList());
  }
}
