package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.account.Accounts;
import org.bongsu.accountdata.AccountData;
import org.bongsu.command.AccountDataCommand.ChangePushRule;
import org.bongsu.command.AccountDataCommand.RuleChange;
import org.bongsu.command.AccountDataCommand.SetTag;
import org.bongsu.command.Command;
import org.bongsu.command.UserCommand.SetAccountData;
import org.bongsu.event.EventTypes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.Homeserver;
import org.bongsu.push.PushRule;
import org.bongsu.push.PushRules;
import org.bongsu.push.RuleKind;
import org.bongsu.room.Rooms;
import org.bongsu.store.Db;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries a user's own settings of a room over to the room that replaced it, when the user enters
 * that one: tags, whether it is a direct chat, and push rules. What the user has set for the new
 * room stays.
 */
final class Succession {
  private static final String DIRECT = "m.direct";

  private final Homeserver homeserver;

  Succession(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  /** Carries over to a room that the user has joined, if it replaced another one. */
  void carryOver(RoomId room, UserId user) {
    homeserver
        .read(room.value(), db -> predecessor(db, room))
        .filter(old -> homeserver.read(old.value(), db -> isReplacedBy(db, old, room)))
        .ifPresent(old ->
            homeserver
                .read(user.value(), db -> changes(db, user, old, room))
                .forEach(homeserver.commands()::apply)); // one too many is no reason not to join
  }

  private static Optional<RoomId> predecessor(Db db, RoomId room) {
    return content(db, room, EventTypes.CREATE)
        .map(create -> create.path("predecessor").path("room_id").stringValue(""))
        .filter(id -> id.startsWith("!") && id.length() > 1)
        .map(RoomId::new);
  }

  /** Whether the old room says so itself; anybody can create a room that names a predecessor. */
  private static boolean isReplacedBy(Db db, RoomId old, RoomId room) {
    return content(db, old, EventTypes.TOMBSTONE)
        .map(tombstone -> tombstone.path("replacement_room").stringValue(""))
        .filter(room.value()::equals)
        .isPresent();
  }

  private static Optional<ObjectNode> content(Db db, RoomId room, String type) {
    Rooms rooms = new Rooms(db);
    return rooms
        .find(room)
        .flatMap(row -> rooms.state(row, type, ""))
        .map(event -> event.content());
  }

  private static List<Command> changes(Db db, UserId user, RoomId old, RoomId room) {
    List<Command> changes = new ArrayList<>();
    Accounts accounts = new Accounts(db);
    JsonNode tags = tags(accounts, user, room);
    tags(accounts, user, old)
        .properties()
        .forEach(tag -> {
          if (!tags.has(tag.getKey()) && tag.getValue() instanceof ObjectNode content) {
            changes.add(new SetTag(user, room, tag.getKey(), content));
          }
        });
    accounts
        .accountData(user, null, DIRECT)
        .flatMap(direct -> withSuccessor(direct, old, room))
        .ifPresent(direct -> changes.add(new SetAccountData(user, null, DIRECT, direct)));
    PushRules rules = AccountData.pushRules(accounts, user);
    for (RuleKind kind : RuleKind.values()) {
      for (PushRule rule : rules.rules(kind)) {
        changes.addAll(copied(rules, kind, rule, old, room));
      }
    }
    return changes;
  }

  private static JsonNode tags(Accounts accounts, UserId user, RoomId room) {
    return accounts
        .accountData(user, room, AccountData.TAG)
        .map(content -> content.path("tags"))
        .orElseGet(Json::object);
  }

  /** {@code m.direct} with a room wherever the old one is; empty if that changes nothing. */
  private static Optional<ObjectNode> withSuccessor(ObjectNode direct, RoomId old, RoomId room) {
    ObjectNode now = direct.deepCopy();
    now.valueStream()
        .filter(rooms -> has(rooms, old) && !has(rooms, room))
        .forEach(rooms -> ((ArrayNode) rooms).add(room.value()));
    return now.equals(direct) ? Optional.empty() : Optional.of(now);
  }

  private static boolean has(JsonNode rooms, RoomId room) {
    return rooms.isArray()
        && rooms.valueStream().anyMatch(id -> id.stringValue("").equals(room.value()));
  }

  /** The commands that copy a rule if it is about the old room: by its id or by a condition. */
  private static List<Command> copied(
      PushRules rules, RuleKind kind, PushRule rule, RoomId old, RoomId room) {
    ObjectNode body = rule.toJson();
    boolean named = kind == RuleKind.ROOM && rule.id().equals(old.value());
    boolean conditional = false;
    for (JsonNode condition : body.path("conditions")) {
      if (condition.path("key").stringValue("").equals("room_id")
          && condition.path("pattern").stringValue("").equals(old.value())) {
        ((ObjectNode) condition).put("pattern", room.value());
        conditional = true;
      }
    }
    String id = rule.id().equals(old.value()) ? room.value() : rule.id() + " " + room;
    if (rule.isDefault() || !(named || conditional) || rules.get(kind, id).isPresent()) {
      return List.of();
    }
    UserId user = rules.user();
    List<Command> commands = new ArrayList<>();
    commands.add(new ChangePushRule(user, RuleChange.PUT, kind.id(), id, null, null, body));
    if (!rule.enabled()) {
      commands.add(
          new ChangePushRule(
              user, RuleChange.SET_ENABLED, kind.id(), id, null, null, BooleanNode.FALSE));
    }
    return commands;
  }
}
