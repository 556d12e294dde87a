package org.bongsu.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.bongsu.event.AuthRules.Proposed;
import org.bongsu.event.Rejection.Reason;
import org.bongsu.id.EventId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;

/** Helpers for the tests of the authorization rules. */
final class AuthCases {
  private AuthCases() {}

  static Proposed event(Rooms room, UserId sender, String type, String stateKey, String content) {
    return new Proposed(
        room.roomId(),
        sender,
        type,
        stateKey,
        Json.object(content),
        List.of(new EventId("$before")),
        null);
  }

  static Proposed message(Rooms room, String sender, String type) {
    return event(room, Rooms.user(sender), type, null, "{}");
  }

  static Proposed state(Rooms room, String sender, String type, String stateKey, String content) {
    return event(room, Rooms.user(sender), type, stateKey, content);
  }

  static Proposed member(Rooms room, String sender, String target, String membership) {
    String content = "{\"membership\":\"" + membership + "\"}";
    return state(room, sender, EventTypes.MEMBER, Rooms.user(target).value(), content);
  }

  static Proposed powerLevels(Rooms room, String sender, String content) {
    return state(room, sender, EventTypes.POWER_LEVELS, "", content);
  }

  static void assertAllowed(RoomVersion version, RoomState state, Proposed event) {
    assertEquals(Optional.empty(), AuthRules.check(version, event, state));
  }

  static void assertRejected(Reason reason, RoomVersion version, RoomState state, Proposed event) {
    Optional<Rejection> rejection = AuthRules.check(version, event, state);
    assertEquals(Optional.of(reason), rejection.map(Rejection::reason), () -> rejection.toString());
  }
}
