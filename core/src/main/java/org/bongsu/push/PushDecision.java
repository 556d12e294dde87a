package org.bongsu.push;

import java.util.Optional;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The result of a user's push rules for an event.
 *
 * @param highlight only if it notifies
 * @param sound only if it notifies
 * @param actions those of the matching rule; must not be modified
 */
public record PushDecision(
    boolean notifies, boolean highlight, Optional<String> sound, ArrayNode actions) {
  /** No rule matched, or the event is the user's own. */
  public static final PushDecision NOTHING =
      new PushDecision(false, false, Optional.empty(), Json.array());

  static PushDecision of(ArrayNode actions) {
    boolean notifies = actions.valueStream().anyMatch(a -> a.stringValue("").equals("notify"));
    if (!notifies) {
      return new PushDecision(false, false, Optional.empty(), actions);
    }
    ObjectNode tweaks = tweaksOf(actions);
    JsonNode sound = tweaks.path("sound");
    return new PushDecision(
        true,
        tweaks.path("highlight").booleanValue(false),
        sound.isString() ? Optional.of(sound.stringValue()) : Optional.empty(),
        actions);
  }

  /** The {@code tweaks} for the push gateway. */
  public ObjectNode tweaks() {
    return tweaksOf(actions);
  }

  private static ObjectNode tweaksOf(ArrayNode actions) {
    ObjectNode tweaks = Json.object();
    for (JsonNode action : actions) {
      JsonNode name = action.path("set_tweak");
      if (!name.isString()) {
        continue;
      }
      JsonNode value = action.path("value");
      if (!value.isMissingNode()) {
        tweaks.set(name.stringValue(), value);
      } else if (name.stringValue().equals("highlight")) {
        tweaks.put("highlight", true);
      }
    }
    return tweaks;
  }
}
