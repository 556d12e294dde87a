package org.bongsu.push;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A user's ruleset, compiled for evaluation against many events: in a large room every message is
 * evaluated for each member. Immutable and thread-safe; replaced when the rules change.
 *
 * <p>Two optimisations: the rules that can match are selected per event type in advance, and a
 * default rule that does not depend on the user is evaluated once per event, not once per member.
 */
public final class PushEvaluator {
  private final UserId user;
  private final Map<String, Rules> byType;
  private final Rules ofOtherTypes;
  private final PreparedRule[] contents;
  private final Map<String, PushDecision> rooms;
  private final Map<String, PushDecision> senders;

  /** Rules that can match events of one type. */
  private record Rules(PreparedRule[] overrides, PreparedRule[] underrides) {}

  private PushEvaluator(PushRules rules) {
    this.user = rules.user();
    List<PreparedRule> overrides = prepare(rules, RuleKind.OVERRIDE);
    List<PreparedRule> underrides = prepare(rules, RuleKind.UNDERRIDE);
    this.byType = byType(overrides, underrides);
    this.ofOtherTypes = new Rules(forType(null, overrides), forType(null, underrides));
    this.contents = prepare(rules, RuleKind.CONTENT).toArray(PreparedRule[]::new);
    this.rooms = decisionsById(rules, RuleKind.ROOM);
    this.senders = decisionsById(rules, RuleKind.SENDER);
  }

  public static PushEvaluator of(PushRules rules) {
    return new PushEvaluator(rules);
  }

  public UserId user() {
    return user;
  }

  /**
   * The decision of the first matching rule. A user's own events never notify.
   *
   * @param displayName of this user in the room; null or empty if there is none
   */
  public PushDecision evaluate(PushedEvent pushed, @Nullable String displayName) {
    return evaluate(pushed, displayName, MatchingBudget.ofOneEvent());
  }

  /**
   * As {@link #evaluate(PushedEvent, String)}, as one of many events.
   *
   * @param budget for all of them; once it {@linkplain MatchingBudget#isExhausted is exhausted},
   *     the decision means nothing
   */
  public PushDecision evaluate(
      PushedEvent pushed, @Nullable String displayName, MatchingBudget budget) {
    budget.beginEvent();
    if (pushed.event().sender().equals(user)) {
      return PushDecision.NOTHING;
    }
    Rules rules = byType.getOrDefault(pushed.foldedType(), ofOtherTypes);
    PushDecision decision = first(rules.overrides, pushed, displayName, budget);
    if (decision == null) {
      decision = first(contents, pushed, displayName, budget);
    }
    if (decision == null) {
      decision = rooms.get(pushed.event().roomId().value());
    }
    if (decision == null) {
      decision = senders.get(pushed.event().sender().value());
    }
    if (decision == null) {
      decision = first(rules.underrides, pushed, displayName, budget);
    }
    return decision == null ? PushDecision.NOTHING : decision;
  }

  private static @Nullable PushDecision first(
      PreparedRule[] rules,
      PushedEvent pushed,
      @Nullable String displayName,
      MatchingBudget budget) {
    for (PreparedRule rule : rules) {
      if (rule.matches(pushed, displayName, budget)) {
        return rule.decision();
      }
    }
    return null;
  }

  /** Enabled rules that can match, highest priority first. */
  private static List<PreparedRule> prepare(PushRules rules, RuleKind kind) {
    List<PreparedRule> prepared = new ArrayList<>();
    for (PushRule rule : rules.rules(kind)) {
      if (rule.enabled()) {
        PreparedRule.of(rule).ifPresent(prepared::add);
      }
    }
    return prepared;
  }

  private static Map<String, PushDecision> decisionsById(PushRules rules, RuleKind kind) {
    Map<String, PushDecision> decisions = new HashMap<>();
    for (PushRule rule : rules.rules(kind)) {
      if (rule.enabled()) {
        decisions.put(rule.id(), PushDecision.of(rule.actions()));
      }
    }
    return Map.copyOf(decisions);
  }

  private static Map<String, Rules> byType(
      List<PreparedRule> overrides, List<PreparedRule> underrides) {
    TreeSet<String> types = new TreeSet<>();
    overrides.forEach(rule -> rule.type().ifPresent(types::add));
    underrides.forEach(rule -> rule.type().ifPresent(types::add));
    Map<String, Rules> byType = new HashMap<>();
    for (String type : types) {
      byType.put(type, new Rules(forType(type, overrides), forType(type, underrides)));
    }
    return Map.copyOf(byType);
  }

  /** Rules for this event type and rules for any type; with null, only the latter. */
  private static PreparedRule[] forType(@Nullable String type, List<PreparedRule> rules) {
    return rules.stream()
        .filter(rule -> rule.type().isEmpty() || rule.type().get().equals(type))
        .toArray(PreparedRule[]::new);
  }
}
