package org.bongsu.sim;

import java.util.ArrayList;
import java.util.List;
import org.bongsu.command.Command;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventFormat;
import org.bongsu.event.EventTypes;
import org.bongsu.event.RoomVersion;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What users do in rooms. */
final class RoomWorkload {
  private final Fixture fixture;
  private final SeededRandom random;
  private final Scheduler scheduler;

  RoomWorkload(Fixture fixture, SeededRandom random, Scheduler scheduler) {
    this.fixture = fixture;
    this.random = random;
    this.scheduler = scheduler;
  }

  void addTo(Workload.Actions actions) {
    actions.add(31, this::message);
    actions.add(10, this::photo);
    actions.add(5, this::edit);
    actions.add(5, this::react);
    actions.add(7, this::redact);
    actions.add(10, this::join);
    actions.add(4, this::setMembership);
    actions.add(10, this::read);
    actions.add(1, this::report);
    actions.add(4, device -> membership(device, random.pick(fixture.users), "invite"));
    actions.add(3, device -> membership(device, device.user, "leave"));
    actions.add(3, device -> membership(device, random.pick(fixture.users), "leave"));
    actions.add(2, device -> membership(device, random.pick(fixture.users), "ban"));
    actions.add(5, this::setState);
    actions.add(2, this::setPowerLevels);
    actions.add(2, this::create);
    actions.add(2, this::publish);
    actions.add(2, device -> new RoomCommand.ForgetRoom(random.pick(fixture.rooms), device.user));
    actions.add(
        1, device -> new RoomCommand.ReleaseSealed(random.pick(fixture.rooms), device.user));
  }

  private Command message(SimulatedDevice device) {
    return send(device, random.pick(fixture.rooms), EventTypes.MESSAGE, null, text(marker()));
  }

  /** One of the user's photos, or somebody else's. */
  private Command photo(SimulatedDevice device) {
    UserId uploader = random.percent(70) ? device.user : random.pick(fixture.users);
    List<String> uploads = fixture.uploadsOf(uploader);
    if (uploads.isEmpty()) {
      return message(device);
    }
    ObjectNode content = text(marker());
    content.put("url", "mxc://" + Workload.SERVER + "/" + random.pick(uploads));
    return send(device, random.pick(fixture.rooms), EventTypes.MESSAGE, null, content);
  }

  private Command edit(SimulatedDevice device) {
    RoomId room = random.pick(fixture.rooms);
    List<Fixture.Message> messages = fixture.messagesIn(room);
    if (messages.isEmpty()) {
      return message(device);
    }
    String marker = marker();
    ObjectNode content = text(marker);
    content.set("m.new_content", text(marker));
    content
        .putObject("m.relates_to")
        .put("rel_type", "m.replace")
        .put("event_id", random.pick(messages).id().value());
    return send(device, room, EventTypes.MESSAGE, null, content);
  }

  private Command react(SimulatedDevice device) {
    RoomId room = random.pick(fixture.rooms);
    List<Fixture.Message> messages = fixture.messagesIn(room);
    if (messages.isEmpty()) {
      return message(device);
    }
    ObjectNode content = Json.object();
    content
        .putObject("m.relates_to")
        .put("rel_type", "m.annotation")
        .put("event_id", random.pick(messages).id().value())
        .put("key", "🔥");
    return send(device, room, EventTypes.REACTION, null, content);
  }

  private Command redact(SimulatedDevice device) {
    RoomId room = random.pick(fixture.rooms);
    List<Fixture.Message> messages = fixture.messagesIn(room);
    if (messages.isEmpty()) {
      return message(device);
    }
    List<Fixture.Message> own =
        messages.stream().filter(message -> message.sender().equals(device.user)).toList();
    boolean ofOwn = !own.isEmpty() && random.percent(60);
    EventId target = random.pick(ofOwn ? own : messages).id();
    return new RoomCommand.RedactEvent(
        room, device.user, device.id, device.transactionId(), target, Json.object());
  }

  private Command join(SimulatedDevice device) {
    return membership(device, device.user, "join");
  }

  private Command membership(SimulatedDevice device, UserId target, String membership) {
    ObjectNode content = Json.object().put("membership", membership);
    return send(device, random.pick(fixture.rooms), EventTypes.MEMBER, target.value(), content);
  }

  private Command setMembership(SimulatedDevice device) {
    String membership = random.pick(List.of("invite", "leave", "ban", "join"));
    UserId target = membership.equals("join") ? device.user : random.pick(fixture.users);
    ObjectNode content = Json.object().put("membership", membership);
    List<String> from = random.percent(50) ? List.of("join", "invite", "knock") : null;
    return new RoomCommand.SetMembership(
        random.pick(fixture.rooms), device.user, target, content, from, null);
  }

