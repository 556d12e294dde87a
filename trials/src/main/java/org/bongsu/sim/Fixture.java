package org.bongsu.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;

/**
 * What the simulated people have heard of, so that they can do something with it, allowed or not.
 */
final class Fixture {
  /** A message and the words in it that stand nowhere else. */
  record Message(EventId id, UserId sender, String marker) {}

  final List<UserId> users = new ArrayList<>();
  final List<RoomId> rooms = new ArrayList<>();
  final List<String> mediaIds = new ArrayList<>();
  final List<String> delayIds = new ArrayList<>();
  final Map<RoomId, List<Message>> messages = new LinkedHashMap<>();
  private long numbers;

  /** A number that nobody has had. */
  long number() {
    return ++numbers;
  }

  List<Message> messagesIn(RoomId room) {
    return messages.computeIfAbsent(room, r -> new ArrayList<>());
  }
}
