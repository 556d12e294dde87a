package org.bongsu.event;

import java.util.Optional;

/** The current state of a room, as it stood before the event in question. */
@FunctionalInterface
public interface RoomState {
  Optional<Event> get(String type, String stateKey);

  /** The state that is one for the whole room. */
  default Optional<Event> get(String type) {
    return get(type, "");
  }
}
