package org.bongsu.matrix.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bongsu.command.Command;
import org.bongsu.command.Outcome;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventTypes;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.testing.OneReplica;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What users do to rooms, at random: members come and go, state changes, events are redacted, rooms
 * are replaced. What the rooms' rules refuse is tried as well. The same seed does the same.
 */
final class RandomRooms {
  private static final List<String> NAMES = List.of("yuna", "mina", "soonbok", "gildong");
  private static final List<String> VISIBILITIES =
      List.of("joined", "invited", "shared", "world_readable");
  private static final List<String> JOIN_RULES = List.of("public", "public", "knock", "invite");
  private static final int ROOMS_MAX = 4;

  /** Is told when a user forgets a room, which the user's clients do at once. */
  interface Forgetting {
    void forgot(UserId user, RoomId room);
  }

  private final OneReplica shard;
  private final Random random;
  private final long seed;
  private final Forgetting forgetting;
  private final List<UserId> users;
  private final List<RoomId> rooms = new ArrayList<>();
  private final List<RoomCommand.SendEvent> sent = new ArrayList<>();
  private final List<EventId> ids = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private int number;

  RandomRooms(OneReplica shard, long seed, Random random, Forgetting forgetting) {
    this.shard = shard;
    this.forgetting = forgetting;
    this.random = random;
    this.seed = seed;
    this.users = NAMES.stream().map(name -> new UserId("@" + name + seed + ":localhost")).toList();
    create(users.getFirst(), null);
    create(users.getLast(), null);
  }

  List<UserId> users() {
    return users;
  }

  List<RoomId> rooms() {
    return rooms;
  }

  /** What was done so far, one line for each command. */
  List<String> done() {
    return done;
  }

  void note(String line) {
    done.add(line);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** Does one thing. */
  void step() {
    RoomId room = pick(rooms);
    UserId user = pick(users);
    int dice = random.nextInt(100);
    if (dice < 22) {
      send(room, user, EventTypes.MESSAGE, null, Json.object().put("body", "봉화 " + ++number));
    } else if (dice < 40) {
      setState(room, user);
    } else if (dice < 74) {
      setMembership(room, user, pick(users));
    } else if (dice < 82) {
      ObjectNode content = Json.object().put("history_visibility", pick(VISIBILITIES));
      send(room, user, EventTypes.HISTORY_VISIBILITY, "", content);
    } else if (dice < 86) {
      send(room, user, EventTypes.JOIN_RULES, "", Json.object().put("join_rule", pick(JOIN_RULES)));
    } else if (dice < 94) {
      redact(user);
    } else if (dice < 99) {
      forget(room, user);
    } else {
      replace(room, user);
    }
  }

  private void setState(RoomId room, UserId user) {
    String value = "봉수 " + ++number;
    switch (random.nextInt(4)) {
      case 0 -> send(room, user, EventTypes.NAME, "", Json.object().put("name", value));
      case 1 -> send(room, user, EventTypes.TOPIC, "", Json.object().put("topic", value));
      case 2 -> {
        ObjectNode member = membership("join").put("displayname", value);
        apply(new RoomCommand.SetMembership(room, user, user, member, List.of("join"), null));
      }
      default ->
          send(
              room,
              user,
              "org.bongsu.fire",
              pick(List.of("east", "west")),
              Json.object().put("smoke", value).put("url", value));
    }
  }

  private void setMembership(RoomId room, UserId user, UserId other) {
    UserId moderator = pick(List.of(users.getFirst(), users.getLast(), user));
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> member(room, user, user, "join");
      case 3 -> member(room, user, user, "leave");
      case 4 -> member(room, user, other, "invite");
      case 5 -> member(room, moderator, other, "leave");
      case 6 -> member(room, moderator, other, "ban");
      default -> member(room, user, user, "knock");
    }
  }

  private void member(RoomId room, UserId sender, UserId target, String membership) {
    ObjectNode content = membership(membership);
    apply(new RoomCommand.SetMembership(room, sender, target, content, null, null));
  }

  private static ObjectNode membership(String membership) {
    return Json.object().put("membership", membership);
  }

  private void send(
      RoomId room, UserId user, String type, @Nullable String stateKey, ObjectNode content) {
    RoomCommand.SendEvent send =
        new RoomCommand.SendEvent(
            room, user, null, null, new NewEvent(type, stateKey, content), null);
    EventId id = apply(send);
    if (id != null) {
      sent.add(send);
      ids.add(id);
    }
  }

  private void forget(RoomId room, UserId user) {
    RoomCommand.ForgetRoom forget = new RoomCommand.ForgetRoom(room, user);
    if (shard.apply(forget).outcome() instanceof Outcome.Accepted) {
      note(forget.toString());
      forgetting.forgot(user, room);
    }
  }

  /** Redacts one of the newest events that were sent. */
  private void redact(UserId user) {
    if (!ids.isEmpty()) {
      int one = ids.size() - 1 - random.nextInt(Math.min(20, ids.size()));
      RoomId room = sent.get(one).room();
      apply(new RoomCommand.RedactEvent(room, user, null, null, ids.get(one), Json.object()));
    }
  }

  /** Upgrades a room: the old one gets a tombstone that names the new one. */
  private void replace(RoomId old, UserId user) {
    if (rooms.size() < ROOMS_MAX) {
      RoomId room = create(user, old);
      ObjectNode content = Json.object().put("replacement_room", room.value());
      send(old, user, EventTypes.TOMBSTONE, "", content);
    }
  }

  private RoomId create(UserId creator, @Nullable RoomId predecessor) {
    RoomId room = new RoomId("!" + seed + "-" + rooms.size() + ":localhost");
    ObjectNode create = Json.object().put("room_version", "11");
    if (predecessor != null) {
      create.putObject("predecessor").put("room_id", predecessor.value());
    }
    ObjectNode levels = Json.object().put("state_default", 0).put("redact", 0);
    levels.putObject("users").put(creator.value(), 100);
    ObjectNode visibility = Json.object().put("history_visibility", pick(VISIBILITIES));
    apply(
        new RoomCommand.CreateRoom(
            room,
            creator,
            "11",
            false,
            1,
            List.of(
                new NewEvent(EventTypes.CREATE, "", create),
                new NewEvent(EventTypes.MEMBER, creator.value(), membership("join")),
                new NewEvent(EventTypes.POWER_LEVELS, "", levels),
                new NewEvent(EventTypes.HISTORY_VISIBILITY, "", visibility),
                new NewEvent(
                    EventTypes.JOIN_RULES, "", Json.object().put("join_rule", "public")))));
    rooms.add(room);
    return room;
  }

  /** Applies a command; the id of the event that it added, if it did. */
  private @Nullable EventId apply(Command command) {
    Outcome outcome = shard.apply(command).outcome();
    if (outcome instanceof Outcome.Accepted accepted) {
      String id = accepted.result().path("event_id").stringValue("");
      note(id + " " + command);
      return id.isEmpty() ? null : new EventId(id);
    }
    return null;
  }
}
