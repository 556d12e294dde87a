package org.bongsu.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bongsu.event.EventFormat.Draft;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Random drafts from a seed, for property tests. */
final class Generated {
  private static final List<String> TYPES =
      List.of(
          EventTypes.CREATE,
          EventTypes.MEMBER,
          EventTypes.POWER_LEVELS,
          EventTypes.JOIN_RULES,
          EventTypes.HISTORY_VISIBILITY,
          EventTypes.REDACTION,
          EventTypes.MESSAGE,
          "org.example.\"quoted\"");
  private static final List<String> KEYS =
      List.of(
          "membership",
          "join_authorised_via_users_server",
          "third_party_invite",
          "signed",
          "join_rule",
          "allow",
          "ban",
          "users",
          "invite",
          "notifications",
          "history_visibility",
          "redacts",
          "body",
          "본문",
          "\ud83d\ude00",
          "\uffee",
          "a\"b\\c",
          "");
  private static final List<String> TEXTS =
      List.of("안녕하세요", "", "plain", "\"\\\b\f\n\r\t\u0001", "\ud83d\ude00?", "\u2028/", "\u007f");

  private final Random random;

  Generated(long seed) {
    random = new Random(seed);
  }

  Draft draft(RoomVersion version) {
    String type = pick(TYPES);
    String stateKey = random.nextBoolean() ? null : pick(List.of("", "@u:domain", "열쇠 \"1\""));
    boolean namesNoRoom =
        version.roomIdIsCreateHash() && stateKey != null && type.equals(EventTypes.CREATE);
    return new Draft(
        namesNoRoom ? null : new RoomId("!room:domain"),
        new UserId("@user" + random.nextInt(9) + ":domain"),
        type,
        stateKey,
        random.nextLong(1L << 42),
        object(3),
        events(20),
        events(10),
        random.nextLong(1L << 30));
  }

  ObjectNode object(int depth) {
    ObjectNode object = Json.object();
    int size = random.nextInt(6);
    for (int i = 0; i < size; i++) {
      object.set(pick(KEYS), value(depth));
    }
    return object;
  }

  /** The same value with all keys in another order. */
  ObjectNode shuffled(ObjectNode object) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
    Collections.shuffle(members, random);
    ObjectNode shuffled = Json.object();
    for (Map.Entry<String, JsonNode> member : members) {
      JsonNode value = member.getValue();
      shuffled.set(member.getKey(), value instanceof ObjectNode inner ? shuffled(inner) : value);
    }
    return shuffled;
  }

  private JsonNode value(int depth) {
    ArrayNode array = Json.array();
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> array.add(pick(TEXTS)).get(0);
      case 1 -> array.add(random.nextLong(-(1L << 53) + 1, 1L << 53)).get(0);
      case 2 -> array.add(random.nextBoolean()).get(0);
      case 3 -> array.addNull().get(0);
      case 4 -> array.add(random.nextInt(200) - 100).get(0);
      case 5 -> object(depth - 1);
      default -> array.add(value(depth - 1)).add(value(depth - 1));
    };
  }

  private List<EventId> events(int max) {
    return random
        .ints(random.nextInt(max + 1), 0, 1_000_000)
        .mapToObj(number -> new EventId("$event" + number))
        .toList();
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
