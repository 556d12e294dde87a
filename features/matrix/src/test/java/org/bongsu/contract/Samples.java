package org.bongsu.contract;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Values that (nearly) satisfy a schema: the harmless body that an attack then corrupts. */
final class Samples {
  private static final int DEPTH_MAX = 8;

  private final FuzzMaterial material;
  private final RandomGenerator random;

  Samples(FuzzMaterial material, RandomGenerator random) {
    this.material = material;
    this.random = random;
  }

  JsonNode of(JsonNode schema) {
    return of(schema, "", 0);
  }

  private JsonNode of(JsonNode schema, String property, int depth) {
    if (schema.has("enum")) {
      return schema.path("enum").path(random.nextInt(schema.path("enum").size()));
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.has(choice)) {
        JsonNode options = schema.path(choice);
        return of(options.path(random.nextInt(options.size())), property, depth);
      }
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, property, depth);
      case "integer", "number" -> IntNode.valueOf(random.nextInt(100));
      case "boolean" -> BooleanNode.valueOf(random.nextBoolean());
      case "null" -> NullNode.getInstance();
      default ->
          StringNode.valueOf(material.text(property, schema.path("pattern").asString(""), random));
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      return type.path(0).asString("");
    }
    boolean object = schema.has("properties") || schema.has("allOf") || schema.has("required");
    return type.asString(object ? "object" : "");
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode result = Json.object();
    for (JsonNode part : schema.path("allOf").values()) {
      if (of(part, "", depth) instanceof ObjectNode object) {
        result.setAll(object);
      }
    }
    if (depth > DEPTH_MAX) {
      return result;
    }
    List<String> required =
        schema.path("required").values().stream().map(JsonNode::asString).toList();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (required.contains(property.getKey()) || random.nextInt(3) > 0) {
        result.set(property.getKey(), of(property.getValue(), property.getKey(), depth + 1));
      }
    }
    if (schema.path("additionalProperties").isObject()) {
      String key = random.nextBoolean() ? material.text("user_id", "", random) : "key";
      result.set(key, of(schema.path("additionalProperties"), "", depth + 1));
    }
    for (Map.Entry<String, JsonNode> named : schema.path("patternProperties").properties()) {
      String key = material.text("key", named.getKey(), random);
      result.set(key, of(named.getValue(), "", depth + 1));
    }
    if (result.isEmpty() && schema.has("minProperties")) {
      result.put("displayname", "봉수");
    }
    return result;
  }

  private ArrayNode array(JsonNode schema, String property, int depth) {
    ArrayNode result = Json.array();
    for (int i = random.nextInt(3); i > 0 && depth <= DEPTH_MAX; i--) {
      result.add(of(schema.path("items"), property, depth + 1));
    }
    return result;
  }
}
