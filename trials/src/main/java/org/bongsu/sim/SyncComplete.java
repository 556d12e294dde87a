package org.bongsu.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bongsu.event.EventTypes;
import org.bongsu.id.DeviceId;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;

/**
 * Each member of a room has seen every event since joining, once and in order, whichever sites they
 * asked.
 */
final class SyncComplete implements Checker {
  private static final int EVENTS_MAX = 1_000_000;

  private record Reader(UserId user, DeviceId device, RoomId room) {}

  @Override
  public Optional<String> check(History history, Sites sites) {
    Map<Reader, List<EventId>> seen = new LinkedHashMap<>();
    for (SimulatedDevice device : history.devices()) {
      for (RoomId room : joinedRooms(sites, device.user)) {
        seen.put(new Reader(device.user, device.id, room), new ArrayList<>());
      }
    }
    for (History.Seen one : history.seen()) {
      seen.computeIfAbsent(new Reader(one.user(), one.device(), one.room()), r -> new ArrayList<>())
          .add(one.event());
    }
    for (Map.Entry<Reader, List<EventId>> entry : seen.entrySet()) {
      List<EventId> expected = sinceJoined(sites, entry.getKey());
      List<EventId> got = entry.getValue();
      int from = expected.isEmpty() ? got.size() : got.indexOf(expected.getFirst());
      if (from < 0 || !got.subList(from, got.size()).equals(expected)) {
        if (!expected.isEmpty()) {
          return Optional.of(
              "%s has seen %d events since joining, and there are %d"
                  .formatted(entry.getKey(), from < 0 ? 0 : got.size() - from, expected.size()));
        }
      }
    }
    return Optional.empty();
  }

  private static List<RoomId> joinedRooms(Sites sites, UserId user) {
    return sites.stores().stream()
        .flatMap(db -> new Rooms(db).ofUser(user, "join").stream())
        .map(RoomRow::id)
        .toList();
  }

  /** The events since the last join; empty if the user is not a member at the end. */
  private static List<EventId> sinceJoined(Sites sites, Reader reader) {
    Rooms rooms = new Rooms(sites.storeOf(reader.room.value()));
    RoomRow room = rooms.find(reader.room).orElseThrow();
    List<EventId> since = new ArrayList<>();
    boolean joined = false;
    for (StoredEvent event : rooms.forwards(room, 0, Long.MAX_VALUE, EVENTS_MAX)) {
      if (event.isState(EventTypes.MEMBER, reader.user.value())) {
        boolean joins = event.content().path("membership").stringValue("").equals("join");
        if (!joins) {
          since.clear();
        }
        joined = joins;
      }
      if (joined) {
        since.add(event.id());
      }
    }
    return since;
  }
}
