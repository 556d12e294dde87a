package org.bongsu.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.AuthEvents;
import org.bongsu.event.AuthRules;
import org.bongsu.event.EventFormat;
import org.bongsu.event.EventTypes;
import org.bongsu.event.Rejection;
import org.bongsu.event.RoomState;
import org.bongsu.event.StateTuple;
import org.bongsu.id.DeviceId;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.search.SearchIndex;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;

/** Puts events into rooms: checks them by the room's rules, gives them their id and their place. */
final class EventWriter {
  /** Who sends an event, and how the sending device will recognise it. */
  record Sender(
      UserId user,
      @Nullable DeviceId device,
      @Nullable String transactionId,
      @Nullable UserId joinAuthorisedVia) {
    static Sender of(UserId user) {
      return new Sender(user, null, null, null);
    }
  }

  private final Db db;
  private final Rooms rooms;
  private final SearchIndex search;

  /**
   * Actors that have been looked up. Dropped with this writer when a batch is rolled back, and by
   * {@link #forgetActors} when a refusal takes back what its command had done.
   */
  private final Map<String, Long> actors = new HashMap<>();

  private static final int ACTORS_REMEMBERED_MAX = 10_000;

  EventWriter(Db db, Rooms rooms, SearchIndex search) {
    this.db = db;
    this.rooms = rooms;
    this.search = search;
  }

  /** Makes the row of a room whose first event follows. */
  RoomRow addRoom(RoomId id, String version, boolean published) {
    db.update(
        "INSERT INTO room (room_id, version, published, depth, last_event, last_change)"
            + " VALUES (?, ?, ?, 0, 0, 0)",
        id,
        version,
        published);
    return rooms.find(id).orElseThrow();
  }

  /**
   * Adds an event to a room, or says why not. Accepted with {@code {"event_id":…}}.
   *
   * @param timeMillis {@code origin_server_ts}
   */
  Outcome add(RoomRow room, Sender sender, NewEvent event, long timeMillis, Tx tx) {
    RoomState state = (type, stateKey) -> rooms.state(room, type, stateKey).map(StoredEvent::event);
    boolean first = room.depth() == 0;
    RoomId named = first && room.version().roomIdIsCreateHash() ? null : room.id();
    Optional<StoredEvent> previous = first ? Optional.empty() : rooms.event(room.lastEvent());
    List<EventId> previousIds = previous.map(p -> List.of(p.event().id())).orElse(List.of());
    Optional<Rejection> rejection =
        AuthRules.check(
            room.version(),
            new AuthRules.Proposed(
                named,
                sender.user(),
                event.type(),
                event.stateKey(),
                event.content(),
                previousIds,
                sender.joinAuthorisedVia()),
            state);
    if (rejection.isPresent()) {
      return refusal(rejection.get());
    }
    List<StoredEvent> auth = authEvents(room, sender.user(), event);
    EventFormat.Draft draft =
        new EventFormat.Draft(
            named,
            sender.user(),
            event.type(),
            event.stateKey(),
            timeMillis,
            event.content(),
            previousIds,
            auth.stream().map(a -> a.event().id()).toList(),
            room.depth() + 1);
    return switch (EventFormat.format(room.version(), draft)) {
      case EventFormat.Refused refused -> refusal(refused.rejection());
      case EventFormat.Built built -> {
        insert(room, sender, event, timeMillis, built.id(), auth, tx);
        yield Outcome.accepted("event_id", built.id().value());
      }
    };
  }

  private List<StoredEvent> authEvents(RoomRow room, UserId sender, NewEvent event) {
    List<StoredEvent> found = new ArrayList<>(4);
    for (StateTuple tuple :
        AuthEvents.selection(
            room.version(), event.type(), event.stateKey(), sender, event.content())) {
      rooms.state(room, tuple.type(), tuple.stateKey()).ifPresent(found::add);
    }
    return found;
  }

  private void insert(
      RoomRow room,
      Sender sender,
      NewEvent event,
      long timeMillis,
      EventId id,
      List<StoredEvent> auth,
      Tx tx) {
    long ordering = tx.nextOrdering();
    SearchIndex.TakenOut searched =
        search.takeOut(room.key(), ordering, event.type(), event.content());
    long actor = actor(sender.user());
    Long replaced = event.stateKey() == null ? null : setState(room, event, ordering, tx);
    db.update(
        "INSERT INTO event (ordering, room, event_id, sender, type, state_key, time, depth,"
            + " content, previous, auth, replaced, device, transaction_id)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ordering,
        room.key(),
        Rooms.bytes(id),
        actor,
        event.type(),
        event.stateKey(),
        timeMillis,
        room.depth() + 1,
        Json.text(event.content()),
        room.depth() == 0 ? null : room.lastEvent(),
        String.join(",", auth.stream().map(a -> Long.toString(a.ordering())).toList()),
        replaced,
        sender.transactionId() == null ? null : sender.device(),
        sender.transactionId());
    db.update(
        "UPDATE room SET depth = depth + 1, last_event = ?, last_change = ? WHERE id = ?",
        ordering,
        ordering,
        room.key());
    Relations.note(db, rooms, room, event, ordering, actor);
    searched.putIn();
    tx.changed(new Change.InRoom(room.id().value()));
  }

  private @Nullable Long setState(RoomRow room, NewEvent event, long ordering, Tx tx) {
    Long replaced =
        rooms
            .state(room, event.type(), java.util.Objects.requireNonNull(event.stateKey()))
            .map(StoredEvent::ordering)
            .orElse(null);
    db.update(
        "INSERT OR REPLACE INTO state VALUES (?, ?, ?, ?)",
        room.key(),
        event.type(),
        event.stateKey(),
        ordering);
    if (event.type().equals(EventTypes.MEMBER)) {
      db.update(
          "INSERT OR REPLACE INTO member (room, user, membership, event) VALUES (?, ?, ?, ?)",
          room.key(),
          actor(event.stateKey()),
          event.content().path("membership").asString(),
          ordering);
      tx.changed(
          new Change.OfMember(
              room.id().value(), event.stateKey(), event.content().path("membership").asString()));
    }
    return replaced;
  }

  private long actor(UserId user) {
    return actor(user.value());
  }

  long actor(String user) {
    Long known = actors.get(user);
    if (known != null) {
      return known;
    }
    db.update("INSERT OR IGNORE INTO actor (user) VALUES (?)", user);
    long found = db.number("SELECT id FROM actor WHERE user = ?", user).orElseThrow();
    if (actors.size() >= ACTORS_REMEMBERED_MAX) {
      actors.clear();
    }
    actors.put(user, found);
    return found;
  }

  /** To be called after a refusal: an actor that was new may be gone again, and its number free. */
  void forgetActors() {
    actors.clear();
  }

  private static Outcome refusal(Rejection rejection) {
    Refusal why =
        switch (rejection.reason()) {
          case MALFORMED, CREATOR_IN_POWER_LEVELS -> Refusal.INVALID;
          case TOO_LARGE -> Refusal.TOO_LARGE;
          case WRONG_ROOM -> Refusal.NOT_FOUND;
          case NOT_FEDERATED,
              NOT_JOINED,
              NOT_INVITED,
              BANNED,
              ALREADY_MEMBER,
              NOT_A_MEMBER,
              KNOCKING_NOT_ALLOWED,
              NOT_YOURS,
              POWER_TOO_LOW,
              THIRD_PARTY_INVITE ->
              Refusal.FORBIDDEN;
        };
    return Outcome.refused(why, rejection.detail());
  }
}
