package org.bongsu.event;

import java.util.Optional;

/**
 * The room versions that Bongsu offers. What differs between them is asked here, so that nothing
 * else compares version strings (specification: rooms/v11, rooms/v12).
 */
public enum RoomVersion {
  V11("11"),
  V12("12");

  private final String id;

  RoomVersion(String id) {
    this.id = id;
  }

  /** As it stands in {@code content.room_version}. */
  public String id() {
    return id;
  }

  public static Optional<RoomVersion> of(String id) {
    for (RoomVersion version : values()) {
      if (version.id.equals(id)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** The room id is the create event's id with another sigil; the create event names no room. */
  public boolean roomIdIsCreateHash() {
    return this == V12;
  }

  /** Creators stand above every power level and cannot be given one. */
  public boolean creatorsOutrankEverybody() {
    return this == V12;
  }

  /** {@code additional_creators} of the create event counts. */
  public boolean hasAdditionalCreators() {
    return this == V12;
  }

  /** The create event is among the auth events; where not, the room id implies it. */
  public boolean createIsAuthEvent() {
    return this == V11;
  }
}
