package org.bongsu.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Set;
import org.bongsu.json.Json;
import org.bongsu.push.PushRules.Reason;
import org.bongsu.push.PushRules.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Validates push rules from clients. */
final class RuleSyntax {
  private static final int RULE_ID_BYTES_MAX = 255;
  private static final int CONDITIONS_MAX = 20;
  private static final int ACTIONS_MAX = 20;

  /** Maximum characters of a pattern; matching takes time proportional to it. */
  private static final int PATTERN_LENGTH_MAX = 255;

  /** Maximum bytes of a rule as JSON. */
  private static final int RULE_BYTES_MAX = 8_192;

  /** Actions of older specifications, which are ignored. */
  private static final Set<String> HISTORICAL_ACTIONS = Set.of("dont_notify", "coalesce");

  private RuleSyntax() {}

  static Optional<Refused> checkId(String ruleId) {
    if (ruleId.isEmpty() || ruleId.getBytes(UTF_8).length > RULE_ID_BYTES_MAX) {
      return refused(
          Reason.BAD_RULE_ID, "A push rule's id has 1 to " + RULE_ID_BYTES_MAX + " bytes.");
    }
    if (ruleId.startsWith(".")) {
      return refused(
          Reason.BAD_RULE_ID, "Ids of push rules that begin with a dot are the server's.");
    }
    if (ruleId.contains("/") || ruleId.contains("\\")) {
      return refused(Reason.BAD_RULE_ID, "A push rule's id has no slashes or backslashes.");
    }
    return Optional.empty();
  }

  static Optional<Refused> checkBody(RuleKind kind, ObjectNode body) {
    if (kind.hasPattern() && !body.path("pattern").isString()) {
      return invalid("A content rule needs a pattern.");
    }
    if (kind.hasPattern() && isTooLong(body)) {
      return invalid("A pattern has at most " + PATTERN_LENGTH_MAX + " characters.");
    }
    if (kind.hasConditions() && !areConditions(body.path("conditions"))) {
      return invalid(
          "conditions must be a list of at most "
              + CONDITIONS_MAX
              + " objects with a kind and patterns of at most "
              + PATTERN_LENGTH_MAX
              + " characters.");
    }
    if (Json.bytes(rule(kind, "", body).toJson()).length > RULE_BYTES_MAX) {
      return invalid("A push rule has at most " + RULE_BYTES_MAX + " bytes.");
    }
    return checkActions(body.path("actions"));
  }

  static Optional<Refused> checkActions(JsonNode actions) {
    if (!actions.isArray() || actions.size() > ACTIONS_MAX) {
      return invalid("actions must be a list of at most " + ACTIONS_MAX + ".");
    }
    if (Json.bytes(actions).length > RULE_BYTES_MAX) {
      return invalid("A push rule has at most " + RULE_BYTES_MAX + " bytes.");
    }
    for (JsonNode action : actions) {
      String name = action.stringValue("");
      boolean known =
          name.equals("notify")
              || HISTORICAL_ACTIONS.contains(name)
              || action.path("set_tweak").isString();
      if (!known) {
        return invalid("An action is \"notify\" or an object with set_tweak.");
      }
    }
    return Optional.empty();
  }

  /** The rule for a validated body, enabled. */
  static PushRule rule(RuleKind kind, String ruleId, ObjectNode body) {
    ArrayNode given = body.path("conditions") instanceof ArrayNode all ? all : Json.array();
    return new PushRule(
        ruleId,
        false,
        true,
        withoutHistorical(body.path("actions")),
        kind.hasConditions() ? Optional.of(given) : Optional.empty(),
        kind.hasPattern() ? Optional.of(body.path("pattern").stringValue()) : Optional.empty());
  }

  static ArrayNode withoutHistorical(JsonNode actions) {
    ArrayNode kept = Json.array();
    for (JsonNode action : actions) {
      if (!HISTORICAL_ACTIONS.contains(action.stringValue(""))) {
        kept.add(action);
      }
    }
    return kept;
  }

  private static boolean areConditions(JsonNode conditions) {
    return conditions.isMissingNode()
        || (conditions.isArray()
            && conditions.size() <= CONDITIONS_MAX
            && conditions.valueStream().allMatch(c -> c.path("kind").isString() && !isTooLong(c)));
  }

  private static boolean isTooLong(JsonNode withPattern) {
    return withPattern.path("pattern").stringValue("").length() > PATTERN_LENGTH_MAX;
  }

  private static Optional<Refused> invalid(String detail) {
    return refused(Reason.INVALID, detail);
  }

  private static Optional<Refused> refused(Reason reason, String detail) {
    return Optional.of(new Refused(reason, detail));
  }
}
