package org.bongsu.room;

import java.util.List;
import java.util.Optional;
import org.bongsu.apply.Change;
import org.bongsu.apply.Quota;
import org.bongsu.apply.Tx;
import org.bongsu.apply.Usage;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.command.UserCommand;
import org.bongsu.event.EventTypes;
import org.bongsu.event.PowerLevels;
import org.bongsu.event.Redaction;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.reference.MediaReferences;
import org.bongsu.room.LiveRooms.Live;
import org.bongsu.search.SearchIndex;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Applies commands about rooms. */
public final class RoomApply {
  /** Content keys that are not copied to the new member event after a change of profile. */
  private static final List<String> NOT_COPIED =
      List.of("join_authorised_via_users_server", "reason", "is_direct", "third_party_invite");

  private final Db db;
  private final Rooms rooms;
  private final LiveRooms live;
  private final SearchIndex search;
  private final EventWriter events;
  private final Relations relations;
  private final Receipts receipts;
  private final Usage usage;
  private final MediaReferences references;

  public RoomApply(Db db) {
    this.db = db;
    this.rooms = new Rooms(db);
    this.live = new LiveRooms(db);
    this.search = new SearchIndex(db);
    this.references = new MediaReferences(db);
    this.events = new EventWriter(db, live, search, references);
    this.relations = new Relations(db);
    this.receipts = new Receipts(db);
    this.usage = new Usage(db);
  }

  public Outcome apply(RoomCommand command, Tx tx) {
    live.begin();
    events.begin();
    Outcome outcome = dispatch(command, tx);
    if (outcome instanceof Outcome.Refused) {
      events.forgetActors();
    }
    return outcome;
  }

  private Outcome dispatch(RoomCommand command, Tx tx) {
    return switch (command) {
      case RoomCommand.CreateRoom create -> atomically(tx, () -> create(create, tx));
      case RoomCommand.SendEvent send -> inRoom(send, room -> send(room, send, tx));
      case RoomCommand.SetMembership set -> inRoom(set, room -> setMembership(room, set, tx));
      case RoomCommand.RedactEvent redact ->
          atomically(tx, () -> inRoom(redact, room -> redact(room, redact, tx)));
      case RoomCommand.ReadUpTo read ->
          inRoom(
              read,
              room ->
                  receipts.readUpTo(room.row(), read, () -> events.actor(read.user().value()), tx));
      case RoomCommand.PublishRoom publish -> inRoom(publish, room -> publish(room, publish, tx));
      case RoomCommand.Report report -> inRoom(report, room -> report(report, tx));
      case RoomCommand.ForgetRoom forget -> inRoom(forget, room -> forget(room, forget, tx));
      case RoomCommand.ReleaseSealed release ->
          atomically(tx, () -> inRoom(release, room -> release(room, release, tx)));
    };
  }

  private interface InRoom {
    Outcome apply(Live room);
  }

  private Outcome inRoom(RoomCommand command, InRoom step) {
    return live.find(command.room())
        .map(step::apply)
        .orElseGet(() -> Outcome.refused(Refusal.NOT_FOUND, "There is no such room."));
  }

  /** Runs a step atomically; if it is refused, the caches of what it changed are dropped, too. */
  private Outcome atomically(Tx tx, java.util.function.Supplier<Outcome> step) {
    Outcome outcome = tx.atomically(step);
    if (outcome instanceof Outcome.Refused) {
      live.undo();
    }
    return outcome;
  }

  private Outcome create(RoomCommand.CreateRoom create, Tx tx) {
    if (rooms.find(create.room()).isPresent()) {
      return Outcome.refused(Refusal.ROOM_IN_USE, "There is a room with this id.");
    }
    Live room = events.addRoom(create.room(), create.version(), create.published());
    for (NewEvent event : create.events()) {
      EventWriter.Sender creator = EventWriter.Sender.of(create.creator());
      Outcome added = events.add(room, creator, event, create.createdMillis(), tx);
      if (added instanceof Outcome.Refused) {
        return added;
      }
    }
    return Outcome.accepted("room_id", create.room().value());
  }

  private Outcome send(Live room, RoomCommand.SendEvent send, Tx tx) {
    if (send.event().type().equals(EventTypes.CREATE)) {
      return Outcome.refused(Refusal.FORBIDDEN, "A room is created once.");
    }
    Optional<Outcome> objection = relations.objection(room.row(), send.sender(), send.event());
    if (objection.isPresent()) {
      return objection.get();
    }
    EventWriter.Sender sender =
        new EventWriter.Sender(
            send.sender(), send.device(), send.transactionId(), send.joinAuthorisedVia());
    return events.add(room, sender, send.event(), tx.timeMillis(), tx);
  }

