package org.bongsu.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bongsu.event.Rejection.Reason;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.CanonicalJson;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The federation format of events, and the hashes that their ids are made of (server-server API:
 * PDUs, calculating the content hash, calculating the reference hash). Events are not signed, as
 * there is no federation.
 *
 * <p>For speed, the canonical bytes are concatenated from their parts in the order of the keys, and
 * the content is encoded only once.
 */
public final class EventFormat {
  /** Maximum bytes of an event in canonical form (client-server API, size limits). */
  public static final int EVENT_BYTES_MAX = 65_536;

  /**
   * Maximum bytes of sender, room id, state key, type and event id; id types check it themselves.
   */
  public static final int KEY_BYTES_MAX = 255;

  private static final int PREV_EVENTS_MAX = 20;
  private static final int AUTH_EVENTS_MAX = 10;
  private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

  private static final MessageDigest SHA256 = newSha256();
  private static final byte[] EMPTY_OBJECT = {'{', '}'};
  private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();
  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

  private EventFormat() {}

  /**
   * The parts of an event.
   *
   * @param roomId null in the create event of a room version whose room ids are hashes of it
   * @param stateKey null if it is not a state event
   * @param timeMillis {@code origin_server_ts}, milliseconds since 1970
   * @param content must not be modified afterwards
   * @param prevEvents at most 20
   * @param authEvents at most 10
   * @param depth one more than that of the deepest previous event
   */
  public record Draft(
      @Nullable RoomId roomId,
      UserId sender,
      String type,
      @Nullable String stateKey,
      long timeMillis,
      ObjectNode content,
      List<EventId> prevEvents,
      List<EventId> authEvents,
      long depth) {
    public Draft {
      prevEvents = List.copyOf(prevEvents);
      authEvents = List.copyOf(authEvents);
      if (prevEvents.size() > PREV_EVENTS_MAX || authEvents.size() > AUTH_EVENTS_MAX) {
        throw new IllegalArgumentException("too many previous or auth events");
      }
    }
  }

  /** The result for a draft. */
  public sealed interface Formatted {}

  /**
   * An event in its federation format.
   *
   * @param pdu shares its content with the draft
   */
  public record Built(EventId id, ObjectNode pdu) implements Formatted {}

  /** The draft is not a valid event; the reason is MALFORMED or TOO_LARGE. */
  public record Refused(Rejection rejection) implements Formatted {}

  /**
   * Builds an event from what a client sent.
   *
   * @throws IllegalArgumentException if the draft has a room id but must not, or has none but must
   */
  public static Formatted format(RoomVersion version, Draft draft) {
    requireRoomIdAsOf(version, draft);
    Optional<Rejection> tooLong = checkKeys(draft);
    if (tooLong.isPresent()) {
      return new Refused(tooLong.get());
    }
    byte[] content;
    try {
      content = CanonicalJson.encode(draft.content());
    } catch (MalformedJson e) {
      return refused(Reason.MALFORMED, "The event's content is not acceptable: " + e.getMessage());
    }
    if (content.length > EVENT_BYTES_MAX) {
      return tooLarge();
    }
    // A lone surrogate has no UTF-8 form; it was encoded as a question mark.
    if (hasQuestionMark(content) && hasLoneSurrogate(draft.content())) {
      return refused(Reason.MALFORMED, "The event's content holds half a Unicode character.");
    }
    return assemble(version, draft, content);
  }

  /**
   * Builds an event from a draft that is known to be valid.
   *
   * @throws IllegalArgumentException if the draft is not valid
   */
  public static Built build(RoomVersion version, Draft draft) {
    return switch (format(version, draft)) {
      case Built built -> built;
      case Refused refused -> throw new IllegalArgumentException(refused.rejection().detail());
    };
  }

  /** The room id for a create event, in room versions whose room ids are its hash. */
  public static RoomId roomIdOf(EventId createEvent) {
    return new RoomId("!" + createEvent.value().substring(1));
  }

  /** The id of an event in its federation format: its reference hash. */
  public static EventId idOf(RoomVersion version, ObjectNode pdu) {
    ObjectNode redacted = Redaction.redact(version, pdu);
    redacted.remove(List.of("signatures", "event_id"));
    return eventId(sha256().digest(CanonicalJson.encode(redacted)));
  }

  /** The content hash of an event in its federation format, unpadded Base64. */
  public static String contentHash(ObjectNode pdu) {
    ObjectNode hashed = Json.object();
    hashed.setAll(pdu);
    hashed.remove(List.of("unsigned", "signatures", "hashes"));
    return BASE64.encodeToString(sha256().digest(CanonicalJson.encode(hashed)));
  }

  private static Formatted assemble(RoomVersion version, Draft draft, byte[] content) {
    byte[] head = head(draft);
    byte[] depth = (",\"depth\":" + draft.depth()).getBytes(UTF_8);
    byte[] tail = tail(draft);

    MessageDigest digest = sha256();
    digest.update(head);
    digest.update(content);
    digest.update(depth);
    digest.update(tail);
    String contentHash = BASE64.encodeToString(digest.digest());

    byte[] hashes = (",\"hashes\":{\"sha256\":\"" + contentHash + "\"}").getBytes(UTF_8);
    if (head.length + content.length + depth.length + hashes.length + tail.length
        > EVENT_BYTES_MAX) {
      return tooLarge();
    }
    digest.update(head);
    digest.update(redacted(version, draft));
    digest.update(depth);
    digest.update(hashes);
    digest.update(tail);
    return new Built(eventId(digest.digest()), pdu(draft, contentHash));
  }

