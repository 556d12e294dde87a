package org.bongsu.search;

import java.util.Optional;
import org.bongsu.event.EventTypes;

/** What can be searched (client-server API, {@code keys} of a search). */
public enum SearchKey {
  BODY("content.body", EventTypes.MESSAGE, "body"),
  NAME("content.name", EventTypes.NAME, "name"),
  TOPIC("content.topic", EventTypes.TOPIC, "topic");

  private final String id;
  private final String eventType;
  private final String field;

  SearchKey(String id, String eventType, String field) {
    this.id = id;
    this.eventType = eventType;
    this.field = field;
  }

  /** The name in requests. */
  public String id() {
    return id;
  }

  /** The type of the events that contain this text. */
  public String eventType() {
    return eventType;
  }

  /** The content field with the text. */
  String field() {
    return field;
  }

  public static Optional<SearchKey> ofId(String id) {
    for (SearchKey key : values()) {
      if (key.id.equals(id)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  static Optional<SearchKey> ofEventType(String type) {
    for (SearchKey key : values()) {
      if (key.eventType.equals(type)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }
}