  private Outcome setMembership(Live room, RoomCommand.SetMembership set, Tx tx) {
    String before = membership(room.row(), set.target());
    List<String> from = set.from();
    if (from != null && !from.contains(before) && !tx.reapplies()) {
      return Outcome.refused(
          Refusal.BAD_STATE,
          "%s cannot become %s, being %s in this room."
              .formatted(set.target(), set.content().path("membership").asString(), before));
    }
    EventWriter.Sender sender =
        new EventWriter.Sender(set.sender(), null, null, set.joinAuthorisedVia());
    NewEvent event = new NewEvent(EventTypes.MEMBER, set.target().value(), set.content());
    return events.add(room, sender, event, tx.timeMillis(), tx);
  }

  private String membership(RoomRow room, UserId user) {
    return live.state(room, EventTypes.MEMBER, user.value())
        .map(member -> member.content().path("membership").asString())
        .orElse("leave");
  }

  private PowerLevels levels(RoomRow room) {
    return PowerLevels.of(
            room.version(), (type, key) -> live.state(room, type, key).map(StoredEvent::event))
        .orElseThrow();
  }

  private Outcome redact(Live room, RoomCommand.RedactEvent redact, Tx tx) {
    Optional<StoredEvent> target =
        rooms.event(redact.target()).filter(e -> e.roomId().equals(room.row().id()));
    if (target.isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such event in this room.");
    }
    if (target.get().isState(EventTypes.CREATE, "")) {
      return Outcome.refused(Refusal.FORBIDDEN, "The creation of a room is not redacted.");
    }
    if (!tx.reapplies()
        && !Redaction.takesEffect(levels(room.row()), redact.sender(), target.get().sender())) {
      return Outcome.refused(
          Refusal.FORBIDDEN, "Your power level does not let you redact what others sent.");
    }
    ObjectNode content = redact.content().deepCopy().put("redacts", redact.target().value());
    EventWriter.Sender sender =
        new EventWriter.Sender(redact.sender(), redact.device(), redact.transactionId(), null);
    NewEvent event = new NewEvent(EventTypes.REDACTION, null, content);
    Outcome added = events.add(room, sender, event, tx.timeMillis(), tx);
    if (added instanceof Outcome.Accepted && target.get().redactedBy() == null) {
      empty(room.row(), target.get(), room.row().lastEvent(), tx);
      if (target.get().isState()) {
        usage.forget(tx, Quota.ROOM_STATE, room.row().id().value());
      }
      live.emptied(room, target.get());
    }
    return added;
  }

  /**
   * Removes from an event the content that a redaction removes; it is kept nowhere else. The
   * content of a message is also removed from its edits.
   */
  private void empty(RoomRow room, StoredEvent target, long redaction, Tx tx) {
    SearchIndex.TakenOut searched =
        search.takeOut(room.key(), target.ordering(), target.type(), target.content());
    db.update("UPDATE event SET redacts = ? WHERE ordering = ?", target.ordering(), redaction);
    List<StoredEvent> edits = rooms.related(target, "m.replace", target.sender());
    strip(room, target, redaction, tx);
    edits.forEach(edit -> strip(room, edit, redaction, tx));
    searched.putIn();
  }

  private void strip(RoomRow room, StoredEvent target, long redaction, Tx tx) {
    ObjectNode kept = Redaction.redactContent(room.version(), target.type(), target.content());
    relations.forget(room, target);
    tx.redacted(target.ordering(), kept);
    db.update(
        "UPDATE event SET content = ?, redacted_by = ? WHERE ordering = ?",
        Json.text(kept),
        redaction,
        target.ordering());
    references.redact(
        tx,
        target.sender(),
        EventWriter.ownerOf(target.sender(), target.type(), target.stateKey()),
        Long.toString(target.ordering()),
        target.content(),
        kept);
  }

  /** How many events there are, at most {@code max}. */
  public long countEvents(int max) {
    return db.number("SELECT COUNT(*) FROM (SELECT 1 FROM event LIMIT ?)", max).orElseThrow();
  }

  private record Referring(
      long ordering, UserId sender, String type, @Nullable String stateKey, ObjectNode content) {}

  /** Records the references to media of all events. */
  public void recordReferences() {
    for (Referring event :
        db.list(
            "SELECT e.ordering, a.user, e.type, e.state_key, e.content FROM event e"
                + " JOIN actor a ON a.id = e.sender WHERE e.content LIKE ? ORDER BY e.ordering",
            row ->
                new Referring(
                    row.getLong(1),
                    new UserId(row.getString(2)),
                    row.getString(3),
                    row.getString(4),
                    Json.object(row.getString(5))),
            MediaReferences.ANY)) {
      references.record(
          event.sender.serverName(),
          EventWriter.ownerOf(event.sender, event.type, event.stateKey),
          Long.toString(event.ordering),
          event.content);
    }
  }

