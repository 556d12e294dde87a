package org.bongsu.push;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user's push rules: the defaults with the user's changes, and the user's own rules. Immutable:
 * operations return a new ruleset.
 *
 * <p>Only the differences from the defaults are stored, so that later defaults reach all users:
 *
 * <pre>{@code
 * {"own":     {"content": [{"rule_id", "enabled", "actions", "pattern"}, ...], ...},
 *  "changed": {"override": {".m.rule.master": {"enabled": true, "actions": [...]}}, ...}}
 * }</pre>
 */
public final class PushRules {
  /** Maximum own rules of each kind that is looked up by id: room and sender. */
  public static final int OWN_RULES_BY_ID_MAX = 2_000;

  /** Maximum own rules of each kind whose rules are evaluated in turn. */
  public static final int OWN_RULES_IN_TURN_MAX = 200;

  private final UserId user;

  /** By kind, highest priority first. */
  private final Map<RuleKind, List<PushRule>> own;

  /**
   * By kind and rule id: fields {@code enabled} and {@code actions}, each present if it was
   * changed.
   */
  private final ObjectNode changed;

  private final Map<RuleKind, List<PushRule>> merged;

  private PushRules(UserId user, Map<RuleKind, List<PushRule>> own, ObjectNode changed) {
    this.user = user;
    this.own = own;
    this.changed = changed;
    this.merged = merge(user, own, changed);
  }

  /** The result of an operation. */
  public sealed interface Outcome {}

  public record Changed(PushRules rules) implements Outcome {}

  /**
   * @param detail one English sentence
   */
  public record Refused(Reason reason, String detail) implements Outcome {}

  /** Why an operation was refused. */
  public enum Reason {
    /** There is no such rule. */
    NOT_FOUND,
    /**
     * Default rules can be enabled, disabled and given other actions, but not replaced or removed.
     */
    DEFAULT_RULE,
    /** The id is empty or too long, begins with a dot, or contains slashes. */
    BAD_RULE_ID,
    /** The rule named by {@code before} or {@code after} is not one of the user's own. */
    NEIGHBOUR_NOT_FOUND,
    /** The rule's fields are invalid. */
    INVALID,
    /** The user has reached the limit for rules of the kind. */
    TOO_MANY
  }

  public static PushRules defaultsOf(UserId user) {
    return stored(user, Json.object());
  }

  /** Reads the format of {@link #toStored}. */
  public static PushRules stored(UserId user, ObjectNode stored) {
    Map<RuleKind, List<PushRule>> own = new EnumMap<>(RuleKind.class);
    for (RuleKind kind : RuleKind.values()) {
      JsonNode rules = stored.path("own").path(kind.id());
      own.put(kind, rules.valueStream().map(PushRule::of).toList());
    }
    ObjectNode changed =
        stored.path("changed") instanceof ObjectNode object ? object : Json.object();
    return new PushRules(user, own, changed);
  }

  public ObjectNode toStored() {
    ObjectNode stored = Json.object();
    ObjectNode ownByKind = Json.object();
    own.forEach((kind, rules) -> {
      if (!rules.isEmpty()) {
        ArrayNode array = ownByKind.putArray(kind.id());
        rules.forEach(rule -> array.add(rule.toJson().without("default")));
      }
    });
    stored.set("own", ownByKind);
    stored.set("changed", changed.deepCopy());
    return stored;
  }

  /** The format of the API and of {@code m.push_rules}: all rules under {@code global}. */
  public ObjectNode toClient() {
    ObjectNode client = Json.object();
    ObjectNode global = client.putObject("global");
    merged.forEach((kind, rules) -> {
      ArrayNode array = global.putArray(kind.id());
      rules.forEach(rule -> array.add(rule.toJson()));
    });
    return client;
  }

  public UserId user() {
    return user;
  }

  /** All rules of a kind, highest priority first. */
  public List<PushRule> rules(RuleKind kind) {
    return merged.getOrDefault(kind, List.of());
  }

  public Optional<PushRule> get(RuleKind kind, String ruleId) {
    return rules(kind).stream().filter(rule -> rule.id().equals(ruleId)).findFirst();
  }

