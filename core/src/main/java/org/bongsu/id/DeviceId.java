package org.bongsu.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A device of one user; unique only together with the user. */
public record DeviceId(@JsonValue String value) implements Comparable<DeviceId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public DeviceId {
    Identifiers.require(value, "", "device id");
  }

  @Override
  public int compareTo(DeviceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
