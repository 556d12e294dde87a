package org.bongsu.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DefaultPushRulesTest {
  private static final UserId USER = new UserId("@minjun:example.org");
  private static final ObjectNode RULES = DefaultPushRules.forUser(USER);

  @Test
  void allRulesAreThereInTheirOrder() {
    assertEquals(
        List.of(
            ".m.rule.master",
            ".m.rule.suppress_notices",
            ".m.rule.invite_for_me",
            ".m.rule.member_event",
            ".m.rule.is_user_mention",
            ".m.rule.contains_display_name",
            ".m.rule.is_room_mention",
            ".m.rule.roomnotif",
            ".m.rule.tombstone",
            ".m.rule.reaction",
            ".m.rule.room.server_acl",
            ".m.rule.suppress_edits"),
        ids("override"));
    assertEquals(List.of(".m.rule.contains_user_name"), ids("content"));
    assertEquals(List.of(), ids("room"));
    assertEquals(List.of(), ids("sender"));
    assertEquals(
        List.of(
            ".m.rule.call",
            ".m.rule.encrypted_room_one_to_one",
            ".m.rule.room_one_to_one",
            ".m.rule.message",
            ".m.rule.encrypted"),
        ids("underride"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "override | .m.rule.master | [] | []",
        "override | .m.rule.suppress_notices "
            + "| [{\"kind\":\"event_match\",\"key\":\"content.msgtype\",\"pattern\":\"m.notice\"}] | []",
        "override | .m.rule.invite_for_me "
            + "| [{\"kind\":\"event_match\",\"key\":\"type\",\"pattern\":\"m.room.member\"},"
            + "{\"kind\":\"event_match\",\"key\":\"content.membership\",\"pattern\":\"invite\"},"
            + "{\"kind\":\"event_match\",\"key\":\"state_key\",\"pattern\":\"@minjun:example.org\"}] "
            + "| [\"notify\",{\"set_tweak\":\"sound\",\"value\":\"default\"}]",
        "override | .m.rule.is_user_mention "
            + "| [{\"kind\":\"event_property_contains\",\"key\":\"content.m\\\\.mentions.user_ids\","
            + "\"value\":\"@minjun:example.org\"}] "
            + "| [\"notify\",{\"set_tweak\":\"sound\",\"value\":\"default\"},{\"set_tweak\":\"highlight\"}]",
        "override | .m.rule.contains_display_name | [{\"kind\":\"contains_display_name\"}] "
            + "| [\"notify\",{\"set_tweak\":\"sound\",\"value\":\"default\"},{\"set_tweak\":\"highlight\"}]",
        "override | .m.rule.is_room_mention "
            + "| [{\"kind\":\"event_property_is\",\"key\":\"content.m\\\\.mentions.room\",\"value\":true},"
            + "{\"kind\":\"sender_notification_permission\",\"key\":\"room\"}] "
            + "| [\"notify\",{\"set_tweak\":\"highlight\"}]",
        "override | .m.rule.roomnotif "
            + "| [{\"kind\":\"event_match\",\"key\":\"content.body\",\"pattern\":\"@room\"},"
            + "{\"kind\":\"sender_notification_permission\",\"key\":\"room\"}] "
            + "| [\"notify\",{\"set_tweak\":\"highlight\"}]",
        "override | .m.rule.tombstone "
            + "| [{\"kind\":\"event_match\",\"key\":\"type\",\"pattern\":\"m.room.tombstone\"},"
            + "{\"kind\":\"event_match\",\"key\":\"state_key\",\"pattern\":\"\"}] "
            + "| [\"notify\",{\"set_tweak\":\"highlight\"}]",
        "override | .m.rule.suppress_edits "
            + "| [{\"kind\":\"event_property_is\",\"key\":\"content.m\\\\.relates_to.rel_type\","
            + "\"value\":\"m.replace\"}] | []",
        "underride | .m.rule.call "
            + "| [{\"kind\":\"event_match\",\"key\":\"type\",\"pattern\":\"m.call.invite\"}] "
            + "| [\"notify\",{\"set_tweak\":\"sound\",\"value\":\"ring\"}]",
        "underride | .m.rule.room_one_to_one "
            + "| [{\"kind\":\"room_member_count\",\"is\":\"2\"},"
            + "{\"kind\":\"event_match\",\"key\":\"type\",\"pattern\":\"m.room.message\"}] "
            + "| [\"notify\",{\"set_tweak\":\"sound\",\"value\":\"default\"}]",
        "underride | .m.rule.encrypted "
            + "| [{\"kind\":\"event_match\",\"key\":\"type\",\"pattern\":\"m.room.encrypted\"}] "
            + "| [\"notify\"]",
      })
  void rulesSayWhatTheSpecificationSays(String kind, String id, String conditions, String actions) {
    JsonNode rule = rule(kind, id);
    assertEquals(Json.parse(conditions), rule.path("conditions"));
    assertEquals(Json.parse(actions), rule.path("actions"));
  }

  @Test
  void allAreDefaultsAndOnlyTheMasterIsOff() {
    for (JsonNode rules : RULES) {
      for (JsonNode rule : rules) {
        assertTrue(rule.path("default").booleanValue());
        boolean isMaster = rule.path("rule_id").stringValue().equals(".m.rule.master");
        assertEquals(!isMaster, rule.path("enabled").booleanValue());
      }
    }
    assertFalse(rule("override", ".m.rule.master").path("enabled").booleanValue());
    JsonNode userName = rule("content", ".m.rule.contains_user_name");
    assertEquals("minjun", userName.path("pattern").stringValue());
  }

  private static JsonNode rule(String kind, String id) {
    return RULES
        .path(kind)
        .valueStream()
        .filter(rule -> rule.path("rule_id").stringValue().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> ids(String kind) {
    return RULES.path(kind).valueStream().map(r -> r.path("rule_id").stringValue()).toList();
  }
}
