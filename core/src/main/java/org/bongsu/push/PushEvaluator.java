package org.bongsu.push;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A ruleset prepared for being asked about many events: in a big room it is asked for each member
 * about each message. Made anew when the rules change; safe to be shared by threads.
 *
 * <p>What makes it quick: for each event type that a rule names, the rules that can match it are
 * chosen beforehand, so that a message is not asked whether it is an invitation; and a default rule
 * that does not depend on the user is asked once for an event, whoever comes next.
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
    this.rooms = verdictsById(rules, RuleKind.ROOM);
    this.senders = verdictsById(rules, RuleKind.SENDER);
  }

  public static PushEvaluator of(PushRules rules) {
    return new PushEvaluator(rules);
  }

  public UserId user() {
    return user;
  }

  /**
   * What the first matching rule says. Own events never notify.
   *
   * @param displayName of this user in the room; null or empty where there is none
   */
  public PushDecision evaluate(PushedEvent pushed, @Nullable String displayName) {
    if (pushed.event().sender().equals(user)) {
      return PushDecision.NOTHING;
    }
    Rules rules = byType.getOrDefault(pushed.foldedType(), ofOtherTypes);
    PushDecision verdict = first(rules.overrides, pushed, displayName);
    if (verdict == null) {
      verdict = first(contents, pushed, displayName);
    }
    if (verdict == null) {
      verdict = rooms.get(pushed.event().roomId().value());
    }
    if (verdict == null) {
      verdict = senders.get(pushed.event().sender().value());
    }
    if (verdict == null) {
      verdict = first(rules.underrides, pushed, displayName);
    }
    return verdict == null ? PushDecision.NOTHING : verdict;
  }

  private static @Nullable PushDecision first(
      PreparedRule[] rules, PushedEvent pushed, @Nullable String displayName) {
    for (PreparedRule rule : rules) {
      if (rule.matches(pushed, displayName)) {
        return rule.verdict();
      }
    }
    return null;
  }

  /** Enabled rules that can match at all, the most important first. */
  private static List<PreparedRule> prepare(PushRules rules, RuleKind kind) {
    List<PreparedRule> prepared = new ArrayList<>();
    for (PushRule rule : rules.rules(kind)) {
      if (rule.enabled()) {
        PreparedRule.of(rule).ifPresent(prepared::add);
      }
    }
    return prepared;
  }

  private static Map<String, PushDecision> verdictsById(PushRules rules, RuleKind kind) {
    Map<String, PushDecision> verdicts = new HashMap<>();
    for (PushRule rule : rules.rules(kind)) {
      if (rule.enabled()) {
        verdicts.put(rule.id(), PushDecision.of(rule.actions()));
      }
    }
    return Map.copyOf(verdicts);
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

  /** Rules that ask for this type or for none; with null, those that ask for none. */
  private static PreparedRule[] forType(@Nullable String type, List<PreparedRule> rules) {
    return rules.stream()
        .filter(rule -> rule.type().isEmpty() || rule.type().get().equals(type))
        .toArray(PreparedRule[]::new);
  }
}
