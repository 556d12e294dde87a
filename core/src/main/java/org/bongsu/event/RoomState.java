package org.bongsu.event;

import java.util.Optional;

/** The state of a room before the event in question. */
@FunctionalInterface
public interface RoomState {
  Optional<Event> get(String type, String stateKey);

  /** The state event with an empty state key. */
  default Optional<Event> get(String type) {
    return get(type, "");
  }
}