  private static byte[] head(Draft draft) {
    StringBuilder out = new StringBuilder(256);
    out.append("{\"auth_events\":");
    appendIds(draft.authEvents(), out);
    return out.append(",\"content\":").toString().getBytes(UTF_8);
  }

  private static byte[] tail(Draft draft) {
    StringBuilder out = new StringBuilder(384);
    out.append(",\"origin_server_ts\":").append(draft.timeMillis());
    out.append(",\"prev_events\":");
    appendIds(draft.prevEvents(), out);
    if (draft.roomId() != null) {
      append(",\"room_id\":", draft.roomId().value(), out);
    }
    append(",\"sender\":", draft.sender().value(), out);
    if (draft.stateKey() != null) {
      append(",\"state_key\":", draft.stateKey(), out);
    }
    append(",\"type\":", draft.type(), out);
    return out.append('}').toString().getBytes(UTF_8);
  }

  private static byte[] redacted(RoomVersion version, Draft draft) {
    ObjectNode content = Redaction.redactContent(version, draft.type(), draft.content());
    return content.isEmpty() ? EMPTY_OBJECT : CanonicalJson.encode(content);
  }

  private static ObjectNode pdu(Draft draft, String contentHash) {
    ObjectNode pdu = Json.object();
    pdu.set("auth_events", ids(draft.authEvents()));
    pdu.set("content", draft.content());
    pdu.put("depth", draft.depth());
    pdu.putObject("hashes").put("sha256", contentHash);
    pdu.put("origin_server_ts", draft.timeMillis());
    pdu.set("prev_events", ids(draft.prevEvents()));
    if (draft.roomId() != null) {
      pdu.put("room_id", draft.roomId().value());
    }
    pdu.put("sender", draft.sender().value());
    if (draft.stateKey() != null) {
      pdu.put("state_key", draft.stateKey());
    }
    return pdu.put("type", draft.type());
  }

  private static ArrayNode ids(List<EventId> events) {
    ArrayNode array = Json.array();
    events.forEach(event -> array.add(event.value()));
    return array;
  }

  private static void appendIds(List<EventId> events, StringBuilder out) {
    char separator = '[';
    for (EventId event : events) {
      append(String.valueOf(separator), event.value(), out);
      separator = ',';
    }
    out.append(events.isEmpty() ? "[]" : "]");
  }

  private static void append(String before, String text, StringBuilder out) {
    out.append(before);
    if (needsEscaping(text)) {
      out.append(new String(CanonicalJson.encode(StringNode.valueOf(text)), UTF_8));
    } else {
      out.append('"').append(text).append('"');
    }
  }

  private static boolean needsEscaping(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\') {
        return true;
      }
    }
    return false;
  }

  private static void requireRoomIdAsOf(RoomVersion version, Draft draft) {
    boolean isCreate = draft.stateKey() != null && draft.type().equals(EventTypes.CREATE);
    boolean hasNone = version.roomIdIsCreateHash() && isCreate;
    if (hasNone != (draft.roomId() == null)) {
      throw new IllegalArgumentException(
          "an event of room version "
              + version.id()
              + (hasNone ? " names no" : " names its")
              + " room: "
              + draft.type());
    }
  }

  private static Optional<Rejection> checkKeys(Draft draft) {
    if (isTooLong(draft.type())) {
      return Optional.of(tooLong("type"));
    }
    String stateKey = draft.stateKey();
    if (stateKey != null && isTooLong(stateKey)) {
      return Optional.of(tooLong("state_key"));
    }
    if (isBroken(draft.type()) || (stateKey != null && isBroken(stateKey))) {
      return Optional.of(
          new Rejection(
              Reason.MALFORMED, "The event's type or state_key holds half a Unicode character."));
    }
    return Optional.empty();
  }

  private static boolean isTooLong(String key) {
    return key.length() * UTF8_BYTES_PER_CHAR_MAX > KEY_BYTES_MAX
        && key.getBytes(UTF_8).length > KEY_BYTES_MAX;
  }

  private static Rejection tooLong(String key) {
    return new Rejection(
        Reason.TOO_LARGE, "The event's " + key + " has more than " + KEY_BYTES_MAX + " bytes.");
  }

  private static Refused tooLarge() {
    return refused(
        Reason.TOO_LARGE,
        "The event is too large: it has more than " + EVENT_BYTES_MAX + " bytes.");
  }

  private static Refused refused(Reason reason, String detail) {
    return new Refused(new Rejection(reason, detail));
  }

  private static boolean hasQuestionMark(byte[] utf8) {
    for (byte b : utf8) {
      if (b == '?') {
        return true;
      }
    }
    return false;
  }

  private static boolean hasLoneSurrogate(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> isBroken(node.stringValue());
      case OBJECT ->
          node.properties().stream()
              .anyMatch(member -> isBroken(member.getKey()) || hasLoneSurrogate(member.getValue()));
      case ARRAY -> node.valueStream().anyMatch(EventFormat::hasLoneSurrogate);
      default -> false;
    };
  }

  private static boolean isBroken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private static EventId eventId(byte[] hash) {
    return new EventId("$" + BASE64_URL.encodeToString(hash));
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A clone of an empty digest: a lookup by name would take longer than its use. */
  private static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of this Java cannot be copied", e);
    }
  }
}