  private Outcome publish(Live room, RoomCommand.PublishRoom publish, Tx tx) {
    RoomRow row = room.row();
    if (!tx.reapplies() && !mayPublish(row, publish.user())) {
      return Outcome.refused(
          Refusal.FORBIDDEN, "Your power level does not let you change the room's listing.");
    }
    db.update("UPDATE room SET published = ? WHERE id = ?", publish.published(), row.key());
    live.published(room, publish.published());
    return Outcome.accepted();
  }

  private boolean mayPublish(RoomRow room, UserId user) {
    return membership(room, user).equals("join")
        && levels(room).canSend(user, EventTypes.CANONICAL_ALIAS, true);
  }

  private Outcome report(RoomCommand.Report report, Tx tx) {
    db.update(
        "INSERT INTO report VALUES (?, ?, ?, ?, ?, ?)",
        tx.nextOrdering(),
        report.room(),
        report.event(),
        report.reporter(),
        report.reason(),
        tx.timeMillis());
    return Outcome.accepted();
  }

  private Outcome forget(Live room, RoomCommand.ForgetRoom forget, Tx tx) {
    String membership = membership(room.row(), forget.user());
    if (!membership.equals("leave") && !membership.equals("ban")) {
      if (!tx.reapplies()) {
        return Outcome.refused(Refusal.BAD_STATE, "Leave the room before you forget it.");
      }
      leave(room, forget.user(), tx); // as the user had done before
    }
    db.update(
        "UPDATE member SET forgotten = 1 WHERE room = ? AND user = ?",
        room.row().key(),
        events.actor(forget.user().value()));
    tx.changed(new Change.OfUser(forget.user().value()));
    return Outcome.accepted();
  }

  private Outcome release(Live room, RoomCommand.ReleaseSealed release, Tx tx) {
    RoomRow row = room.row();
    if (!membership(row, release.user()).equals("join")
        || !levels(row).canSend(release.user(), EventTypes.HISTORY_VISIBILITY, true)) {
      return Outcome.refused(
          Refusal.FORBIDDEN, "Your power level does not let you show the room's history again.");
    }
    if (Seal.of(db, row).hiddenBefore() == 0) {
      return Outcome.accepted();
    }
    Seal.release(db, row);
    ObjectNode visibility =
        live.state(row, EventTypes.HISTORY_VISIBILITY, "")
            .map(StoredEvent::content)
            .orElseGet(() -> Json.object().put("history_visibility", "shared"));
    NewEvent event = new NewEvent(EventTypes.HISTORY_VISIBILITY, "", visibility);
    return events.add(room, EventWriter.Sender.of(release.user()), event, tx.timeMillis(), tx);
  }

  /** Hides the shard's events up to now; see {@link Seal}. */
  public void seal(Tx tx) {
    Seal.set(tx);
  }

  /** A profile has changed: updates its user's member events in the rooms of this shard. */
  public Outcome profileChanged(UserCommand.ProfileChanged changed, Tx tx) {
    for (RoomRow row : rooms.ofUser(changed.user(), "join")) {
      Live room = live.find(row.id()).orElseThrow();
      StoredEvent member = live.state(row, EventTypes.MEMBER, changed.user().value()).orElseThrow();
      ObjectNode content = member.content().deepCopy();
      for (String field : new String[] {"displayname", "avatar_url"}) {
        content.remove(field);
        if (changed.profile().path(field).isString()) {
          content.set(field, changed.profile().get(field));
        }
      }
      boolean hadHiddenPhoto = member.ordering() < Seal.of(db, row).before();
      if (hadHiddenPhoto || !content.equals(member.content())) {
        content.remove(NOT_COPIED);
        NewEvent event = new NewEvent(EventTypes.MEMBER, changed.user().value(), content);
        events.add(room, EventWriter.Sender.of(changed.user()), event, tx.timeMillis(), tx);
      }
    }
    return Outcome.accepted();
  }

  /**
   * An account was deactivated: its user leaves the rooms of this shard and declines invitations.
   */
  public Outcome userDeactivated(UserCommand.UserDeactivated ended, Tx tx) {
    for (String membership : new String[] {"join", "invite", "knock"}) {
      for (RoomRow row : rooms.ofUser(ended.user(), membership)) {
        leave(live.find(row.id()).orElseThrow(), ended.user(), tx);
      }
    }
    return Outcome.accepted();
  }

  private void leave(Live room, UserId user, Tx tx) {
    ObjectNode leave = Json.object().put("membership", "leave");
    NewEvent event = new NewEvent(EventTypes.MEMBER, user.value(), leave);
    events.add(room, EventWriter.Sender.of(user), event, tx.timeMillis(), tx);
  }

  /** An account was erased: {@link Erasures} hides its user's events from now on. */
  public Outcome userErased(UserCommand.UserErased erased, Tx tx) {
    db.update("INSERT OR IGNORE INTO erasure VALUES (?, ?)", erased.user(), tx.nextOrdering());
    return Outcome.accepted();
  }
}
