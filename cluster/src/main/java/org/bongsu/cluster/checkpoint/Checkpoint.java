package org.bongsu.cluster.checkpoint;

import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * A copy of one shard's file.
 *
 * @param name of this copy; a file with this name never changes
 * @param sha256 in lower-case hexadecimal
 * @param position of the next entry to apply
 * @param digest of the shard at this position, in hexadecimal
 */
record Checkpoint(String name, long bytes, String sha256, long position, String digest) {
  static final String PATH = "/_bongsu/site/checkpoint/";

  ObjectNode toJson() {
    return Json.object()
        .put("name", name)
        .put("bytes", bytes)
        .put("sha256", sha256)
        .put("position", position)
        .put("digest", digest);
  }

  static Checkpoint of(ObjectNode node) {
    return new Checkpoint(
        node.path("name").asString(""),
        node.path("bytes").asLong(-1),
        node.path("sha256").asString(""),
        node.path("position").asLong(-1),
        node.path("digest").asString(""));
  }
}
