package org.bongsu.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bongsu.apply.Change;
import org.bongsu.apply.Quota;
import org.bongsu.apply.Tx;
import org.bongsu.apply.Usage;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.AuthEvents;
import org.bongsu.event.AuthRules;
import org.bongsu.event.EventFormat;
import org.bongsu.event.EventTypes;
import org.bongsu.event.Membership;
import org.bongsu.event.Rejection;
import org.bongsu.event.RoomState;
import org.bongsu.event.StateTuple;
import org.bongsu.id.DeviceId;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.reference.MediaReferences;
import org.bongsu.room.LiveRooms.Live;
import org.bongsu.search.SearchIndex;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;

/**
 * Adds events to rooms: checks them against the room's rules, and gives them their id and ordering.
 */
final class EventWriter {
  /**
   * The sender of an event, with the device and transaction id by which the device recognises it.
   */
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
  private final LiveRooms rooms;
  private final Relations relations;
  private final SearchIndex search;
  private final Usage usage;
  private final MediaReferences references;

  /**
   * Cache of actors. It is dropped with this writer when a batch is rolled back; {@link
   * #forgetActors} drops those of a command that is rolled back because of a refusal.
   */
  private final Map<String, Long> actors = new HashMap<>();

  /** Actors that the current command has added to the cache. */
  private final List<String> actorsOfCommand = new ArrayList<>();

  private static final int ACTORS_REMEMBERED_MAX = 10_000;

  private static final Optional<Membership> JOINED = Optional.of(Membership.JOIN);
  private static final Optional<Membership> LEFT = Optional.of(Membership.LEAVE);
  private static final Optional<Membership> BANNED = Optional.of(Membership.BAN);

  EventWriter(Db db, LiveRooms rooms, SearchIndex search, MediaReferences references) {
    this.db = db;
    this.rooms = rooms;
    this.relations = new Relations(db);
    this.search = search;
    this.usage = new Usage(db);
    this.references = references;
  }

  /** Inserts the row of a room, whose first event follows. */
  Live addRoom(RoomId id, String version, boolean published) {
    db.update(
        "INSERT INTO room (room_id, version, published, depth, last_event, last_change)"
            + " VALUES (?, ?, ?, 0, 0, 0)",
        id,
        version,
        published);
    return rooms.made(id);
  }

  /**
   * Adds an event to a room, or refuses it. Accepted with {@code {"event_id":…}}. State that equals
   * the current state with the same sender is not added again, unless that is from before the
   * room's {@link Seal}: the result is the existing event's id.
   *
   * @param timeMillis {@code origin_server_ts}
   */
  Outcome add(Live live, Sender sender, NewEvent event, long timeMillis, Tx tx) {
    RoomRow room = live.row();
    Optional<StoredEvent> before =
        event.stateKey() == null
            ? Optional.empty()
            : rooms.state(room, event.type(), event.stateKey());
    boolean same = before.filter(state -> isSame(state, sender.user(), event)).isPresent();
    if (same && Membership.in(event.content()).equals(LEFT)) {
      return already(before.orElseThrow());
    }
    List<EventId> previous = live.lastEventId().map(List::of).orElse(List.of());
    RoomId named = previous.isEmpty() && room.version().roomIdIsCreateHash() ? null : room.id();
    AuthRules.Proposed proposed =
        new AuthRules.Proposed(
            named,
            sender.user(),
            event.type(),
            event.stateKey(),
            event.content(),
            previous,
            sender.joinAuthorisedVia());
    Optional<Outcome.Refused> refusal =
        tx.reapplies() ? reapplied(room, proposed, before) : allowed(room, proposed);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (same && before.orElseThrow().ordering() >= Seal.of(db, room).before()) {
      return already(before.orElseThrow());
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
            previous,
            auth.stream().map(StoredEvent::id).toList(),
            room.depth() + 1);
    return switch (EventFormat.format(room.version(), draft)) {
      case EventFormat.Refused refused -> refusal(refused.rejection());
      case EventFormat.Built built -> {
        if (!addToState(room, event, before, tx)) {
          yield Outcome.refused(
              Refusal.TOO_LARGE, Quota.ROOM_STATE.limit("A room's state, without members"));
        }
        Long replaced = before.map(StoredEvent::ordering).orElse(null);
        insert(live, sender, event, timeMillis, built.id(), auth, replaced, tx);
        yield Outcome.accepted("event_id", built.id().value());
      }
    };
  }

  private Optional<Outcome.Refused> allowed(RoomRow room, AuthRules.Proposed event) {
    return AuthRules.check(room.version(), event, state(room)).map(EventWriter::refusal);
  }

  private RoomState state(RoomRow room) {
    return (type, stateKey) -> rooms.state(room, type, stateKey).map(StoredEvent::event);
  }

