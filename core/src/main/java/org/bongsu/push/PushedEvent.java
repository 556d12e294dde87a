package org.bongsu.push;

import java.util.List;
import org.bongsu.event.Event;
import org.bongsu.event.PowerLevels;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/**
 * An event and what push rules ask about its room: made once for an event, then shown to the
 * evaluator of each member. Safe to be shared by threads.
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

  /** What the rules that everybody has said before; threads that race write the same. */
  private final byte[] shared = new byte[DefaultPushRules.SHARED.size()];

  /**
   * @param joinedMembers of the room, after the event
   * @param levels of the room, as they are when the event arrives
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

  /** {@code content.body} where it is a string, else null. */
  @Nullable String foldedBody() {
    return foldedBody;
  }

  boolean hasMentions() {
    return hasMentions;
  }

  /** Whether a rule that is the same for everybody matches: asked once for an event. */
  boolean matches(PreparedRule rule, int place) {
    byte known = shared[place];
    if (known == 0) {
      known = rule.asks(this, null) ? MATCHES : MATCHES_NOT;
      shared[place] = known;
    }
    return known == MATCHES;
  }

  /** The string at a path of property names, or null where there is none. */
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

  /** The value at a path of property names; missing where there is none. */
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
