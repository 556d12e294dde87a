package org.bongsu.matrix.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bongsu.event.EventTypes;
import org.bongsu.event.StateTuple;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.UserRooms;
import org.bongsu.room.Visibility;
import org.bongsu.store.Db;

/** What a client must know of a room, computed from the room's whole history. */
final class ExpectedState {
  private static final int EVENTS_MAX = 100_000;

  private final Map<StateTuple, StoredEvent> state = new LinkedHashMap<>();
  private final Map<String, StoredEvent> byId = new HashMap<>();
  private final String section;
  private final Visibility seen;

  /** Ordering of the event with which the user's last time as a member ended. */
  private long left;

  private ExpectedState(Db db, RoomRow room, UserId user, String membership) {
    this.section = membership.equals("ban") ? "leave" : membership;
    this.seen = Visibility.of(db, room, user);
    Map<StateTuple, StoredEvent> now = new LinkedHashMap<>();
    boolean joined = false;
    for (StoredEvent event : new Rooms(db).forwards(room, 0, Long.MAX_VALUE, EVENTS_MAX)) {
      byId.put(event.id().value(), event);
      if (event.isState()) {
        now.put(tuple(event), event);
      }
      if (event.isState(EventTypes.MEMBER, user.value())) {
        boolean joins = event.content().path("membership").asString("").equals("join");
        if (joined && !joins) {
          left = event.ordering();
          state.clear();
          state.putAll(now);
        }
        joined = joins;
      }
    }
    if (joined) {
      left = Long.MAX_VALUE;
      state.clear();
      state.putAll(now);
    } else {
      StateTuple own = new StateTuple(EventTypes.MEMBER, user.value());
      state.put(own, Objects.requireNonNull(now.get(own)));
    }
  }

  private static StateTuple tuple(StoredEvent event) {
    return new StateTuple(event.type(), Objects.requireNonNull(event.stateKey()));
  }

  /** What is wrong with what a client knows of a room; empty if nothing is. */
  static List<String> faults(Db db, ModelClient client, RoomId id) {
    Optional<UserRooms.UserRoom> member = new UserRooms(db).of(client.user(), id);
    ModelClient.Room known = client.rooms().get(id.value());
    if (member.isEmpty()) {
      return List.of(); // never there, or forgotten
    }
    ExpectedState expected =
        new ExpectedState(db, member.get().room(), client.user(), member.get().membership());
    if (known == null) {
      return expected.mayBeLeftOut(client) ? List.of() : List.of("the room is missing");
    }
    if (!known.section().equals(expected.section)) {
      return List.of("the room is in " + known.section() + ", not in " + expected.section);
    }
    return switch (expected.section) {
      case "join" -> expected.faultsOfJoined(client, known);
      case "leave" -> expected.faultsOfLeft(client, known);
      default -> List.of(); // only stripped state, which is replaced as a whole
    };
  }

  /** Rooms that the client does not ask for, or of which its filter wants nothing. */
  private boolean mayBeLeftOut(ModelClient client) {
    return section.equals("leave")
        || (section.equals("join")
            && state.values().stream()
                .noneMatch(event ->
                    isWanted(client.filter().state(), event)
                        && isRequired(client, Set.of(), tuple(event))));
  }

  private List<String> faultsOfJoined(ModelClient client, ModelClient.Room known) {
    List<String> faults = new ArrayList<>();
    state.forEach((tuple, event) -> {
      if (isWanted(client.filter().state(), event)) {
        ModelClient.Known has = known.state().get(tuple);
        if (has == null ? isRequired(client, known.senders(), tuple) : !isEqual(has, event)) {
          faults.add("%s is %s, not %s %s".formatted(tuple, has, event.id(), event.content()));
        }
      }
    });
    known.state().keySet().stream()
        .filter(tuple -> !state.containsKey(tuple))
        .forEach(tuple -> faults.add(tuple + " is not in the room"));
    return faults;
  }

  /**
   * The client knows the state as of the leaving, or later if it may see that, and nothing else.
   */
  private List<String> faultsOfLeft(ModelClient client, ModelClient.Room known) {
    List<String> faults = new ArrayList<>();
    state.forEach((tuple, event) -> {
      boolean checked =
          known.whole()
              && isWanted(client.filter().state(), event)
              && !(client.filter().lazyLoadsMembers() && tuple.type().equals(EventTypes.MEMBER));
      ModelClient.Known has = known.state().get(tuple);
      if (checked && (has == null || event(has).ordering() < event.ordering())) {
        faults.add("%s is %s, not %s when leaving".formatted(tuple, has, event.id()));
      }
    });
    known
        .state()
        .forEach((tuple, has) -> {
          long ordering = event(has).ordering();
          if (ordering > left && !seen.sees(ordering)) {
            faults.add(tuple + " is shown from after the leaving");
          }
        });
    return faults;
  }

  private StoredEvent event(ModelClient.Known known) {
    return Objects.requireNonNull(byId.get(known.eventId()));
  }

  private static boolean isWanted(EventFilter filter, StoredEvent event) {
    return filter.wantsType(event.type()) && filter.wantsSender(event.sender().value());
  }

  /** Members loaded lazily are required only if they are one's own or sent what is shown. */
  private static boolean isRequired(ModelClient client, Set<String> senders, StateTuple tuple) {
    return !client.filter().lazyLoadsMembers()
        || !tuple.type().equals(EventTypes.MEMBER)
        || tuple.stateKey().equals(client.user().value())
        || senders.contains(tuple.stateKey());
  }

  private static boolean isEqual(ModelClient.Known has, StoredEvent event) {
    return has.eventId().equals(event.id().value()) && has.content().equals(event.content());
  }
}
