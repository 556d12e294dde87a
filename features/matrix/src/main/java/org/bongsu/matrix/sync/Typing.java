package org.bongsu.matrix.sync;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.cluster.Bus;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.SyncToken;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Typing users by room, as known to this node. Published to the other sites over the bus, not
 * stored, and lost when the node stops.
 */
final class Typing {
  /** Rooms kept; above it, rooms without a typing user are dropped first. */
  private static final int ROOMS_MAX = 20_000;

  private static final int TYPISTS_MAX = 100;

  /** How long a room is kept after its last change, so that clients learn that typing ended. */
  private static final long KEPT_MILLIS = 10 * 60_000L;

  /** The users who type in a room, as of its last change. */
  record Typists(RoomId room, List<UserId> users) {}

  private static final class Room {
    final Map<UserId, Long> untilMillis = new LinkedHashMap<>();
    long changedMillis;
  }

  private static final String SUBJECT = "typing";

  private final Clock clock;
  private final SyncUsers syncUsers;
  private final Bus bus;
  private final EphemeralChanges<RoomId, Room> rooms;

  /** Starts with no user typing. */
  Typing(Clock clock, SyncUsers syncUsers, EphemeralSequence sequence, Bus bus) {
    this.clock = clock;
    this.syncUsers = syncUsers;
    this.rooms = new EphemeralChanges<>(sequence);
    this.bus = bus;
    bus.subscribe(SUBJECT, this::receive);
  }

  /** Sets for how long a user types; 0 ends it. Published to the other sites. */
  void set(RoomId room, UserId user, long forMillis) {
    note(room, user, forMillis);
    bus.publish(
        SUBJECT,
        Json.object().put("room", room.value()).put("user", user.value()).put("for", forMillis));
  }

  private void receive(ObjectNode message) {
    note(
        new RoomId(message.path("room").asString("")),
        new UserId(message.path("user").asString("")),
        message.path("for").asLong(0));
  }

  private void note(RoomId room, UserId user, long forMillis) {
    long untilMillis = clock.millis() + forMillis;
    synchronized (this) {
      Room found = rooms.find(room);
      Room known = found == null ? new Room() : found;
      boolean typed = known.untilMillis.containsKey(user);
      boolean types = forMillis > 0;
      if (types && (typed || known.untilMillis.size() < TYPISTS_MAX)) {
        known.untilMillis.put(user, untilMillis);
      } else {
        known.untilMillis.remove(user);
      }
      if (typed == known.untilMillis.containsKey(user)) {
        return;
      }
      changed(room, known);
    }
    syncUsers.wakeRoom(room.value());
  }

  private void changed(RoomId id, Room room) {
    room.changedMillis = clock.millis();
    rooms.changed(id, room);
  }

  /** Ends expired typing, and drops rooms that have long been silent. */
  void expire() {
    List<RoomId> expired = new ArrayList<>();
    synchronized (this) {
      long now = clock.millis();
      for (Map.Entry<RoomId, Room> entry : rooms.all()) {
        if (entry.getValue().untilMillis.values().removeIf(until -> until <= now)) {
          changed(entry.getKey(), entry.getValue());
          expired.add(entry.getKey());
        }
      }
      rooms.removeIf((id, room) ->
          room.untilMillis.isEmpty()
              && (room.changedMillis < now - KEPT_MILLIS || rooms.size() > ROOMS_MAX));
    }
    expired.forEach(room -> syncUsers.wakeRoom(room.value()));
  }

  /** The rooms that changed after a token, newest first; all for null. */
  synchronized List<Typists> since(@Nullable SyncToken token) {
    return rooms.since(token).stream()
        .map(one -> new Typists(one.getKey(), List.copyOf(one.getValue().untilMillis.keySet())))
        .toList();
  }
}
