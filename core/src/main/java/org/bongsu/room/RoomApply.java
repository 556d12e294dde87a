package org.bongsu.room;

import java.util.Optional;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.command.UserCommand;
import org.bongsu.event.EventTypes;
import org.bongsu.event.PowerLevels;
import org.bongsu.event.Redaction;
import org.bongsu.json.Json;
import org.bongsu.search.SearchIndex;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/** Applies commands about rooms. */
public final class RoomApply {
  private final Db db;
  private final Rooms rooms;
  private final SearchIndex search;
  private final EventWriter events;

  public RoomApply(Db db) {
    this.db = db;
    this.rooms = new Rooms(db);
    this.search = new SearchIndex(db);
    this.events = new EventWriter(db, rooms, search);
  }

  public Outcome apply(RoomCommand command, Tx tx) {
    Outcome outcome = dispatch(command, tx);
    if (outcome instanceof Outcome.Refused) {
      events.forgetActors();
    }
    return outcome;
  }

  private Outcome dispatch(RoomCommand command, Tx tx) {
    return switch (command) {
      case RoomCommand.CreateRoom create -> tx.atomically(() -> create(create, tx));
      case RoomCommand.SendEvent send -> inRoom(send, room -> send(room, send, tx));
      case RoomCommand.RedactEvent redact ->
          tx.atomically(() -> inRoom(redact, room -> redact(room, redact, tx)));
      case RoomCommand.PublishRoom publish -> inRoom(publish, room -> publish(room, publish));
      case RoomCommand.ForgetRoom forget -> inRoom(forget, room -> forget(room, forget, tx));
    };
  }

  private interface InRoom {
    Outcome apply(RoomRow room);
  }

  private Outcome inRoom(RoomCommand command, InRoom step) {
    return rooms
        .find(command.room())
        .map(step::apply)
        .orElseGet(() -> Outcome.refused(Refusal.NOT_FOUND, "There is no such room."));
  }

  private Outcome create(RoomCommand.CreateRoom create, Tx tx) {
    if (rooms.find(create.room()).isPresent()) {
      return Outcome.refused(Refusal.ROOM_IN_USE, "There is a room with this id.");
    }
    events.addRoom(create.room(), create.version(), create.published());
    for (NewEvent event : create.events()) {
      RoomRow room = rooms.find(create.room()).orElseThrow();
      EventWriter.Sender creator = EventWriter.Sender.of(create.creator());
      Outcome added = events.add(room, creator, event, create.createdMillis(), tx);
      if (added instanceof Outcome.Refused) {
        return added;
      }
    }
    return Outcome.accepted("room_id", create.room().value());
  }

  private Outcome send(RoomRow room, RoomCommand.SendEvent send, Tx tx) {
    if (send.event().type().equals(EventTypes.CREATE)) {
      return Outcome.refused(Refusal.FORBIDDEN, "A room is created once.");
    }
    EventWriter.Sender sender =
        new EventWriter.Sender(
            send.sender(), send.device(), send.transactionId(), send.joinAuthorisedVia());
    return events.add(room, sender, send.event(), tx.timeMillis(), tx);
  }

  private Outcome redact(RoomRow room, RoomCommand.RedactEvent redact, Tx tx) {
    Optional<StoredEvent> target =
        rooms.event(redact.target()).filter(e -> e.event().roomId().equals(room.id()));
    if (target.isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such event in this room.");
    }
    PowerLevels levels =
        PowerLevels.of(
                room.version(), (type, key) -> rooms.state(room, type, key).map(StoredEvent::event))
            .orElseThrow();
    if (!Redaction.takesEffect(levels, redact.sender(), target.get().event().sender())) {
      return Outcome.refused(
          Refusal.FORBIDDEN, "Your power level does not let you redact what others sent.");
    }
    ObjectNode content = redact.content().deepCopy().put("redacts", redact.target().value());
    EventWriter.Sender sender =
        new EventWriter.Sender(redact.sender(), redact.device(), redact.transactionId(), null);
    NewEvent event = new NewEvent(EventTypes.REDACTION, null, content);
    Outcome added = events.add(room, sender, event, tx.timeMillis(), tx);
    if (added instanceof Outcome.Accepted) {
      empty(room, target.get());
    }
    return added;
  }

  /** Takes out of an event what may not stay; it is not kept anywhere. */
  private void empty(RoomRow room, StoredEvent target) {
    long redaction = rooms.find(room.id()).orElseThrow().lastEvent();
    SearchIndex.TakenOut searched =
        search.takeOut(room.key(), target.ordering(), target.type(), target.content());
    ObjectNode kept =
        Redaction.redactContent(room.version(), target.event().type(), target.event().content());
    db.update(
        "UPDATE event SET content = ?, redacted_by = ? WHERE ordering = ?",
        Json.text(kept),
        redaction,
        target.ordering());
    db.update("UPDATE event SET redacts = ? WHERE ordering = ?", target.ordering(), redaction);
    Relations.forget(db, rooms, target);
    searched.putIn();
  }

  private Outcome publish(RoomRow room, RoomCommand.PublishRoom publish) {
    db.update("UPDATE room SET published = ? WHERE id = ?", publish.published(), room.key());
    return Outcome.accepted();
  }

  private Outcome forget(RoomRow room, RoomCommand.ForgetRoom forget, Tx tx) {
    String membership = rooms.membership(room, forget.user()).orElse("leave");
    if (!membership.equals("leave") && !membership.equals("ban")) {
      return Outcome.refused(Refusal.INVALID, "Leave the room before you forget it.");
    }
    db.update(
        "UPDATE member SET forgotten = 1 WHERE room = ? AND user = ?",
        room.key(),
        events.actor(forget.user().value()));
    tx.changed(new Change.OfUser(forget.user().value()));
    return Outcome.accepted();
  }

  /** A profile has changed: its user's member events in the rooms of this shard follow. */
  public Outcome profileChanged(UserCommand.ProfileChanged changed, Tx tx) {
    for (RoomRow room : rooms.ofUser(changed.user(), "join")) {
      StoredEvent member =
          rooms.state(room, EventTypes.MEMBER, changed.user().value()).orElseThrow();
      ObjectNode content = member.event().content().deepCopy();
      for (String field : new String[] {"displayname", "avatar_url"}) {
        content.remove(field);
        if (changed.profile().path(field).isString()) {
          content.set(field, changed.profile().get(field));
        }
      }
      if (!content.equals(member.event().content())) {
        NewEvent event = new NewEvent(EventTypes.MEMBER, changed.user().value(), content);
        events.add(room, EventWriter.Sender.of(changed.user()), event, tx.timeMillis(), tx);
      }
    }
    return Outcome.accepted();
  }

  /** An account has ended: its user leaves the rooms of this shard, and declines invitations. */
  public Outcome userDeactivated(UserCommand.UserDeactivated ended, Tx tx) {
    for (String membership : new String[] {"join", "invite", "knock"}) {
      for (RoomRow room : rooms.ofUser(ended.user(), membership)) {
        ObjectNode leave = Json.object().put("membership", "leave");
        NewEvent event = new NewEvent(EventTypes.MEMBER, ended.user().value(), leave);
        events.add(room, EventWriter.Sender.of(ended.user()), event, tx.timeMillis(), tx);
      }
    }
    return Outcome.accepted();
  }
}
