package org.bongsu.restic;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Snapshots as restic encodes them. */
final class SnapshotJson {
  private SnapshotJson() {}

  static ObjectNode encode(Snapshot snapshot) {
    ObjectNode json =
        Json.object()
            .put("time", snapshot.time().toString())
            .put("tree", snapshot.tree().value())
            .put("hostname", snapshot.hostname())
            .put("username", snapshot.username());
    put(json.putArray("paths"), snapshot.paths());
    if (!snapshot.tags().isEmpty()) {
      put(json.putArray("tags"), snapshot.tags());
    }
    putIfPresent(json, "parent", snapshot.parent());
    putIfPresent(json, "original", snapshot.original());
    if (!snapshot.programVersion().isEmpty()) {
      json.put("program_version", snapshot.programVersion());
    }
    if (!snapshot.annotations().isEmpty()) {
      ObjectNode annotations = json.putObject("annotations");
      snapshot.annotations().forEach(annotations::put);
    }
    return json;
  }

  private static void put(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  private static void putIfPresent(ObjectNode json, String name, @Nullable SnapshotId id) {
    if (id != null) {
      json.put(name, id.value());
    }
  }

  /**
   * Reads a snapshot.
   *
   * @throws RepositoryDamaged if it has no time or tree, or malformed ids
   */
  static Snapshot decode(SnapshotId id, JsonNode json) {
    try {
      Map<String, String> annotations = new LinkedHashMap<>();
      json.path("annotations")
          .properties()
          .forEach(entry -> annotations.put(entry.getKey(), entry.getValue().asString("")));
      return new Snapshot(
          id,
          OffsetDateTime.parse(json.path("time").asString("")).toInstant(),
          new BlobId(json.path("tree").asString("")),
          texts(json.path("paths")),
          json.path("hostname").asString(""),
          json.path("username").asString(""),
          texts(json.path("tags")),
          snapshotId(json.path("parent")),
          snapshotId(json.path("original")),
          json.path("program_version").asString(""),
          annotations);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new RepositoryDamaged("snapshot " + id + " is malformed: " + e.getMessage(), e);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asString("")));
    return texts;
  }

  private static @Nullable SnapshotId snapshotId(JsonNode json) {
    return json.isString() ? new SnapshotId(json.stringValue()) : null;
  }
}
