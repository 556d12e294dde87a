package org.bongsu.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An event, {@code $} and its reference hash in URL-safe Base64. */
public record EventId(@JsonValue String value) implements Comparable<EventId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public EventId {
    Identifiers.require(value, "$", "event id");
  }

  @Override
  public int compareTo(EventId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
