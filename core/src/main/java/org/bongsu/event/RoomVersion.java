package org.bongsu.event;

import java.util.Optional;

/**
 * The room versions that Bongsu offers. All differences between them are methods here, so that no
 * other code compares version strings (specification: rooms/v11, rooms/v12).
 */
public enum RoomVersion {
  V11("11"),
  V12("12");

  private final String id;

  RoomVersion(String id) {
    this.id = id;
  }

  /** The value in {@code content.room_version}. */
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

  /** Creators are above every power level and cannot be given one. */
  public boolean creatorsOutrankEverybody() {
    return this == V12;
  }

  /** {@code additional_creators} of the create event counts. */
  public boolean hasAdditionalCreators() {
    return this == V12;
  }

  /** The create event is among the auth events; otherwise the room id implies it. */
  public boolean createIsAuthEvent() {
    return this == V11;
  }
}
