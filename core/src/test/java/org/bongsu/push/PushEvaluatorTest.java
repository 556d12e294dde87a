package org.bongsu.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bongsu.event.Event;
import org.bongsu.event.PowerLevels;
import org.bongsu.event.RoomVersion;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.push.PushRules.Changed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class PushEvaluatorTest {
  private static final UserId ME = new UserId("@minjun:x");
  private static final UserId SOMEBODY = new UserId("@seoyeon:x");
  private static final UserId MODERATOR = new UserId("@mod:x");
  private static final RoomId ROOM = new RoomId("!r:x");

  private static PushedEvent pushed(
      UserId sender, String type, String stateKey, String content, int members) {
    Event create =
        new Event(new EventId("$c"), ROOM, MODERATOR, "m.room.create", "", 1, Json.object());
    Event levels =
        new Event(
            new EventId("$p"),
            ROOM,
            MODERATOR,
            "m.room.power_levels",
            "",
            1,
            Json.object("{\"users\":{\"@mod:x\":50}}"));
    Event event =
        new Event(new EventId("$e"), ROOM, sender, type, stateKey, 1, Json.object(content));
    return new PushedEvent(
        event, members, PowerLevels.of(RoomVersion.V11, create, Optional.of(levels)));
  }

  private static PushedEvent message(String content) {
    return pushed(SOMEBODY, "m.room.message", null, content, 3);
  }

  private static String text(String body) {
    return Json.text(Json.object().put("msgtype", "m.text").put("body", body));
  }

  private static PushDecision byDefault(PushedEvent pushed) {
    return PushEvaluator.of(PushRules.defaultsOf(ME)).evaluate(pushed, "민준");
  }

  /** Describes a decision: nothing, notify, sound=..., highlight. */
  private static String words(PushDecision decision) {
    if (!decision.notifies()) {
      return "nothing";
    }
    return "notify"
        + decision.sound().map(name -> " sound=" + name).orElse("")
        + (decision.highlight() ? " highlight" : "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "m.room.message | 3 | {\"body\":\"안녕\"} | notify",
        "m.room.message | 2 | {\"body\":\"안녕\"} | notify sound=default",
        "m.room.encrypted | 3 | {} | notify",
        "m.room.encrypted | 2 | {} | notify sound=default",
        "m.call.invite | 3 | {} | notify sound=ring",
        "m.reaction | 2 | {} | nothing",
        "org.example.other | 2 | {\"body\":\"안녕\"} | nothing",
        "m.room.message | 2 | {\"msgtype\":\"m.notice\",\"body\":\"민준\"} | nothing",
        "m.room.message | 3 | {\"body\":\"민준아 밥 먹자\"} | notify sound=default highlight",
        "m.room.message | 3 | {\"body\":\"hi MinJun!\"} | notify sound=default highlight",
        "m.room.message | 3 | {\"body\":\"minjuns\"} | notify",
        "m.room.message | 3 | {\"body\":\"민준\",\"m.mentions\":{}} | notify",
        "m.room.message | 3 | {\"body\":\"minjun\",\"m.mentions\":{}} | notify",
        "m.room.message | 3 | {\"body\":\"x\",\"m.mentions\":{\"user_ids\":[\"@a:x\",\"@minjun:x\"]}} "
            + "| notify sound=default highlight",
        "org.example.other | 3 | {\"m.mentions\":{\"user_ids\":[\"@minjun:x\"]}} "
            + "| notify sound=default highlight",
        "m.room.message | 3 | {\"body\":\"x\",\"m.mentions\":{\"user_ids\":\"@minjun:x\"}} | notify",
        "m.room.message | 3 | {\"body\":\"x\",\"m.mentions\":{\"room\":true}} | notify",
        "m.room.message | 3 | {\"body\":\"@room\"} | notify",
        "m.room.message | 3 | {\"body\":\"x\",\"m.relates_to\":{\"rel_type\":\"m.replace\"}} | nothing",
        "m.room.message | 3 | {\"body\":\"x\",\"m.relates_to\":{\"rel_type\":\"m.thread\"}} | notify",
      })
  void defaultsForMessages(String type, int members, String content, String expected) {
    assertEquals(expected, words(byDefault(pushed(SOMEBODY, type, null, content, members))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "m.room.member | @minjun:x | {\"membership\":\"invite\"} | notify sound=default",
        "m.room.member | @other:x  | {\"membership\":\"invite\"} | nothing",
        "m.room.member | @seoyeon:x | {\"membership\":\"join\",\"body\":\"민준\"} | nothing",
        "m.room.tombstone | ~~ | {} | notify highlight",
        "m.room.tombstone | x  | {} | nothing",
        "m.room.server_acl | ~~ | {} | nothing",
        "m.room.name | ~~ | {} | nothing",
      })
  void defaultsForState(String type, String stateKey, String content, String expected) {
    assertEquals(expected, words(byDefault(pushed(SOMEBODY, type, stateKey, content, 2))));
  }

  @Test
  void wholeRoomIsNotifiedByThoseWhoMay() {
    String mention = "{\"body\":\"x\",\"m.mentions\":{\"room\":true}}";
    String old = "{\"body\":\"@room 모여!\"}";
    for (String content : List.of(mention, old)) {
      PushedEvent pushed = pushed(MODERATOR, "m.room.message", null, content, 3);
      assertEquals("notify highlight", words(byDefault(pushed)));
    }
    PushedEvent tombstone = pushed(MODERATOR, "m.room.tombstone", null, "{}", 3);
    assertEquals("nothing", words(byDefault(tombstone)));
  }

  @Test
  void ownEventsNotifyNobody() {
    PushedEvent own = pushed(ME, "m.room.message", null, text("민준"), 2);
    assertEquals(PushDecision.NOTHING, byDefault(own));
  }

  @Test
  void masterSilencesEverything() {
    PushRules rules = PushRules.defaultsOf(ME);
    rules = ((Changed) rules.setEnabled(RuleKind.OVERRIDE, ".m.rule.master", true)).rules();
    rules = put(rules, RuleKind.OVERRIDE, "all", "{\"actions\":[\"notify\"]}");
    assertFalse(PushEvaluator.of(rules).evaluate(message(text("x")), null).notifies());
  }

  @Test
  void kindsAreAskedInTheirOrder() {
    PushRules rules = PushRules.defaultsOf(ME);
    String quiet = "{\"actions\":[]}";
    rules = put(rules, RuleKind.UNDERRIDE, "u", sound("underride"));
    assertEquals("notify sound=underride", words(evaluate(rules, text("tea"))));
    rules = put(rules, RuleKind.SENDER, SOMEBODY.value(), quiet);
    assertEquals("nothing", words(evaluate(rules, text("tea"))));
    rules = put(rules, RuleKind.ROOM, ROOM.value(), sound("room"));
    rules = put(rules, RuleKind.ROOM, "!other:x", quiet);
    assertEquals("notify sound=room", words(evaluate(rules, text("tea"))));
    rules = put(rules, RuleKind.CONTENT, "c", "{\"pattern\":\"t?a\",\"actions\":[]}");
    assertEquals("nothing", words(evaluate(rules, text("tea"))));
    assertEquals("notify sound=room", words(evaluate(rules, text("teapot"))));
    rules = put(rules, RuleKind.OVERRIDE, "o", sound("override"));
    assertEquals("notify sound=override", words(evaluate(rules, text("tea"))));
    rules = ((Changed) rules.setEnabled(RuleKind.OVERRIDE, "o", false)).rules();
    assertEquals("nothing", words(evaluate(rules, text("tea"))));
  }

  private static String sound(String name) {
    return "{\"actions\":[\"notify\",{\"set_tweak\":\"sound\",\"value\":\"" + name + "\"}]}";
  }

  private static PushRules put(PushRules rules, RuleKind kind, String id, String body) {
    return ((Changed) rules.put(kind, id, Json.object(body), null, null)).rules();
  }

  private static PushDecision evaluate(PushRules rules, String content) {
    return PushEvaluator.of(rules).evaluate(message(content), null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"kind\":\"event_match\",\"key\":\"content.topic\",\"pattern\":\"lunc?*\"} | true",
        "{\"kind\":\"event_match\",\"key\":\"content.topic\",\"pattern\":\"LUNCH PLANS\"} | true",
        "{\"kind\":\"event_match\",\"key\":\"content.topic\",\"pattern\":\"lunch\"} | false",
        "{\"kind\":\"event_match\",\"key\":\"content.absent\",\"pattern\":\"*\"} | false",
        "{\"kind\":\"event_match\",\"key\":\"content.number\",\"pattern\":\"*\"} | false",
        "{\"kind\":\"event_match\",\"key\":\"content.number\",\"pattern\":\"7\"} | false",
        "{\"kind\":\"event_match\",\"key\":\"content.body\",\"pattern\":\"tea\"} | true",
        "{\"kind\":\"event_match\",\"key\":\"content.body\",\"pattern\":\"te\"} | false",
        "{\"kind\":\"event_match\",\"key\":\"room_id\",\"pattern\":\"!r:x\"} | true",
        "{\"kind\":\"event_match\",\"key\":\"sender\",\"pattern\":\"@seo*\"} | true",
        "{\"kind\":\"event_match\",\"key\":\"type\",\"pattern\":\"M.ROOM.MESSAGE\"} | true",
        "{\"kind\":\"event_match\",\"key\":\"type\",\"pattern\":\"m.room.*\"} | true",
        "{\"kind\":\"event_match\",\"key\":\"type\",\"pattern\":\"m.other\"} | false",
        "{\"kind\":\"event_match\",\"key\":\"state_key\",\"pattern\":\"\"} | false",
        "{\"kind\":\"event_match\",\"key\":\"content.a\\\\.b.c\",\"pattern\":\"deep\"} | true",
        "{\"kind\":\"event_match\",\"key\":\"content.a.b.c\",\"pattern\":\"deep\"} | false",
        "{\"kind\":\"event_match\",\"key\":\"content.topic\"} | false",
        "{\"kind\":\"event_property_is\",\"key\":\"content.number\",\"value\":7} | true",
        "{\"kind\":\"event_property_is\",\"key\":\"content.number\",\"value\":\"7\"} | false",
        "{\"kind\":\"event_property_is\",\"key\":\"content.topic\",\"value\":\"Lunch plans\"} | true",
        "{\"kind\":\"event_property_is\",\"key\":\"content.topic\",\"value\":\"lunch plans\"} | false",
        "{\"kind\":\"event_property_is\",\"key\":\"content.yes\",\"value\":true} | true",
        "{\"kind\":\"event_property_is\",\"key\":\"content.yes\",\"value\":1} | false",
        "{\"kind\":\"event_property_is\",\"key\":\"content.null\",\"value\":null} | true",
        "{\"kind\":\"event_property_is\",\"key\":\"content.absent\",\"value\":null} | false",
        "{\"kind\":\"event_property_is\",\"key\":\"content.list\",\"value\":[1]} | false",
        "{\"kind\":\"event_property_is\",\"key\":\"content.number\"} | false",
        "{\"kind\":\"event_property_contains\",\"key\":\"content.list\",\"value\":\"x\"} | true",
        "{\"kind\":\"event_property_contains\",\"key\":\"content.list\",\"value\":1} | true",
        "{\"kind\":\"event_property_contains\",\"key\":\"content.list\",\"value\":\"1\"} | false",
        "{\"kind\":\"event_property_contains\",\"key\":\"content.topic\",\"value\":\"x\"} | false",
        "{\"kind\":\"room_member_count\",\"is\":\"3\"} | true",
        "{\"kind\":\"room_member_count\",\"is\":\"==3\"} | true",
        "{\"kind\":\"room_member_count\",\"is\":\"<3\"} | false",
        "{\"kind\":\"room_member_count\",\"is\":\"<=3\"} | true",
        "{\"kind\":\"room_member_count\",\"is\":\">2\"} | true",
        "{\"kind\":\"room_member_count\",\"is\":\">=4\"} | false",
        "{\"kind\":\"room_member_count\",\"is\":\"many\"} | false",
        "{\"kind\":\"room_member_count\",\"is\":\"=3\"} | false",
        "{\"kind\":\"room_member_count\"} | false",
        "{\"kind\":\"sender_notification_permission\",\"key\":\"room\"} | false",
        "{\"kind\":\"contains_display_name\"} | false",
        "{\"kind\":\"org.example.unknown\"} | false",
      })
  void conditions(String condition, boolean expected) {
    String content =
        """
        {"topic":"Lunch plans","number":7,"body":"It's time for tea","yes":true,"null":null,
         "list":[1,"x",[2]],"a.b":{"c":"deep"}}
        """;
    PushRules rules =
        put(
            PushRules.defaultsOf(ME),
            RuleKind.OVERRIDE,
            "x",
            "{\"actions\":[\"notify\",{\"set_tweak\":\"highlight\"}],\"conditions\":["
                + condition
                + "]}");
    assertEquals(expected, evaluate(rules, content).highlight());
  }

  @ParameterizedTest
  @CsvSource({
    "민준, 민준아 안녕, true",
    "Kim*, I met kim* today, true",
    "Kim*, I met kimchi, false",
    "Minjun Kim, hello minjun kim, true",
    "Kim, kimchi, false",
    "'', anything, false",
  })
  void displayNamesAreFoundAsWords(String name, String body, boolean expected) {
    PushDecision decision =
        PushEvaluator.of(PushRules.defaultsOf(new UserId("@q:x")))
            .evaluate(message(text(body)), name);
    assertEquals(expected, decision.highlight());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"body\":7}", "{\"body\":null}", "{\"m.mentions\":3}"})
  void malformedContentsAreHarmless(String content) {
    assertEquals("notify", words(byDefault(message(content))));
  }

  @Test
  void tweaksAreHandedOn() {
    String body =
        """
        {"actions":["notify",{"set_tweak":"sound","value":"bing"},{"set_tweak":"highlight"},
         {"set_tweak":"org.light","value":{"flash":true}}]}
        """;
    PushRules rules = put(PushRules.defaultsOf(ME), RuleKind.ROOM, ROOM.value(), body);
    PushDecision decision = evaluate(rules, text("x"));
    assertEquals(
        Json.object("{\"sound\":\"bing\",\"highlight\":true,\"org.light\":{\"flash\":true}}"),
        decision.tweaks());
    assertTrue(decision.highlight());
    assertEquals(Optional.of("bing"), decision.sound());
  }

  @Test
  void highlightCanBeFalse() {
    String body = "{\"actions\":[\"notify\",{\"set_tweak\":\"highlight\",\"value\":false}]}";
    PushRules rules = put(PushRules.defaultsOf(ME), RuleKind.ROOM, ROOM.value(), body);
    assertEquals("notify", words(evaluate(rules, text("x"))));
  }

  private static PushRules hostileRules() {
    PushRules rules = PushRules.defaultsOf(ME);
    for (int i = 0; i < PushRules.OWN_RULES_IN_TURN_MAX; i++) {
      ObjectNode rule = Json.object().put("pattern", "?".repeat(200) + i + "b*");
      rule.putArray("actions").add("notify");
      rules = ((PushRules.Changed) rules.put(RuleKind.CONTENT, "r" + i, rule, null, null)).rules();
    }
    return rules;
  }

  /** Without the limit, a hundred such messages take several minutes. */
  @Test
  void hostileRulesAndLongMessagesTakeABoundedNumberOfSteps() {
    PushEvaluator evaluator = PushEvaluator.of(hostileRules());
    assertTimeoutPreemptively(
        Duration.ofSeconds(40),
        () -> {
          for (int i = 0; i < 100; i++) {
            evaluator.evaluate(message(text("a".repeat(60_000 + i))), "민준");
          }
        });
  }

  @Test
  void aBudgetForManyEventsIsNotExceededAndSaysSo() {
    PushEvaluator evaluator = PushEvaluator.of(hostileRules());
    MatchingBudget budget = new MatchingBudget(3 * MatchingBudget.EVENT_STEPS_MAX / 2);
    PushedEvent longMessage = message(text("a".repeat(60_000)));
    evaluator.evaluate(longMessage, null, budget);
    assertFalse(budget.isExhausted());
    evaluator.evaluate(longMessage, null, budget);
    assertTrue(budget.isExhausted());
  }

  @Test
  void aHundredKeywordsAreFoundInALongMessage() {
    PushRules rules = PushRules.defaultsOf(ME);
    for (int i = 0; i < 100; i++) {
      ObjectNode rule = Json.object().put("pattern", "키워드" + i);
      rule.putArray("actions").add("notify").addObject().put("set_tweak", "highlight");
      rules = ((PushRules.Changed) rules.put(RuleKind.CONTENT, "k" + i, rule, null, null)).rules();
    }
    String body = "가나다 ".repeat(4_500) + "키워드0";
    assertTrue(PushEvaluator.of(rules).evaluate(message(text(body)), "민준").highlight());
  }
}
