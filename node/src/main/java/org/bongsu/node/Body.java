package org.bongsu.node;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.CanonicalJson;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads members of a client's JSON body; throws the protocol's error if one is malformed. */
public final class Body {
  private Body() {}

  /** A required string. */
  public static String string(ObjectNode body, String key) {
    return optionalString(body, key).orElseThrow(() -> MatrixError.missingParam(key));
  }

  /** An optional string; null counts as absent. */
  public static Optional<String> optionalString(JsonNode body, String key) {
    JsonNode value = body.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw MatrixError.badJson(key + " is not a string");
    }
    return Optional.of(value.stringValue());
  }

  public static boolean flag(JsonNode body, String key, boolean otherwise) {
    JsonNode value = body.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw MatrixError.badJson(key + " is not true or false");
    }
    return value.booleanValue();
  }

  /** An optional object; an absent one is empty. */
  public static ObjectNode object(JsonNode body, String key) {
    JsonNode value = body.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Json.object();
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw MatrixError.badJson(key + " is not an object");
  }

  /** An optional array; an absent one is empty. */
  public static List<JsonNode> array(JsonNode body, String key) {
    JsonNode value = body.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw MatrixError.badJson(key + " is not an array");
    }
    return value.valueStream().collect(Collectors.toList());
  }

  /**
   * A body, or part of it, that becomes the content of an event. Events are canonical JSON
   * (specification, appendices), which has whole numbers within 2^53 - 1 only. Account data,
   * filters and other JSON that is never signed may hold any numbers.
   *
   * @throws MatrixError {@code M_BAD_JSON} if it holds other numbers
   */
  public static ObjectNode eventContent(ObjectNode content) {
    if (!CanonicalJson.isCanonicalizable(content)) {
      throw MatrixError.badJson("Numbers in events are whole and within 2^53 - 1");
    }
    return content;
  }

  public static UserId userId(String text) {
    return UserId.parse(text)
        .orElseThrow(() -> MatrixError.invalidParam("This is no user id: " + text));
  }

  /** A room id that a client sent; 400 if it is malformed. */
  public static RoomId roomId(String text) {
    try {
      return new RoomId(text);
    } catch (IllegalArgumentException e) {
      throw MatrixError.invalidParam("This is no room id: " + e.getMessage());
    }
  }

  public static EventId eventId(String text) {
    try {
      return new EventId(text);
    } catch (IllegalArgumentException e) {
      throw MatrixError.invalidParam("This is no event id: " + e.getMessage());
    }
  }
}
