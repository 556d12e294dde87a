package org.bongsu.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.push.PushRules.Changed;
import org.bongsu.push.PushRules.Outcome;
import org.bongsu.push.PushRules.Reason;
import org.bongsu.push.PushRules.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class PushRulesTest {
  private static final UserId USER = new UserId("@minjun:example.org");
  private static final String NOTIFY = "{\"actions\":[\"notify\"]}";
  private static final String CAKE = "{\"pattern\":\"cake\",\"actions\":[\"notify\"]}";

  private final PushRules defaults = PushRules.defaultsOf(USER);

  private static PushRules changed(Outcome outcome) {
    return assertInstanceOf(Changed.class, outcome).rules();
  }

  private static Reason refused(Outcome outcome) {
    return assertInstanceOf(Refused.class, outcome).reason();
  }

  private static PushRules add(PushRules rules, String id, String before, String after) {
    return changed(rules.put(RuleKind.CONTENT, id, Json.object(CAKE), before, after));
  }

  private static List<String> ids(PushRules rules, RuleKind kind) {
    return rules.rules(kind).stream().map(PushRule::id).toList();
  }

  private static void assertOrder(PushRules rules, String... own) {
    List<String> expected = new ArrayList<>(List.of(own));
    expected.add(".m.rule.contains_user_name");
    assertEquals(expected, ids(rules, RuleKind.CONTENT));
  }

  @Test
  void withoutChangesTheyAreTheDefaults() {
    ObjectNode expected = Json.object();
    expected.set("global", DefaultPushRules.forUser(USER));
    assertEquals(expected, defaults.toClient());
    assertEquals(Json.object("{\"own\":{},\"changed\":{}}"), defaults.toStored());
  }

  @Test
  void newRulesStandAboveOlderOnesAndDefaults() {
    assertOrder(add(add(defaults, "a", null, null), "b", null, null), "b", "a");
  }

  @Test
  void rulesStandWhereTheyAreAskedTo() {
    PushRules rules = add(add(add(defaults, "c", null, null), "b", null, null), "a", null, null);
    assertOrder(add(rules, "x", "b", null), "a", "x", "b", "c");
    assertOrder(add(rules, "x", null, "b"), "a", "b", "x", "c");
    assertOrder(add(rules, "x", null, "c"), "a", "b", "c", "x");
    assertOrder(add(rules, "x", "b", "c"), "a", "x", "b", "c");
    assertOrder(add(rules, "a", null, "c"), "b", "c", "a");
    assertOrder(add(rules, "c", "a", null), "c", "a", "b");
    assertOrder(add(rules, "b", null, null), "a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", ".m.rule.contains_user_name", "x"})
  void neighboursAreTheUsersOwnRules(String neighbour) {
    ObjectNode body = Json.object(CAKE);
    PushRules rules = add(defaults, "x", null, null);
    assertEquals(
        Reason.NEIGHBOUR_NOT_FOUND,
        refused(rules.put(RuleKind.CONTENT, "x", body, neighbour, null)));
    assertEquals(
        Reason.NEIGHBOUR_NOT_FOUND,
        refused(rules.put(RuleKind.CONTENT, "x", body, null, neighbour)));
  }

  @Test
  void masterStandsAboveOwnOverrides() {
    PushRules rules =
        changed(defaults.put(RuleKind.OVERRIDE, "mine", Json.object(NOTIFY), null, null));
    assertEquals(
        List.of(".m.rule.master", "mine", ".m.rule.suppress_notices"),
        ids(rules, RuleKind.OVERRIDE).subList(0, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".mine", ".m.rule.master", "a/b", "a\\b"})
  void ruleIdsAreChecked(String id) {
    assertEquals(
        Reason.BAD_RULE_ID,
        refused(defaults.put(RuleKind.OVERRIDE, id, Json.object(NOTIFY), null, null)));
  }

  @Test
  void ruleIdsHaveAtMost255Bytes() {
    ObjectNode body = Json.object(NOTIFY);
    assertTrue(defaults.put(RuleKind.ROOM, "가".repeat(85), body, null, null) instanceof Changed);
    assertEquals(
        Reason.BAD_RULE_ID, refused(defaults.put(RuleKind.ROOM, "가".repeat(86), body, null, null)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "OVERRIDE | {}",
        "OVERRIDE | {\"actions\":\"notify\"}",
        "OVERRIDE | {\"actions\":[\"shout\"]}",
        "OVERRIDE | {\"actions\":[1]}",
        "OVERRIDE | {\"actions\":[{\"sound\":\"x\"}]}",
        "OVERRIDE | {\"actions\":[],\"conditions\":{}}",
        "OVERRIDE | {\"actions\":[],\"conditions\":null}",
        "UNDERRIDE | {\"actions\":[],\"conditions\":[\"x\"]}",
        "UNDERRIDE | {\"actions\":[],\"conditions\":[{\"key\":\"x\"}]}",
        "CONTENT | {\"actions\":[]}",
        "CONTENT | {\"actions\":[],\"pattern\":1}",
        "ROOM | {\"conditions\":[]}",
      })
  void bodiesAreChecked(RuleKind kind, String body) {
    assertEquals(Reason.INVALID, refused(defaults.put(kind, "x", Json.object(body), null, null)));
  }

  @Test
  void limitsHold() {
    ObjectNode pattern = Json.object(CAKE).put("pattern", "x".repeat(256));
    assertEquals(Reason.INVALID, refused(defaults.put(RuleKind.CONTENT, "x", pattern, null, null)));
    ObjectNode large = Json.object(NOTIFY);
    large.putArray("actions").addObject().put("set_tweak", "x".repeat(9_000));
    assertEquals(Reason.INVALID, refused(defaults.put(RuleKind.ROOM, "x", large, null, null)));
    PushRules rules = defaults;
    for (int i = 0; i < PushRules.OWN_RULES_IN_TURN_MAX; i++) {
      rules = add(rules, "rule" + i, null, null);
    }
    assertEquals(
        Reason.TOO_MANY,
        refused(rules.put(RuleKind.CONTENT, "more", Json.object(CAKE), null, null)));
    assertTrue(
        rules.put(RuleKind.CONTENT, "rule7", Json.object(CAKE), null, null) instanceof Changed);
    assertTrue(
        rules.put(RuleKind.ROOM, "!r:x", Json.object(NOTIFY), null, null) instanceof Changed);
  }

  @Test
  void historicalActionsAreDropped() {
    ObjectNode body = Json.object("{\"actions\":[\"dont_notify\",\"coalesce\"]}");
    PushRules rules = changed(defaults.put(RuleKind.ROOM, "!r:x", body, null, null));
    assertEquals(Json.array(), rules.get(RuleKind.ROOM, "!r:x").orElseThrow().actions());
    rules =
        changed(
            rules.setActions(
                RuleKind.UNDERRIDE, ".m.rule.message", Json.array().add("dont_notify")));
    assertEquals(
        Json.array(), rules.get(RuleKind.UNDERRIDE, ".m.rule.message").orElseThrow().actions());
  }

  @Test
  void replacedRulesStayAsEnabledAsTheyWere() {
    PushRules rules = add(defaults, "x", null, null);
    assertTrue(rules.get(RuleKind.CONTENT, "x").orElseThrow().enabled());
    rules = changed(rules.setEnabled(RuleKind.CONTENT, "x", false));
    ObjectNode body = Json.object("{\"pattern\":\"tea\",\"actions\":[]}");
    rules = changed(rules.put(RuleKind.CONTENT, "x", body, null, null));
    PushRule rule = rules.get(RuleKind.CONTENT, "x").orElseThrow();
    assertFalse(rule.enabled());
    assertEquals("tea", rule.pattern().orElseThrow());
  }

  @Test
  void rulesAreRemoved() {
    PushRules rules = add(add(defaults, "a", null, null), "b", null, null);
    assertOrder(changed(rules.remove(RuleKind.CONTENT, "b")), "a");
    assertOrder(rules, "b", "a");
    assertEquals(Reason.NOT_FOUND, refused(rules.remove(RuleKind.CONTENT, "c")));
    assertEquals(Reason.NOT_FOUND, refused(rules.remove(RuleKind.ROOM, "a")));
    assertEquals(Reason.DEFAULT_RULE, refused(rules.remove(RuleKind.UNDERRIDE, ".m.rule.message")));
  }

  @Test
  void defaultsAreSwitchedAndGivenOtherActions() {
    PushRules rules = changed(defaults.setEnabled(RuleKind.OVERRIDE, ".m.rule.master", true));
    rules =
        changed(
            rules.setActions(RuleKind.UNDERRIDE, ".m.rule.message", Json.array().add("notify")));
    rules = changed(rules.setEnabled(RuleKind.UNDERRIDE, ".m.rule.message", false));
    assertTrue(rules.get(RuleKind.OVERRIDE, ".m.rule.master").orElseThrow().enabled());
    PushRule message = rules.get(RuleKind.UNDERRIDE, ".m.rule.message").orElseThrow();
    assertFalse(message.enabled());
    assertTrue(message.isDefault());
    assertEquals(
        Json.object(
            """
            {"own":{},"changed":{"override":{".m.rule.master":{"enabled":true}},
             "underride":{".m.rule.message":{"actions":["notify"],"enabled":false}}}}
            """),
        rules.toStored());
    assertEquals(
        Reason.NOT_FOUND, refused(rules.setEnabled(RuleKind.UNDERRIDE, ".m.rule.master", true)));
    assertEquals(Reason.NOT_FOUND, refused(rules.setActions(RuleKind.ROOM, "!r:x", Json.array())));
    assertEquals(
        Reason.INVALID,
        refused(rules.setActions(RuleKind.OVERRIDE, ".m.rule.master", Json.object())));
  }

  @Test
  void storedRulesComeBackTheSame() {
    for (int seed = 0; seed < 50; seed++) {
      PushRules rules = randomRules(new Random(seed), 40);
      PushRules back = PushRules.stored(USER, Json.object(Json.text(rules.toStored())));
      assertEquals(rules.toClient(), back.toClient(), "seed " + seed);
      assertEquals(rules.toStored(), back.toStored(), "seed " + seed);
    }
  }

  private static PushRules randomRules(Random random, int steps) {
    PushRules rules = PushRules.defaultsOf(USER);
    for (int i = 0; i < steps; i++) {
      RuleKind kind = RuleKind.values()[random.nextInt(5)];
      List<PushRule> known = rules.rules(kind);
      String id =
          known.isEmpty() || random.nextBoolean()
              ? "rule" + random.nextInt(8)
              : known.get(random.nextInt(known.size())).id();
      String other = random.nextBoolean() ? null : "rule" + random.nextInt(8);
      ObjectNode body =
          Json.object("{\"pattern\":\"p\",\"conditions\":[{\"kind\":\"k\"}],\"actions\":[]}");
      Outcome outcome =
          switch (random.nextInt(4)) {
            case 0 -> rules.remove(kind, id);
            case 1 -> rules.setEnabled(kind, id, random.nextBoolean());
            case 2 -> rules.setActions(kind, id, Json.array().add("notify"));
            default -> rules.put(kind, id, body, other, null);
          };
      if (outcome instanceof Changed done) {
        rules = done.rules();
      }
    }
    return rules;
  }
}
