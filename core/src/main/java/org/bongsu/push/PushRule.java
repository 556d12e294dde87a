package org.bongsu.push;

import java.util.Optional;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One push rule.
 *
 * @param isDefault whether it is a server default
 * @param actions without the obsolete ones of older specifications
 * @param conditions for override and underride rules
 * @param pattern for content rules
 */
public record PushRule(
    String id,
    boolean isDefault,
    boolean enabled,
    ArrayNode actions,
    Optional<ArrayNode> conditions,
    Optional<String> pattern) {

  /** The rule in the API's format, as a new object. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("rule_id", id);
    json.put("default", isDefault);
    json.put("enabled", enabled);
    conditions.ifPresent(all -> json.set("conditions", all.deepCopy()));
    pattern.ifPresent(glob -> json.put("pattern", glob));
    json.set("actions", actions.deepCopy());
    return json;
  }

  static PushRule of(JsonNode json) {
    return new PushRule(
        json.path("rule_id").stringValue(),
        json.path("default").booleanValue(false),
        json.path("enabled").booleanValue(true),
        (ArrayNode) json.path("actions"),
        json.path("conditions") instanceof ArrayNode all ? Optional.of(all) : Optional.empty(),
        json.path("pattern").isString()
            ? Optional.of(json.path("pattern").stringValue())
            : Optional.empty());
  }

  PushRule withEnabled(boolean now) {
    return now == enabled ? this : new PushRule(id, isDefault, now, actions, conditions, pattern);
  }

  PushRule withActions(ArrayNode now) {
    return new PushRule(id, isDefault, enabled, now, conditions, pattern);
  }
}
