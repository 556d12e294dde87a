package org.bongsu.sim;

import java.util.List;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.DelayedEventCommand.Action;
import org.bongsu.command.DelayedEventCommand.ChangeDelayedEvent;
import org.bongsu.command.DelayedEventCommand.DelayEvent;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventTypes;
import org.bongsu.id.RoomId;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Users schedule events, and cancel or change some of them. */
final class TimerWorkload {
  private static final long DELAY_MILLIS_MAX = 2_500;

  private final Fixture fixture;
  private final SeededRandom random;
  private final ShardMap map;

  TimerWorkload(Fixture fixture, SeededRandom random, ShardMap map) {
    this.fixture = fixture;
    this.random = random;
    this.map = map;
  }

  void addTo(Workload.Actions actions) {
    actions.add(8, this::delay);
    actions.add(4, this::change);
  }

  private Command delay(SimulatedDevice device) {
    RoomId room = random.pick(fixture.rooms);
    String delayId = map.idOnShardOf(room.value(), () -> "delay" + fixture.number());
    long delayMillis = random.between(1, DELAY_MILLIS_MAX);
    return new DelayEvent(
        room, device.user, device.id, device.transactionId(), delayId, delayMillis, event(room));
  }

  private NewEvent event(RoomId room) {
    String marker = Markers.marker(fixture.number());
    List<Fixture.Message> messages = fixture.messagesIn(room);
    int kind = random.below(10);
    if (kind == 0) {
      return new NewEvent(EventTypes.TOPIC, "", Json.object().put("topic", marker));
    }
    if (kind == 1 && !messages.isEmpty()) {
      ObjectNode content = Json.object().put("reason", marker);
      content.put("redacts", random.pick(messages).id().value());
      return new NewEvent(EventTypes.REDACTION, null, content);
    }
    ObjectNode content = Json.object().put("msgtype", "m.text").put("body", "나중에 " + marker);
    return new NewEvent(EventTypes.MESSAGE, null, content);
  }

  private Command change(SimulatedDevice device) {
    if (fixture.delayIds.isEmpty()) {
      return delay(device);
    }
    List<String> newest =
        fixture.delayIds.subList(Math.max(0, fixture.delayIds.size() - 6), fixture.delayIds.size());
    return new ChangeDelayedEvent(
        random.pick(newest),
        random.percent(30) ? device.user : null,
        random.pick(List.of(Action.values())));
  }
}
