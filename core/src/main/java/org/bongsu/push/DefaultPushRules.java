package org.bongsu.push;

import java.util.Set;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The push rules that every user starts with (client-server API, push notifications, predefined
 * rules). Polls have none: they are not in the specification yet.
 */
public final class DefaultPushRules {
  static final String MASTER = ".m.rule.master";

  /** Deprecated rules that look at the text; not asked where an event says whom it mentions. */
  static final Set<String> ONLY_WITHOUT_MENTIONS =
      Set.of(".m.rule.contains_display_name", ".m.rule.roomnotif", ".m.rule.contains_user_name");

  private DefaultPushRules() {}

  /** The complete ruleset, as it stands under {@code global}. */
  public static ObjectNode forUser(UserId user) {
    ObjectNode rules = Json.object();
    rules.set("override", overrides(user));
    rules.set("content", content(user));
    rules.set("room", Json.array());
    rules.set("sender", Json.array());
    rules.set("underride", underrides());
    return rules;
  }

  private static ArrayNode overrides(UserId user) {
    ObjectNode master = rule(MASTER, conditions(), actions());
    master.put("enabled", false);
    return array(
        master,
        rule(
            ".m.rule.suppress_notices",
            conditions(match("content.msgtype", "m.notice")),
            actions()),
        rule(
            ".m.rule.invite_for_me",
            conditions(
                match("type", "m.room.member"),
                match("content.membership", "invite"),
                match("state_key", user.value())),
            actions("notify", sound("default"))),
        rule(".m.rule.member_event", conditions(match("type", "m.room.member")), actions()),
        rule(
            ".m.rule.is_user_mention",
            conditions(
                condition("event_property_contains", "content.m\\.mentions.user_ids")
                    .put("value", user.value())),
            actions("notify", sound("default"), highlight())),
        rule(
            ".m.rule.contains_display_name",
            conditions(Json.object().put("kind", "contains_display_name")),
            actions("notify", sound("default"), highlight())),
        rule(
            ".m.rule.is_room_mention",
            conditions(
                condition("event_property_is", "content.m\\.mentions.room").put("value", true),
                condition("sender_notification_permission", "room")),
            actions("notify", highlight())),
        rule(
            ".m.rule.roomnotif",
            conditions(
                match("content.body", "@room"),
                condition("sender_notification_permission", "room")),
            actions("notify", highlight())),
        rule(
            ".m.rule.tombstone",
            conditions(match("type", "m.room.tombstone"), match("state_key", "")),
            actions("notify", highlight())),
        rule(".m.rule.reaction", conditions(match("type", "m.reaction")), actions()),
        rule(
            ".m.rule.room.server_acl",
            conditions(match("type", "m.room.server_acl"), match("state_key", "")),
            actions()),
        rule(
            ".m.rule.suppress_edits",
            conditions(
                condition("event_property_is", "content.m\\.relates_to.rel_type")
                    .put("value", "m.replace")),
            actions()));
  }

  private static ArrayNode content(UserId user) {
    ObjectNode userName = Json.object();
    userName.put("rule_id", ".m.rule.contains_user_name");
    userName.put("default", true);
    userName.put("enabled", true);
    userName.put("pattern", user.localpart());
    userName.set("actions", actions("notify", sound("default"), highlight()));
    return array(userName);
  }

  private static ArrayNode underrides() {
    return array(
        rule(
            ".m.rule.call",
            conditions(match("type", "m.call.invite")),
            actions("notify", sound("ring"))),
        rule(
            ".m.rule.encrypted_room_one_to_one",
            conditions(twoMembers(), match("type", "m.room.encrypted")),
            actions("notify", sound("default"))),
        rule(
            ".m.rule.room_one_to_one",
            conditions(twoMembers(), match("type", "m.room.message")),
            actions("notify", sound("default"))),
        rule(".m.rule.message", conditions(match("type", "m.room.message")), actions("notify")),
        rule(
            ".m.rule.encrypted", conditions(match("type", "m.room.encrypted")), actions("notify")));
  }

  private static ObjectNode rule(String id, ArrayNode conditions, ArrayNode actions) {
    ObjectNode rule = Json.object();
    rule.put("rule_id", id);
    rule.put("default", true);
    rule.put("enabled", true);
    rule.set("conditions", conditions);
    rule.set("actions", actions);
    return rule;
  }

  private static ObjectNode condition(String kind, String key) {
    return Json.object().put("kind", kind).put("key", key);
  }

  private static ObjectNode match(String key, String pattern) {
    return condition("event_match", key).put("pattern", pattern);
  }

  private static ObjectNode twoMembers() {
    return Json.object().put("kind", "room_member_count").put("is", "2");
  }

  private static ArrayNode conditions(ObjectNode... all) {
    return array(all);
  }

  private static ArrayNode actions() {
    return Json.array();
  }

  private static ArrayNode actions(String first, ObjectNode... tweaks) {
    ArrayNode actions = Json.array().add(first);
    for (ObjectNode tweak : tweaks) {
      actions.add(tweak);
    }
    return actions;
  }

  private static ObjectNode sound(String name) {
    return Json.object().put("set_tweak", "sound").put("value", name);
  }

  private static ObjectNode highlight() {
    return Json.object().put("set_tweak", "highlight");
  }

  private static ArrayNode array(ObjectNode... elements) {
    ArrayNode array = Json.array();
    for (ObjectNode element : elements) {
      array.add(element);
    }
    return array;
  }
}
