package org.bongsu.room;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventTypes;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.log.LogRecord;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.jspecify.annotations.Nullable;

/** A deployment of one shard, to which commands are applied one by one at chosen times. */
final class OneShard implements AutoCloseable {
  static final UserId SOONBOK = new UserId("@soonbok:localhost");
  static final UserId GILDONG = new UserId("@gildong:localhost");
  static final RoomId ROOM = new RoomId("!봉수대:localhost");

  private final ShardFile file;
  private final Db db;
  private StateMachine machine;
  private long position;

  OneShard(Path directory) {
    this.file = new ShardFile(directory.resolve("000.db"));
    this.db = file.openWriter();
    this.machine = new StateMachine(0, new ShardMap(1), db);
  }

  Db db() {
    return db;
  }

  Rooms rooms() {
    return new Rooms(db);
  }

  RoomRow room() {
    return rooms().find(ROOM).orElseThrow();
  }

  byte[] digest() {
    return machine.digest();
  }

  /** Drops everything that is not in the file. */
  void restart() {
    machine = new StateMachine(0, new ShardMap(1), db);
  }

  Outcome apply(Command command) {
    byte[] payload = EntryCodec.encode(1_665_814_740_000L + position, "test", command);
    return machine.apply(List.of(new LogRecord(position++, payload))).getFirst().outcome();
  }

  EventId accept(Command command) {
    Outcome outcome = apply(command);
    Outcome.Accepted accepted = assertInstanceOf(Outcome.Accepted.class, outcome);
    return new EventId(accepted.result().path("event_id").stringValue("$none"));
  }

  Refusal refuse(Command command) {
    return assertInstanceOf(Outcome.Refused.class, apply(command)).why();
  }

  /** A room of Soonbok's that everybody may join. */
  void createRoom() {
    accept(
        new RoomCommand.CreateRoom(
            ROOM,
            SOONBOK,
            "11",
            false,
            1,
            List.of(
                new NewEvent(EventTypes.CREATE, "", Json.object().put("room_version", "11")),
                new NewEvent(EventTypes.MEMBER, SOONBOK.value(), membership("join")),
                new NewEvent(
                    EventTypes.JOIN_RULES, "", Json.object().put("join_rule", "public")))));
  }

  EventId member(UserId sender, UserId target, String membership) {
    return accept(set(sender, EventTypes.MEMBER, target.value(), membership(membership)));
  }

  EventId historyVisibility(String value) {
    return accept(
        set(
            SOONBOK,
            EventTypes.HISTORY_VISIBILITY,
            "",
            Json.object().put("history_visibility", value)));
  }

  EventId say(UserId sender, String body) {
    return accept(set(sender, EventTypes.MESSAGE, null, Json.object().put("body", body)));
  }

  static RoomCommand.SendEvent set(
      UserId sender,
      String type,
      @Nullable String stateKey,
      tools.jackson.databind.node.ObjectNode content) {
    return new RoomCommand.SendEvent(
        ROOM, sender, null, null, new NewEvent(type, stateKey, content), null);
  }

  static tools.jackson.databind.node.ObjectNode membership(String membership) {
    return Json.object().put("membership", membership);
  }

  boolean sees(UserId user, EventId event) {
    Optional<StoredEvent> stored = rooms().event(event);
    return Visibility.of(db, room(), user).sees(stored.orElseThrow().ordering());
  }

  @Override
  public void close() {
    db.close();
  }
}
