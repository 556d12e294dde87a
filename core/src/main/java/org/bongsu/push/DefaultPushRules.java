package org.bongsu.push;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The push rules that every user starts with (client-server API, push notifications, predefined
 * rules). There are none for polls, which are not in the specification yet.
 *
 * <p>Rules that do not depend on the user are the same objects for all users, so that their results
 * can be shared, see {@link PushEvaluator}.
 */
public final class DefaultPushRules {
  /** Deprecated rules that search the text; skipped for events with {@code m.mentions}. */
  static final Set<String> ONLY_WITHOUT_MENTIONS =
      Set.of(".m.rule.contains_display_name", ".m.rule.roomnotif", ".m.rule.contains_user_name");

  static final PushRule MASTER = rule(".m.rule.master", conditions(), actions()).withEnabled(false);

  private static final PushRule SUPPRESS_NOTICES =
      rule(".m.rule.suppress_notices", conditions(match("content.msgtype", "m.notice")), actions());

  private static final PushRule MEMBER_EVENT =
      rule(".m.rule.member_event", conditions(match("type", "m.room.member")), actions());

  private static final PushRule CONTAINS_DISPLAY_NAME =
      rule(
          ".m.rule.contains_display_name",
          conditions(Json.object().put("kind", "contains_display_name")),
          actions("notify", sound("default"), highlight()));

  private static final PushRule IS_ROOM_MENTION =
      rule(
          ".m.rule.is_room_mention",
          conditions(
              condition("event_property_is", "content.m\\.mentions.room").put("value", true),
              condition("sender_notification_permission", "room")),
          actions("notify", highlight()));

  private static final PushRule ROOMNOTIF =
      rule(
          ".m.rule.roomnotif",
          conditions(
              match("content.body", "@room"), condition("sender_notification_permission", "room")),
          actions("notify", highlight()));

  private static final PushRule TOMBSTONE =
      rule(
          ".m.rule.tombstone",
          conditions(match("type", "m.room.tombstone"), match("state_key", "")),
          actions("notify", highlight()));

  private static final PushRule REACTION =
      rule(".m.rule.reaction", conditions(match("type", "m.reaction")), actions());

  private static final PushRule SERVER_ACL =
      rule(
          ".m.rule.room.server_acl",
          conditions(match("type", "m.room.server_acl"), match("state_key", "")),
          actions());

  private static final PushRule SUPPRESS_EDITS =
      rule(
          ".m.rule.suppress_edits",
          conditions(
              condition("event_property_is", "content.m\\.relates_to.rel_type")
                  .put("value", "m.replace")),
          actions());

  private static final List<PushRule> UNDERRIDES =
      List.of(
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
              ".m.rule.encrypted",
              conditions(match("type", "m.room.encrypted")),
              actions("notify")));

  /** The rules that are the same for all users. */
  static final List<PushRule> SHARED =
      Stream.concat(
              Stream.of(
                  MASTER,
                  SUPPRESS_NOTICES,
                  MEMBER_EVENT,
                  CONTAINS_DISPLAY_NAME,
                  IS_ROOM_MENTION,
                  ROOMNOTIF,
                  TOMBSTONE,
                  REACTION,
                  SERVER_ACL,
                  SUPPRESS_EDITS),
              UNDERRIDES.stream())
          .toList();

  private DefaultPushRules() {}

  /** The complete ruleset, as under {@code global}. */
  public static ObjectNode forUser(UserId user) {
    ObjectNode rules = Json.object();
    for (RuleKind kind : RuleKind.values()) {
      ArrayNode array = rules.putArray(kind.id());
      rules(kind, user).forEach(rule -> array.add(rule.toJson()));
    }
    return rules;
  }

  /** The rules of a kind, highest priority first. */
  static List<PushRule> rules(RuleKind kind, UserId user) {
    return switch (kind) {
      case OVERRIDE ->
          List.of(
              MASTER,
              SUPPRESS_NOTICES,
              inviteForMe(user),
              MEMBER_EVENT,
              isUserMention(user),
              CONTAINS_DISPLAY_NAME,
              IS_ROOM_MENTION,
              ROOMNOTIF,
              TOMBSTONE,
              REACTION,
              SERVER_ACL,
              SUPPRESS_EDITS);
      case CONTENT -> List.of(containsUserName(user));
      case ROOM, SENDER -> List.of();
      case UNDERRIDE -> UNDERRIDES;
    };
  }

  private static PushRule inviteForMe(UserId user) {
    return rule(
        ".m.rule.invite_for_me",
        conditions(
            match("type", "m.room.member"),
            match("content.membership", "invite"),
            match("state_key", user.value())),
        actions("notify", sound("default")));
  }

  private static PushRule isUserMention(UserId user) {
    return rule(
        ".m.rule.is_user_mention",
        conditions(
            condition("event_property_contains", "content.m\\.mentions.user_ids")
                .put("value", user.value())),
        actions("notify", sound("default"), highlight()));
  }

  private static PushRule containsUserName(UserId user) {
    return new PushRule(
        ".m.rule.contains_user_name",
        true,
        true,
        actions("notify", sound("default"), highlight()),
        Optional.empty(),
        Optional.of(user.localpart()));
  }

  private static PushRule rule(String id, ArrayNode conditions, ArrayNode actions) {
    return new PushRule(id, true, true, actions, Optional.of(conditions), Optional.empty());
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
    ArrayNode conditions = Json.array();
    for (ObjectNode condition : all) {
      conditions.add(condition);
    }
    return conditions;
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
}
