package org.bongsu.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bongsu.event.EventFormat;
import org.bongsu.event.EventTypes;
import org.bongsu.event.RoomVersion;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.CanonicalJson;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds for JSON, its canonical form, and the events that are made of it. */
final class JsonChecks {
  private static final RoomId ROOM = new RoomId("!room:bongsu.example");
  private static final UserId SENDER = new UserId("@somebody:bongsu.example");
  private static final List<EventId> BEFORE = List.of(new EventId("$before"));

  private JsonChecks() {}

  /** A value, empty if it is not JSON; other exceptions escape. */
  static Optional<JsonNode> parse(byte[] text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (MalformedJson refused) {
      return Optional.empty();
    }
  }

  static Optional<ObjectNode> parseObject(String text) {
    return parse(text.getBytes(UTF_8))
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast);
  }

  /** What was accepted can be written and read again, and stays the same. */
  static void json(byte[] text) {
    parse(text)
        .ifPresent(node -> {
          Property.holds(depth(node) <= Json.DEPTH_MAX, "nesting is limited");
          Property.same(node, Json.parse(Json.text(node)), "written as text and read again");
          canonical(node);
        });
  }

  /** The canonical form is a fixed point, holds its keys in order, and says the same. */
  private static void canonical(JsonNode node) {
    byte[] encoded;
    try {
      encoded = CanonicalJson.encode(node);
    } catch (MalformedJson refused) {
      Property.holds(!CanonicalJson.isCanonicalizable(node), "it has a canonical form");
      return;
    }
    Property.holds(CanonicalJson.isCanonicalizable(node), "it has no canonical form");
    JsonNode again = Json.parse(encoded);
    Property.same(encoded, CanonicalJson.encode(again), "the canonical form of itself");
    requireOrder(again);
  }

  private static void requireOrder(JsonNode node) {
    List<int[]> keys =
        node.propertyStream().map(member -> member.getKey().codePoints().toArray()).toList();
    for (int i = 1; i < keys.size(); i++) {
      Property.holds(Arrays.compare(keys.get(i - 1), keys.get(i)) < 0, "keys in code point order");
    }
    node.valueStream().forEach(JsonChecks::requireOrder);
  }

  private static int depth(JsonNode node) {
    return node.isContainer()
        ? 1 + node.valueStream().mapToInt(JsonChecks::depth).max().orElse(0)
        : 0;
  }

  /**
   * An event of a type, a state key (empty for none) and a content. The id that is computed from
   * its parts is the one that its complete form has, also after it was stored.
   */
  static void event(byte[] input) {
    Fields fields = Fields.of(input, 3);
    parseObject(fields.text(2))
        .ifPresent(content -> {
          for (RoomVersion version : RoomVersion.values()) {
            format(version, fields.text(0), fields.text(1), content);
          }
        });
  }

  private static void format(RoomVersion version, String type, String key, ObjectNode content) {
    @Nullable String stateKey = key.isEmpty() ? null : key;
    boolean isCreate = type.equals(EventTypes.CREATE) && stateKey != null;
    RoomId room = isCreate && version.roomIdIsCreateHash() ? null : ROOM;
    EventFormat.Draft draft =
        new EventFormat.Draft(
            room, SENDER, type, stateKey, 1_665_814_740_000L, content, BEFORE, BEFORE, 2);
    if (EventFormat.format(version, draft) instanceof EventFormat.Built built) {
      byte[] canonical = CanonicalJson.encode(built.pdu());
      Property.holds(canonical.length <= EventFormat.EVENT_BYTES_MAX, "an event's size is limited");
      Property.same(built.id(), EventFormat.idOf(version, built.pdu()), "its id");
      ObjectNode stored = Json.object(Json.text(built.pdu()));
      Property.same(built.id(), EventFormat.idOf(version, stored), "its id once it was stored");
      Property.same(
          EventFormat.contentHash(stored),
          stored.path("hashes").path("sha256").stringValue(),
          "its content's hash");
    }
  }
}
