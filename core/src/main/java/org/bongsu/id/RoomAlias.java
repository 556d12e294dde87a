package org.bongsu.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A name for a room that people can type, {@code #localpart:server}. */
public record RoomAlias(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RoomAlias {
    Identifiers.require(value, "#", "room alias");
    if (value.indexOf(':') < 2) {
      throw new IllegalArgumentException("a room alias is #localpart:server");
    }
  }

  public String serverName() {
    return value.substring(value.indexOf(':') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
