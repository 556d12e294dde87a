package org.bongsu.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;

/**
 * What exists so far: the users, rooms, messages and ids that commands can name, allowed or not.
 */
final class Fixture {
  /** A message and the marker in its text, which occurs nowhere else. */
  record Message(EventId id, UserId sender, String marker) {}

  final List<UserId> users = new ArrayList<>();
  final List<RoomId> rooms = new ArrayList<>();
  final List<String> mediaIds = new ArrayList<>();
  final List<String> delayIds = new ArrayList<>();
  final Map<RoomId, List<Message>> messages = new LinkedHashMap<>();
  private final Map<UserId, List<String>> uploads = new LinkedHashMap<>();
  private long numbers;

  /** A number that was not returned before. */
  long number() {
    return ++numbers;
  }

  /** The media ids to which a user has tried to upload. */
  List<String> uploadsOf(UserId user) {
    return uploads.computeIfAbsent(user, u -> new ArrayList<>());
  }

  List<Message> messagesIn(RoomId room) {
    return messages.computeIfAbsent(room, r -> new ArrayList<>());
  }
}
