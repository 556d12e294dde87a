package org.bongsu.fuzz;

import java.util.Optional;
import org.bongsu.event.Event;
import org.bongsu.event.EventTypes;
import org.bongsu.event.PowerLevels;
import org.bongsu.event.RoomVersion;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.push.PushDecision;
import org.bongsu.push.PushEvaluator;
import org.bongsu.push.PushRules;
import org.bongsu.push.PushedEvent;
import org.bongsu.push.RuleKind;
import tools.jackson.databind.node.ObjectNode;

/** What holds for push rules and their patterns. */
final class PushChecks {
  /** The reference matcher needs the cube of this. */
  private static final int TEXT_CHARS_MAX = 48;

  private static final RoomId ROOM = new RoomId("!room:bongsu.example");
  private static final UserId READER = new UserId("@reader:bongsu.example");
  private static final UserId SENDER = new UserId("@sender:bongsu.example");
  private static final PowerLevels LEVELS =
      PowerLevels.of(RoomVersion.V12, event(EventTypes.CREATE, Json.object()), Optional.empty());

  private PushChecks() {}

  /** A pattern and a text: rules decide as the reference matcher does. */
  static void glob(byte[] input) {
    Fields fields = Fields.of(input, 2);
    String pattern = fields.text(0);
    String text = fields.text(1);
    if (text.length() > TEXT_CHARS_MAX || pattern.length() > TEXT_CHARS_MAX) {
      return;
    }
    Property.same(
        SlowGlob.matchesWords(pattern, text), holds("content.body", pattern, text), "in words");
    boolean wildcards = pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    boolean whole = wildcards ? SlowGlob.matches(pattern, text) : pattern.equalsIgnoreCase(text);
    Property.same(whole, holds("content.topic", pattern, text), "as a whole");
  }

  /** Whether a rule with one condition notifies of an event with this property. */
  private static boolean holds(String key, String pattern, String text) {
    ObjectNode rule = Json.object();
    rule.putArray("conditions")
        .addObject()
        .put("kind", "event_match")
        .put("key", key)
        .put("pattern", pattern);
    rule.putArray("actions").addObject().put("set_tweak", "sound").put("value", "found");
    PushRules.Outcome outcome =
        PushRules.defaultsOf(READER).put(RuleKind.OVERRIDE, "own", rule, null, null);
    if (!(outcome instanceof PushRules.Changed changed)) {
      throw new Property.Broken("a rule is refused: " + outcome);
    }
    ObjectNode content = Json.object().put(key.substring(key.indexOf('.') + 1), text);
    ObjectNode tweaks = evaluate(changed.rules(), content).tweaks();
    return tweaks.path("sound").stringValue("").equals("found");
  }

  /**
   * A rule of any form, and an event's content: the rule is refused, or can be stored, read and
   * evaluated, and decides the same then.
   */
  static void rule(byte[] input) {
    Fields fields = Fields.of(input, 3);
    Optional<ObjectNode> body = JsonChecks.parseObject(fields.text(1));
    ObjectNode content = JsonChecks.parseObject(fields.text(2)).orElseGet(Json::object);
    if (body.isEmpty()) {
      return;
    }
    for (RuleKind kind : RuleKind.values()) {
      PushRules.Outcome outcome =
          PushRules.defaultsOf(READER).put(kind, fields.text(0), body.get(), null, null);
      if (outcome instanceof PushRules.Changed changed) {
        PushRules stored =
            PushRules.stored(READER, Json.object(Json.text(changed.rules().toStored())));
        Property.same(changed.rules().toClient(), stored.toClient(), "rules that were stored");
        Property.same(
            evaluate(changed.rules(), content), evaluate(stored, content), "what they decide");
      }
    }
  }

  private static PushDecision evaluate(PushRules rules, ObjectNode content) {
    PushedEvent pushed = new PushedEvent(event("m.room.message", content), 3, LEVELS);
    return PushEvaluator.of(rules).evaluate(pushed, "Reader");
  }

  private static Event event(String type, ObjectNode content) {
    return new Event(new EventId("$event"), ROOM, SENDER, type, null, 1_665_814_740_000L, content);
  }
}
