package org.bongsu.push;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A ruleset prepared for being asked about many events: in a big room it is asked for each member
 * about each message. Made anew when the rules change; safe to be shared by threads.
 *
 * <p>For each event type that a rule names, the rules that can match it are chosen beforehand, so
 * that a message is not asked whether it is an invitation.
 */
public final class PushEvaluator {
  private final UserId user;
  private final Map<String, Prepared[]> overridesByType;
  private final Prepared[] overridesOfOtherTypes;
  private final Prepared[] contents;
  private final Map<String, Verdict> rooms;
  private final Map<String, Verdict> senders;
  private final Map<String, Prepared[]> underridesByType;
  private final Prepared[] underridesOfOtherTypes;

  private PushEvaluator(PushRules rules) {
    this.user = rules.user();
    List<Prepared> overrides = prepare(rules, RuleKind.OVERRIDE);
    this.overridesByType = byType(overrides);
    this.overridesOfOtherTypes = ofOtherTypes(overrides);
    this.contents = prepare(rules, RuleKind.CONTENT).toArray(Prepared[]::new);
    this.rooms = verdictsById(rules, RuleKind.ROOM);
    this.senders = verdictsById(rules, RuleKind.SENDER);
    List<Prepared> underrides = prepare(rules, RuleKind.UNDERRIDE);
    this.underridesByType = byType(underrides);
    this.underridesOfOtherTypes = ofOtherTypes(underrides);
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
  public Verdict evaluate(PushedEvent pushed, @Nullable String displayName) {
    if (pushed.event().sender().equals(user)) {
      return Verdict.NOTHING;
    }
    String type = pushed.foldedType();
    Verdict verdict =
        first(overridesByType.getOrDefault(type, overridesOfOtherTypes), pushed, displayName);
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
      verdict =
          first(underridesByType.getOrDefault(type, underridesOfOtherTypes), pushed, displayName);
    }
    return verdict == null ? Verdict.NOTHING : verdict;
  }

  private static @Nullable Verdict first(
      Prepared[] rules, PushedEvent pushed, @Nullable String displayName) {
    for (Prepared rule : rules) {
      if (rule.matches(pushed, displayName)) {
        return rule.verdict;
      }
    }
    return null;
  }

  /** Enabled rules that can match at all, the most important first. */
  private static List<Prepared> prepare(PushRules rules, RuleKind kind) {
    List<Prepared> prepared = new ArrayList<>();
    for (PushRule rule : rules.rules(kind)) {
      if (rule.enabled()) {
        Prepared.of(rule).ifPresent(prepared::add);
      }
    }
    return prepared;
  }

  private static Map<String, Verdict> verdictsById(PushRules rules, RuleKind kind) {
    Map<String, Verdict> verdicts = new HashMap<>();
    for (PushRule rule : rules.rules(kind)) {
      if (rule.enabled()) {
        verdicts.put(rule.id(), Verdict.of(rule.actions()));
      }
    }
    return Map.copyOf(verdicts);
  }

  private static Map<String, Prepared[]> byType(List<Prepared> rules) {
    TreeSet<String> types = new TreeSet<>();
    rules.forEach(rule -> rule.type.ifPresent(types::add));
    Map<String, Prepared[]> byType = new HashMap<>();
    for (String type : types) {
      byType.put(
          type,
          rules.stream()
              .filter(rule -> rule.type.isEmpty() || rule.type.get().equals(type))
              .toArray(Prepared[]::new));
    }
    return Map.copyOf(byType);
  }

  private static Prepared[] ofOtherTypes(List<Prepared> rules) {
    return rules.stream().filter(rule -> rule.type.isEmpty()).toArray(Prepared[]::new);
  }

  /**
   * A rule with its conditions ready.
   *
   * @param type the only event type that it can match, where it names one
   * @param conditions the others
   */
  private record Prepared(
      Optional<String> type,
      List<Condition> conditions,
      boolean onlyWithoutMentions,
      Verdict verdict) {

    /** Empty where it has a condition that never holds. */
    static Optional<Prepared> of(PushRule rule) {
      Optional<String> type = Optional.empty();
      List<Condition> conditions = new ArrayList<>();
      rule.pattern().ifPresent(glob -> conditions.add(new Condition.BodyMatches(Glob.of(glob))));
      if (rule.conditions().isPresent()) {
        for (var json : rule.conditions().get()) {
          Optional<Condition> condition = Condition.of(json);
          if (condition.isEmpty()) {
            return Optional.empty();
          }
          if (type.isEmpty()
              && condition.get() instanceof Condition.TextIs is
              && is.isAboutType()) {
            type = Optional.of(Glob.folded(is.text()));
          } else {
            conditions.add(condition.get());
          }
        }
      }
      return Optional.of(
          new Prepared(
              type,
              List.copyOf(conditions),
              rule.isDefault() && DefaultPushRules.ONLY_WITHOUT_MENTIONS.contains(rule.id()),
              Verdict.of(rule.actions())));
    }

    boolean matches(PushedEvent pushed, @Nullable String displayName) {
      if (onlyWithoutMentions && pushed.hasMentions()) {
        return false;
      }
      for (int i = 0; i < conditions.size(); i++) {
        if (!conditions.get(i).holds(pushed, displayName)) {
          return false;
        }
      }
      return true;
    }
  }
}
