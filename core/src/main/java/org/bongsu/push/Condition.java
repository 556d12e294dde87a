package org.bongsu.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A condition of a push rule, compiled for evaluation against many events. */
sealed interface Condition {
  /**
   * Whether it holds for an event.
   *
   * @param displayName display name in the room of the user whose rule it is; null if there is none
   * @param budget from which it takes the steps that it needs; if there are too few, it does not
   *     hold
   */
  boolean holds(PushedEvent pushed, @Nullable String displayName, MatchingBudget budget);

  /** {@code event_match} on anything but {@code content.body}, without wildcards. */
  record TextIs(List<String> path, String text) implements Condition {
    @Override
    public boolean holds(PushedEvent pushed, @Nullable String displayName, MatchingBudget budget) {
      return budget.take(path.size()) && text.equalsIgnoreCase(pushed.text(path));
    }

    /** Whether it tests the event type. */
    boolean isAboutType() {
      return path.size() == 1 && path.getFirst().equals("type");
    }
  }

  /** {@code event_match} on anything but {@code content.body}. */
  record TextMatches(List<String> path, Glob glob) implements Condition {
    @Override
    public boolean holds(PushedEvent pushed, @Nullable String displayName, MatchingBudget budget) {
      String text = budget.take(path.size()) ? pushed.text(path) : null;
      return text != null
          && budget.take(text.length() + glob.steps(text.length()))
          && glob.matches(Glob.folded(text));
    }
  }

  /** {@code event_match} on {@code content.body}; also the condition of content rules. */
  record BodyMatches(Glob glob) implements Condition {
    @Override
    public boolean holds(PushedEvent pushed, @Nullable String displayName, MatchingBudget budget) {
      String body = pushed.foldedBody();
      return body != null && budget.take(glob.steps(body.length())) && glob.matchesWords(body);
    }
  }

  /** {@code event_property_is}. */
  record PropertyIs(List<String> path, JsonNode value) implements Condition {
    @Override
    public boolean holds(PushedEvent pushed, @Nullable String displayName, MatchingBudget budget) {
      return budget.take(path.size()) && isSame(pushed.property(path), value);
    }
  }

  /** {@code event_property_contains}. */
  record PropertyContains(List<String> path, JsonNode value) implements Condition {
    @Override
    public boolean holds(PushedEvent pushed, @Nullable String displayName, MatchingBudget budget) {
      if (!budget.take(path.size())) {
        return false;
      }
      JsonNode array = pushed.property(path);
      if (!array.isArray() || !budget.take(array.size())) {
        return false;
      }
      for (JsonNode element : array) {
        if (isSame(element, value)) {
          return true;
        }
      }
      return false;
    }
  }

  /** {@code contains_display_name}. */
  record ContainsDisplayName() implements Condition {
    /** Longer names are not looked for. */
    private static final int NAME_LENGTH_MAX = 255;

    @Override
    public boolean holds(PushedEvent pushed, @Nullable String displayName, MatchingBudget budget) {
      String body = pushed.foldedBody();
      if (body == null
          || displayName == null
          || displayName.isEmpty()
          || displayName.length() > NAME_LENGTH_MAX) {
        return false;
      }
      Glob name = Glob.literal(displayName);
      return budget.take(name.steps(body.length())) && name.matchesWords(body);
    }
  }

  /** {@code room_member_count}: between two numbers, both included. */
  record MemberCount(long min, long max) implements Condition {
    @Override
    public boolean holds(PushedEvent pushed, @Nullable String displayName, MatchingBudget budget) {
      return pushed.joinedMembers() >= min && pushed.joinedMembers() <= max;
    }
  }

  /** {@code sender_notification_permission}. */
  record SenderMayNotify(String key) implements Condition {
    @Override
    public boolean holds(PushedEvent pushed, @Nullable String displayName, MatchingBudget budget) {
      return pushed.levels().levelOf(pushed.event().sender()) >= pushed.levels().notification(key);
    }
  }

  /** The condition in its JSON form; empty if it is unknown or malformed and never holds. */
  static Optional<Condition> of(JsonNode json) {
    List<String> path = path(json.path("key").stringValue(""));
    return switch (json.path("kind").stringValue("")) {
      case "event_match" ->
          json.path("pattern").isString() && json.path("key").isString()
              ? Optional.of(match(path, json.path("pattern").stringValue()))
              : Optional.empty();
      case "event_property_is" ->
          isSimple(json.path("value"))
              ? Optional.of(new PropertyIs(path, json.path("value")))
              : Optional.empty();
      case "event_property_contains" ->
          isSimple(json.path("value"))
              ? Optional.of(new PropertyContains(path, json.path("value")))
              : Optional.empty();
      case "contains_display_name" -> Optional.of(new ContainsDisplayName());
      case "room_member_count" -> memberCount(json.path("is").stringValue(""));
      case "sender_notification_permission" ->
          json.path("key").isString()
              ? Optional.of(new SenderMayNotify(json.path("key").stringValue()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Condition match(List<String> path, String pattern) {
    if (path.equals(List.of("content", "body"))) {
      return new BodyMatches(Glob.of(pattern));
    }
    boolean hasWildcards = pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    return hasWildcards ? new TextMatches(path, Glob.of(pattern)) : new TextIs(path, pattern);
  }

  /** Splits a key at dots; a backslash escapes a dot or a backslash. */
  static List<String> path(String key) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      char next = i + 1 < key.length() ? key.charAt(i + 1) : ' ';
      if (c == '\\' && (next == '.' || next == '\\')) {
        name.append(next);
        i++;
      } else if (c == '.') {
        names.add(name.toString());
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
    names.add(name.toString());
    return List.copyOf(names);
  }

  private static Optional<Condition> memberCount(String is) {
    int digits = 0;
    while (digits < is.length() && "=<>".indexOf(is.charAt(digits)) >= 0) {
      digits++;
    }
    String number = is.substring(digits);
    if (number.isEmpty() || number.length() > 18 || !number.chars().allMatch(c -> isDigit(c))) {
      return Optional.empty();
    }
    long count = Long.parseLong(number);
    return switch (is.substring(0, digits)) {
      case "", "==" -> Optional.of(new MemberCount(count, count));
      case "<" -> Optional.of(new MemberCount(0, count - 1));
      case "<=" -> Optional.of(new MemberCount(0, count));
      case ">" -> Optional.of(new MemberCount(count + 1, Long.MAX_VALUE));
      case ">=" -> Optional.of(new MemberCount(count, Long.MAX_VALUE));
      default -> Optional.empty();
    };
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSimple(JsonNode value) {
    return value.isString()
        || value.isBoolean()
        || value.isNull()
        || (value.isIntegralNumber() && value.canConvertToLong());
  }

  private static boolean isSame(JsonNode a, JsonNode b) {
    if (a.isIntegralNumber() && b.isIntegralNumber()) {
      return a.canConvertToLong() && a.longValue() == b.longValue();
    }
    return isSimple(a) && a.equals(b);
  }
}
