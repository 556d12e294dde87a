package org.bongsu.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A room, {@code !opaque:server} up to room version 11 and {@code !hash} from version 12 on. */
public record RoomId(@JsonValue String value) implements Comparable<RoomId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RoomId {
    Identifiers.require(value, "!", "room id");
  }

  @Override
  public int compareTo(RoomId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
