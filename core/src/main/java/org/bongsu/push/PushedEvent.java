package org.bongsu.push;

import java.util.List;
import org.bongsu.event.Event;
import org.bongsu.event.PowerLevels;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/**
 * An event with the facts about its room that push rules need: created once per event and passed to
 * the evaluator of each member. Thread-safe.
 */
public final class PushedEvent {
  private static final byte MATCHES = 1;
  private static final byte MATCHES_NOT = 2;

  private final Event event;
  private final long joinedMembers;
  private final PowerLevels levels;

  private final String foldedType;
  private final @Nullable String foldedBody;
  private final boolean hasMentions;

  /**
   * Cached results of the rules that are the same for all users; racing threads write equal values.
   */
  private final byte[] shared = new byte[DefaultPushRules.SHARED.size()];

  /**
   * @param joinedMembers of the room, after the event
   * @param levels the room's power levels when the event arrives
   */
  public PushedEvent(Event event, long joinedMembers, PowerLevels levels) {
    this.event = event;
    this.joinedMembers = joinedMembers;
    this.levels = levels;
    this.foldedType = Glob.folded(event.type());
    this.foldedBody = event.contentString("body").map(Glob::folded).orElse(null);
    this.hasMentions = event.content().has("m.mentions");
  }

  public Event event() {
    return event;
  }

  long joinedMembers() {
    return joinedMembers;
  }

  PowerLevels levels() {
    return levels;
  }

  String foldedType() {
    return foldedType;
  }

  /** {@code content.body}, folded, if it is a string, else null. */
  @Nullable String foldedBody() {
    return foldedBody;
  }

  boolean hasMentions() {
    return hasMentions;
  }

  /** Whether a rule that is the same for all users matches; evaluated once per event. */
  boolean matches(PreparedRule rule, int place) {
    byte known = shared[place];
    if (known == 0) {
      known = rule.asks(this, null, MatchingBudget.ofOneEvent()) ? MATCHES : MATCHES_NOT;
      shared[place] = known;
    }
    return known == MATCHES;
  }

  /** The string at a path of property names, or null if there is none. */
  @Nullable String text(List<String> path) {
    String first = path.getFirst();
    if (path.size() > 1) {
      JsonNode node = property(path);
      return node.isString() ? node.stringValue() : null;
    }
    return switch (first) {
      case "type" -> event.type();
      case "sender" -> event.sender().value();
      case "room_id" -> event.roomId().value();
      case "event_id" -> event.id().value();
      case "state_key" -> event.stateKey();
      default -> null;
    };
  }

  /** The value at a path of property names; missing if there is none. */
  JsonNode property(List<String> path) {
    if (!path.getFirst().equals("content")) {
      String text = path.size() == 1 ? text(path) : null;
      return text == null ? MissingNode.getInstance() : StringNode.valueOf(text);
    }
    JsonNode node = event.content();
    for (int i = 1; i < path.size(); i++) {
      node = node.isObject() ? node.path(path.get(i)) : MissingNode.getInstance();
    }
    return node;
  }
}