  /**
   * Adds a user's own rule, or replaces it; a replaced rule keeps its enabled flag.
   *
   * @param body with {@code actions} and, depending on the kind, {@code conditions} or {@code
   *     pattern}
   * @param before the own rule directly above which to insert it, or null
   * @param after the own rule directly below which to insert it, used if {@code before} is null; if
   *     both are null, a new rule gets the highest priority and a replaced one keeps its place
   */
  public Outcome put(
      RuleKind kind,
      String ruleId,
      ObjectNode body,
      @Nullable String before,
      @Nullable String after) {
    Optional<Refused> wrongId = RuleSyntax.checkId(ruleId);
    if (wrongId.isPresent()) {
      return wrongId.get();
    }
    Optional<Refused> wrongBody = RuleSyntax.checkBody(kind, body);
    if (wrongBody.isPresent()) {
      return wrongBody.get();
    }
    List<PushRule> rules = new ArrayList<>(ownOf(kind));
    int old = indexOf(rules, ruleId);
    int max =
        kind == RuleKind.ROOM || kind == RuleKind.SENDER
            ? OWN_RULES_BY_ID_MAX
            : OWN_RULES_IN_TURN_MAX;
    if (old < 0 && rules.size() >= max) {
      return new Refused(Reason.TOO_MANY, "There are at most " + max + " own rules of a kind.");
    }
    boolean enabled = old < 0 || rules.get(old).enabled();
    PushRule rule = RuleSyntax.rule(kind, ruleId, body).withEnabled(enabled);
    if (old >= 0) {
      rules.remove(old);
    }
    int place = Math.max(old, 0);
    String neighbour = before != null ? before : after;
    if (neighbour != null) {
      int found = indexOf(rules, neighbour);
      if (found < 0) {
        return new Refused(Reason.NEIGHBOUR_NOT_FOUND, "before/after rule not found: " + neighbour);
      }
      place = before != null ? found : found + 1;
    }
    rules.add(place, rule);
    return withOwn(kind, rules);
  }

  public Outcome remove(RuleKind kind, String ruleId) {
    Optional<PushRule> rule = get(kind, ruleId);
    if (rule.isEmpty()) {
      return notFound();
    }
    if (rule.get().isDefault()) {
      return new Refused(Reason.DEFAULT_RULE, "Default push rules cannot be removed.");
    }
    return withOwn(kind, ownOf(kind).stream().filter(other -> !other.id().equals(ruleId)).toList());
  }

  public Outcome setEnabled(RuleKind kind, String ruleId, boolean enabled) {
    return change(
        kind, ruleId, rule -> rule.withEnabled(enabled), fields -> fields.put("enabled", enabled));
  }

  public Outcome setActions(RuleKind kind, String ruleId, JsonNode actions) {
    Optional<Refused> wrong = RuleSyntax.checkActions(actions);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    ArrayNode kept = RuleSyntax.withoutHistorical(actions);
    return change(
        kind, ruleId, rule -> rule.withActions(kept), fields -> fields.set("actions", kept));
  }

  private Outcome change(
      RuleKind kind,
      String ruleId,
      UnaryOperator<PushRule> changeOwn,
      Consumer<ObjectNode> changeDefault) {
    Optional<PushRule> rule = get(kind, ruleId);
    if (rule.isEmpty()) {
      return notFound();
    }
    if (!rule.get().isDefault()) {
      return withOwn(
          kind,
          ownOf(kind).stream()
              .map(other -> other.id().equals(ruleId) ? changeOwn.apply(other) : other)
              .toList());
    }
    ObjectNode now = changed.deepCopy();
    changeDefault.accept(now.withObjectProperty(kind.id()).withObjectProperty(ruleId));
    return new Changed(new PushRules(user, own, now));
  }

  private Outcome withOwn(RuleKind kind, List<PushRule> rules) {
    Map<RuleKind, List<PushRule>> now = new EnumMap<>(own);
    now.put(kind, List.copyOf(rules));
    return new Changed(new PushRules(user, now, changed));
  }

  private List<PushRule> ownOf(RuleKind kind) {
    return own.getOrDefault(kind, List.of());
  }

  private static Refused notFound() {
    return new Refused(Reason.NOT_FOUND, "The push rule was not found.");
  }

  private static int indexOf(List<PushRule> rules, String ruleId) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).id().equals(ruleId)) {
        return i;
      }
    }
    return -1;
  }

  /** The user's own rules come before the defaults, except for the master rule. */
  private static Map<RuleKind, List<PushRule>> merge(
      UserId user, Map<RuleKind, List<PushRule>> own, ObjectNode changed) {
    Map<RuleKind, List<PushRule>> merged = new EnumMap<>(RuleKind.class);
    for (RuleKind kind : RuleKind.values()) {
      List<PushRule> rules = new ArrayList<>(own.getOrDefault(kind, List.of()));
      for (PushRule rule : DefaultPushRules.rules(kind, user)) {
        PushRule now = withChanges(rule, changed.path(kind.id()).path(rule.id()));
        if (rule.id().equals(DefaultPushRules.MASTER.id())) {
          rules.addFirst(now);
        } else {
          rules.add(now);
        }
      }
      merged.put(kind, List.copyOf(rules));
    }
    return merged;
  }

  private static PushRule withChanges(PushRule rule, JsonNode fields) {
    PushRule now = rule.withEnabled(fields.path("enabled").booleanValue(rule.enabled()));
    return fields.path("actions") instanceof ArrayNode actions ? now.withActions(actions) : now;
  }
}
