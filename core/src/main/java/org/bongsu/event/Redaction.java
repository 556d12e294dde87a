package org.bongsu.event;

import java.util.List;
import java.util.Set;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Redacts events (specification: rooms/v11, redactions; the same in version 12). The event id is
 * the hash of the redacted form, so redacting does not change it.
 */
public final class Redaction {
  private static final Set<String> TOP_LEVEL_KEYS =
      Set.of(
          "event_id",
          "type",
          "room_id",
          "sender",
          "state_key",
          "content",
          "hashes",
          "signatures",
          "depth",
          "prev_events",
          "auth_events",
          "origin_server_ts");

  private static final List<String> MEMBER_KEYS =
      List.of("membership", "join_authorised_via_users_server");
  private static final List<String> JOIN_RULES_KEYS = List.of("join_rule", "allow");
  private static final List<String> POWER_LEVELS_KEYS =
      List.of(
          "ban",
          "events",
          "events_default",
          "invite",
          "kick",
          "redact",
          "state_default",
          "users",
          "users_default");
  private static final List<String> HISTORY_VISIBILITY_KEYS = List.of("history_visibility");
  private static final List<String> REDACTION_KEYS = List.of("redacts");

  private Redaction() {}

  /**
   * The content of the redacted event. It shares nodes with the given content, which is not
   * modified.
   *
   * @param version decides the rules; those of 11 and 12 are the same
   */
  public static ObjectNode redactContent(RoomVersion version, String type, ObjectNode content) {
    return switch (version) {
      case V11, V12 -> redactContentSinceV11(type, content);
    };
  }

  /** The whole event in its federation format, redacted; the given one is not modified. */
  public static ObjectNode redact(RoomVersion version, ObjectNode pdu) {
    ObjectNode redacted = keep(pdu, TOP_LEVEL_KEYS);
    if (pdu.path("content") instanceof ObjectNode content) {
      String type = pdu.path("type").stringValue("");
      redacted.set("content", redactContent(version, type, content));
    }
    return redacted;
  }

  /**
   * Whether an accepted redaction takes effect: because of the redactor's power level, or because
   * the event is their own. Since room version 3 the specification compares the users' domains
   * only; this server compares the users.
   */
  public static boolean takesEffect(PowerLevels levels, UserId redactor, UserId originalSender) {
    return redactor.equals(originalSender) || levels.levelOf(redactor) >= levels.redact();
  }

  private static ObjectNode redactContentSinceV11(String type, ObjectNode content) {
    return switch (type) {
      case EventTypes.CREATE -> content;
      case EventTypes.MEMBER -> redactMember(content);
      case EventTypes.JOIN_RULES -> keep(content, JOIN_RULES_KEYS);
      case EventTypes.POWER_LEVELS -> keep(content, POWER_LEVELS_KEYS);
      case EventTypes.HISTORY_VISIBILITY -> keep(content, HISTORY_VISIBILITY_KEYS);
      case EventTypes.REDACTION -> keep(content, REDACTION_KEYS);
      default -> Json.object();
    };
  }

  private static ObjectNode redactMember(ObjectNode content) {
    ObjectNode kept = keep(content, MEMBER_KEYS);
    if (content.path("third_party_invite") instanceof ObjectNode invite) {
      kept.set("third_party_invite", keep(invite, List.of("signed")));
    }
    return kept;
  }

  private static ObjectNode keep(ObjectNode from, Iterable<String> keys) {
    ObjectNode kept = Json.object();
    for (String key : keys) {
      JsonNode value = from.get(key);
      if (value != null) {
        kept.set(key, value);
      }
    }
    return kept;
  }
}
