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
 * Who types in which room, as far as this node knows. It is told at once, to the other sites by the
 * bus, and not kept: it ends with the node.
 */
final class Typing {
  /** Rooms remembered; those in which nobody types any more go first. */
  private static final int ROOMS_MAX = 20_000;

  private static final int TYPISTS_MAX = 100;

  /** How long a room is remembered after the last typist, for those who have not heard of it. */
  private static final long REMEMBERED_MILLIS = 10 * 60_000L;

  /** Who types in a room since its last change. */
  record Typists(RoomId room, List<UserId> users) {}

  private static final class Room {
    final Map<UserId, Long> untilMillis = new LinkedHashMap<>();
    long changedMillis;
  }

  private static final String SUBJECT = "typing";

  private final Clock clock;
  private final SyncUsers watchers;
  private final Bus bus;
  private final EphemeralChanges<RoomId, Room> rooms;

  /** Starts with nobody typing. */
  Typing(Clock clock, SyncUsers watchers, EphemeralSequence sequence, Bus bus) {
    this.clock = clock;
    this.watchers = watchers;
    this.rooms = new EphemeralChanges<>(sequence);
    this.bus = bus;
    bus.subscribe(SUBJECT, this::hear);
  }

  /** Says for how long somebody types; 0 ends it. The other sites are told. */
  void set(RoomId room, UserId user, long forMillis) {
    note(room, user, forMillis);
    bus.publish(
        SUBJECT,
        Json.object().put("room", room.value()).put("user", user.value()).put("for", forMillis));
  }

  private void hear(ObjectNode told) {
    note(
        new RoomId(told.path("room").asString("")),
        new UserId(told.path("user").asString("")),
        told.path("for").asLong(0));
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
    watchers.wakeRoom(room.value());
  }

  private void changed(RoomId id, Room room) {
    room.changedMillis = clock.millis();
    rooms.changed(id, room);
  }

  /** Ends what has not been renewed, and forgets what is long past. */
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
      rooms.forgetIf((id, room) ->
          room.untilMillis.isEmpty()
              && (room.changedMillis < now - REMEMBERED_MILLIS || rooms.size() > ROOMS_MAX));
    }
    expired.forEach(room -> watchers.wakeRoom(room.value()));
  }

  /** The rooms that have changed after a token, newest first; all that are known for null. */
  synchronized List<Typists> since(@Nullable SyncToken token) {
    return rooms.since(token).stream()
        .map(one -> new Typists(one.getKey(), List.copyOf(one.getValue().untilMillis.keySet())))
        .toList();
  }
}
