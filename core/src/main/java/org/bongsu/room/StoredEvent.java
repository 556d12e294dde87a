package org.bongsu.room;

import java.sql.SQLException;
import java.util.Base64;
import org.bongsu.event.Event;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.store.Columns;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event with its ordering in the shard. Its content is parsed only when the tree is asked for,
 * because most events are only passed on. Thread-safe; two threads may both parse the content.
 */
public final class StoredEvent {
  /**
   * The columns for {@link #read}; {@code e}, {@code r} and {@code a} are event, room and sender.
   */
  static final String COLUMNS =
      "SELECT e.ordering, e.event_id, r.room_id, a.user, e.type, e.state_key, e.time, e.content,"
          + " e.depth, e.redacted_by, e.replaced, e.device, e.transaction_id, e.related"
          + " FROM event e JOIN room r ON r.id = e.room JOIN actor a ON a.id = e.sender ";

  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

  private final long ordering;
  private final EventId id;
  private final RoomId roomId;
  private final UserId sender;
  private final String type;
  private final @Nullable String stateKey;
  private final long timeMillis;
  private final String contentText;
  private final long depth;
  private final @Nullable Long redactedBy;
  private final @Nullable Long replaced;
  private final @Nullable String device;
  private final @Nullable String transactionId;
  private final boolean related;

  private @Nullable Event event;

  private StoredEvent(Columns row) throws SQLException {
    this.ordering = row.getLong(1);
    this.id = eventId(row.getBytes(2));
    this.roomId = new RoomId(row.getString(3));
    this.sender = new UserId(row.getString(4));
    this.type = row.getString(5);
    this.stateKey = row.getString(6);
    this.timeMillis = row.getLong(7);
    this.contentText = row.getString(8);
    this.depth = row.getLong(9);
    this.redactedBy = row.getNullableLong(10);
    this.replaced = row.getNullableLong(11);
    this.device = row.getString(12);
    this.transactionId = row.getString(13);
    this.related = row.getInt(14) == 1;
  }

  static EventId eventId(byte[] hash) {
    return new EventId("$" + BASE64_URL.encodeToString(hash));
  }

  static StoredEvent read(Columns row) throws SQLException {
    return new StoredEvent(row);
  }

  /** Grows with every event of the shard. */
  public long ordering() {
    return ordering;
  }

  public EventId id() {
    return id;
  }

  public RoomId roomId() {
    return roomId;
  }

  public UserId sender() {
    return sender;
  }

  public String type() {
    return type;
  }

  /** Null if it is no state event. */
  public @Nullable String stateKey() {
    return stateKey;
  }

  public boolean isState() {
    return stateKey != null;
  }

  /** Whether it is a state event of this type and key. */
  public boolean isState(String wantedType, String wantedKey) {
    return type.equals(wantedType) && wantedKey.equals(stateKey);
  }

  /** {@code origin_server_ts}. */
  public long timeMillis() {
    return timeMillis;
  }

  /** The content as JSON. */
  public String contentText() {
    return contentText;
  }

  /** The content as a tree, which must not be modified. */
  public ObjectNode content() {
    return event().content();
  }

  /** The event as a value, with its content parsed. */
  public Event event() {
    Event parsed = event;
    if (parsed == null) {
      parsed = new Event(id, roomId, sender, type, stateKey, timeMillis, Json.object(contentText));
      event = parsed;
    }
    return parsed;
  }

  public long depth() {
    return depth;
  }

  /** Ordering of the redaction that removed its content, or null. */
  public @Nullable Long redactedBy() {
    return redactedBy;
  }

  /** For a state event, the ordering of the event that it replaced, or null. */
  public @Nullable Long replaced() {
    return replaced;
  }

  /** The sending device, the only one that sees {@link #transactionId}; both may be null. */
  public @Nullable String device() {
    return device;
  }

  public @Nullable String transactionId() {
    return transactionId;
  }

  /** Whether other events relate to it, or did until they were redacted. */
  public boolean isRelatedTo() {
    return related;
  }
}
