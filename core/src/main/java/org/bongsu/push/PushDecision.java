package org.bongsu.push;

import java.util.Optional;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a user's push rules say about an event.
 *
 * @param highlight only where it notifies
 * @param sound only where it notifies
 * @param actions those of the rule that matched; not to be changed
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

  /** The {@code tweaks} that a push gateway is told. */
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