  private Command read(SimulatedDevice device) {
    RoomId room = random.pick(fixture.rooms);
    List<Fixture.Message> messages = fixture.messagesIn(room);
    if (messages.isEmpty()) {
      return message(device);
    }
    String type = random.pick(List.of("m.read", "m.read.private", "m.fully_read"));
    RoomCommand.ReadMark mark = new RoomCommand.ReadMark(type, "", random.pick(messages).id());
    return new RoomCommand.ReadUpTo(room, device.user, List.of(mark));
  }

  private Command report(SimulatedDevice device) {
    return new RoomCommand.Report(random.pick(fixture.rooms), device.user, null, "시끄럽다");
  }

  private Command setState(SimulatedDevice device) {
    RoomId room = random.pick(fixture.rooms);
    return switch (random.below(4)) {
      case 0 -> {
        String rule = random.pick(List.of("public", "public", "invite", "knock"));
        ObjectNode content = Json.object().put("join_rule", rule);
        yield send(device, room, EventTypes.JOIN_RULES, "", content);
      }
      case 1 -> {
        String seen = random.pick(List.of("shared", "joined", "invited", "world_readable"));
        ObjectNode content = Json.object().put("history_visibility", seen);
        yield send(device, room, EventTypes.HISTORY_VISIBILITY, "", content);
      }
      case 2 -> send(device, room, EventTypes.TOPIC, "", Json.object().put("topic", marker()));
      default -> send(device, room, EventTypes.NAME, "", Json.object().put("name", marker()));
    };
  }

  private Command setPowerLevels(SimulatedDevice device) {
    ObjectNode levels = Json.object();
    ObjectNode users = levels.putObject("users");
    users.put(device.user.value(), 100);
    users.put(random.pick(fixture.users).value(), random.below(3) * 50);
    return send(device, random.pick(fixture.rooms), EventTypes.POWER_LEVELS, "", levels);
  }

  private Command publish(SimulatedDevice device) {
    return new RoomCommand.PublishRoom(random.pick(fixture.rooms), device.user, random.percent(50));
  }

  /**
   * Some rooms are created with an event that the auth rules reject; then nothing of the room may
   * remain.
   */
  Command create(SimulatedDevice device) {
    RoomVersion version = random.percent(70) ? RoomVersion.V11 : RoomVersion.V12;
    ObjectNode created = Json.object().put("room_version", version.id());
    long now = scheduler.nowMillis();
    RoomId room =
        version.roomIdIsCreateHash()
            ? idOf(version, device.user, created, now)
            : new RoomId("!room" + fixture.number() + ":" + Workload.SERVER);
    List<NewEvent> events = new ArrayList<>();
    events.add(new NewEvent(EventTypes.CREATE, "", created));
    events.add(member(device.user, "join"));
    ObjectNode levels = Json.object();
    ObjectNode users = levels.putObject("users");
    if (!version.creatorsOutrankEverybody()) {
      users.put(device.user.value(), 100);
    }
    events.add(new NewEvent(EventTypes.POWER_LEVELS, "", levels));
    String rule = random.percent(70) ? "public" : "invite";
    ObjectNode joinRule = Json.object().put("join_rule", rule);
    events.add(new NewEvent(EventTypes.JOIN_RULES, "", joinRule));
    for (int i = random.below(3); i > 0; i--) {
      events.add(member(random.pick(fixture.users), "invite"));
    }
    return new RoomCommand.CreateRoom(
        room, device.user, version.id(), random.percent(30), now, events);
  }

  private static RoomId idOf(RoomVersion version, UserId user, ObjectNode content, long now) {
    EventFormat.Draft draft =
        new EventFormat.Draft(
            null, user, EventTypes.CREATE, "", now, content, List.of(), List.of(), 1);
    return EventFormat.roomIdOf(EventFormat.build(version, draft).id());
  }

  private static NewEvent member(UserId user, String membership) {
    return new NewEvent(
        EventTypes.MEMBER, user.value(), Json.object().put("membership", membership));
  }

  private static Command send(
      SimulatedDevice device,
      RoomId room,
      String type,
      @Nullable String stateKey,
      ObjectNode content) {
    NewEvent event = new NewEvent(type, stateKey, content);
    return new RoomCommand.SendEvent(
        room, device.user, device.id, device.transactionId(), event, null);
  }

  /** A text that occurs in one message only. */
  private String marker() {
    return Markers.marker(fixture.number());
  }

  private static ObjectNode text(String marker) {
    return Json.object().put("msgtype", "m.text").put("body", "봉화가 올랐다 " + marker);
  }
}
