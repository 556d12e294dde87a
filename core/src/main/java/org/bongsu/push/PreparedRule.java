package org.bongsu.push;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A push rule with compiled conditions. */
final class PreparedRule {
  private static final int NOT_SHARED = -1;

  private static final Map<PushRule, PreparedRule> SHARED = prepareShared();

  private final Optional<String> type;
  private final Condition[] conditions;
  private final boolean onlyWithoutMentions;
  private final PushDecision decision;

  /** Index among the rules that are the same for all users. */
  private final int place;

  private PreparedRule(
      PushRule rule, Optional<String> type, List<Condition> conditions, int place) {
    this.type = type;
    this.conditions = conditions.toArray(Condition[]::new);
    this.onlyWithoutMentions =
        rule.isDefault() && DefaultPushRules.ONLY_WITHOUT_MENTIONS.contains(rule.id());
    this.decision = PushDecision.of(rule.actions());
    this.place =
        conditions.stream().anyMatch(Condition.ContainsDisplayName.class::isInstance)
            ? NOT_SHARED
            : place;
  }

  /** Empty if the rule has a condition that never holds. */
  static Optional<PreparedRule> of(PushRule rule) {
    PreparedRule shared = SHARED.get(rule);
    return shared != null ? Optional.of(shared) : prepare(rule, NOT_SHARED);
  }

  /** The only event type that the rule can match, folded; empty if it can match any. */
  Optional<String> type() {
    return type;
  }

  PushDecision decision() {
    return decision;
  }

  /** Whether the rule matches an event whose type is known to fit. */
  boolean matches(PushedEvent pushed, @Nullable String displayName, MatchingBudget budget) {
    return place == NOT_SHARED ? asks(pushed, displayName, budget) : pushed.matches(this, place);
  }

  boolean asks(PushedEvent pushed, @Nullable String displayName, MatchingBudget budget) {
    if (onlyWithoutMentions && pushed.hasMentions()) {
      return false;
    }
    for (Condition condition : conditions) {
      if (!condition.holds(pushed, displayName, budget)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<PreparedRule> prepare(PushRule rule, int place) {
    Optional<String> type = Optional.empty();
    List<Condition> conditions = new ArrayList<>();
    rule.pattern().ifPresent(glob -> conditions.add(new Condition.BodyMatches(Glob.of(glob))));
    if (rule.conditions().isPresent()) {
      for (JsonNode json : rule.conditions().get()) {
        Optional<Condition> condition = Condition.of(json);
        if (condition.isEmpty()) {
          return Optional.empty();
        }
        if (type.isEmpty() && condition.get() instanceof Condition.TextIs is && is.isAboutType()) {
          type = Optional.of(Glob.folded(is.text()));
        } else {
          conditions.add(condition.get());
        }
      }
    }
    return Optional.of(new PreparedRule(rule, type, conditions, place));
  }

  private static Map<PushRule, PreparedRule> prepareShared() {
    Map<PushRule, PreparedRule> shared = new IdentityHashMap<>();
    for (PushRule rule : DefaultPushRules.SHARED) {
      prepare(rule, shared.size()).ifPresent(prepared -> shared.put(rule, prepared));
    }
    return shared;
  }
}