  /**
   * What is left of the rules for an event that they have allowed once: its form and place. Nobody
   * becomes a member or is invited by it.
   */
  private Optional<Outcome.Refused> reapplied(
      RoomRow room, AuthRules.Proposed event, Optional<StoredEvent> before) {
    if (event.type().equals(EventTypes.MEMBER)) {
      Optional<Membership> after = Membership.in(event.content());
      boolean isMember = before.flatMap(member -> Membership.in(member.content())).equals(JOINED);
      boolean isOut = after.equals(LEFT) || after.equals(BANNED);
      if (after.isPresent() && !isOut && !(after.equals(JOINED) && isMember)) {
        return Optional.of(
            new Outcome.Refused(Refusal.FORBIDDEN, "What is applied again gives no access."));
      }
    }
    return AuthRules.check(room.version(), event, state(room))
        .map(EventWriter::refusal)
        .filter(refused -> refused.why() != Refusal.FORBIDDEN)
        .or(() ->
            AuthRules.checkForm(room.version(), event, state(room)).map(EventWriter::refusal));
  }

  /** Members are not limited: there are at most as many as there are accounts. */
  private boolean addToState(RoomRow room, NewEvent event, Optional<StoredEvent> before, Tx tx) {
    if (event.stateKey() == null
        || event.type().equals(EventTypes.MEMBER)
        || !Usage.isLimited(tx)) {
      return true;
    }
    long bytes = Json.bytes(event.content()).length;
    Usage.Total change =
        before
            .map(old -> Usage.Total.replaced(old.contentText().getBytes(UTF_8).length, bytes))
            .orElseGet(() -> Usage.Total.added(bytes));
    return usage.add(
        tx,
        Quota.ROOM_STATE,
        room.id().value(),
        change,
        Usage.counting(
            db,
            "SELECT COUNT(*), COALESCE(SUM(octet_length(e.content)), 0) FROM state s"
                + " JOIN event e ON e.ordering = s.event WHERE s.room = ? AND s.type <> ?",
            room.key(),
            EventTypes.MEMBER));
  }

  private static boolean isSame(StoredEvent state, UserId sender, NewEvent event) {
    return state.sender().equals(sender) && state.content().equals(event.content());
  }

  private static Outcome already(StoredEvent state) {
    return Outcome.accepted("event_id", state.id().value());
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
      Live live,
      Sender sender,
      NewEvent event,
      long timeMillis,
      EventId id,
      List<StoredEvent> auth,
      @Nullable Long replaced,
      Tx tx) {
    RoomRow room = live.row();
    long ordering = tx.nextOrdering();
    SearchIndex.TakenOut searched =
        search.beforeNew(
            room.key(),
            ordering,
            event.type(),
            event.content(),
            () -> rooms.state(room, EventTypes.ENCRYPTION, "").isPresent());
    long actor = actor(sender.user());
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
        orderings(auth),
        replaced,
        sender.transactionId() == null ? null : sender.device(),
        sender.transactionId());
    db.update(
        "UPDATE room SET depth = depth + 1, last_event = ?, last_change = ? WHERE id = ?",
        ordering,
        ordering,
        room.key());
    if (event.stateKey() != null) {
      setState(room, event, event.stateKey(), ordering, tx);
    }
    rooms.added(live, ordering, id, event.type(), event.stateKey());
    relations.note(room, event, ordering, actor);
    references.add(
        tx,
        sender.user().serverName(),
        ownerOf(sender.user(), event.type(), event.stateKey()),
        Long.toString(ordering),
        event.content());
    searched.putIn();
    tx.changed(new Change.InRoom(room.id().value()));
  }

  /**
   * Whose content an event is, for {@link MediaReferences}: a room's own state, such as its avatar,
   * belongs to no user, and a member event to the member.
   */
  static String ownerOf(UserId sender, String type, @Nullable String stateKey) {
    if (stateKey == null) {
      return sender.value();
    }
    return type.equals(EventTypes.MEMBER) ? stateKey : "";
  }

  private static String orderings(List<StoredEvent> auth) {
    StringBuilder text = new StringBuilder(48);
    for (StoredEvent event : auth) {
      text.append(text.isEmpty() ? "" : ",").append(event.ordering());
    }
    return text.toString();
  }

  private void setState(RoomRow room, NewEvent event, String stateKey, long ordering, Tx tx) {
    db.update(
        "INSERT OR REPLACE INTO state VALUES (?, ?, ?, ?)",
        room.key(),
        event.type(),
        stateKey,
        ordering);
    if (event.type().equals(EventTypes.MEMBER)) {
      String membership = event.content().path("membership").asString();
      db.update(
          "INSERT OR REPLACE INTO member (room, user, membership, event) VALUES (?, ?, ?, ?)",
          room.key(),
          actor(stateKey),
          membership,
          ordering);
      tx.changed(new Change.OfMember(room.id().value(), stateKey, membership));
    }
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
    actorsOfCommand.add(user);
    return found;
  }

  /** Must be called before a command that may be refused. */
  void begin() {
    actorsOfCommand.clear();
  }

  /**
   * Must be called after a refusal: the rollback may have removed new actors and freed their
   * numbers.
   */
  void forgetActors() {
    actorsOfCommand.forEach(actors::remove);
    actorsOfCommand.clear();
  }

  private static Outcome.Refused refusal(Rejection rejection) {
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
    return new Outcome.Refused(why, rejection.detail());
  }
}
