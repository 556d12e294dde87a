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

/** What people want to happen later: they schedule events, and think better of it. */
final class TimerWorkload {
  private static final long DELAY_MILLIS_MAX = 2_500;

  private final Fixture town;
  private final SeededRandom chance;
  private final ShardMap map;

  TimerWorkload(Fixture town, SeededRandom chance, ShardMap map) {
    this.town = town;
    this.chance = chance;
    this.map = map;
  }

  void name(Workload.Naming naming) {
    naming.habit(8, this::delay);
    naming.habit(4, this::change);
  }

  private Command delay(SimulatedDevice device) {
    RoomId room = chance.pick(town.rooms);
    String delayId = map.besideEntity(room.value(), () -> "delay" + town.number());
    long delayMillis = chance.between(1, DELAY_MILLIS_MAX);
    return new DelayEvent(
        room, device.user, device.id, device.transactionId(), delayId, delayMillis, event(room));
  }

  private NewEvent event(RoomId room) {
    String marker = Markers.marker(town.number());
    List<Fixture.Message> messages = town.messagesIn(room);
    int kind = chance.below(10);
    if (kind == 0) {
      return new NewEvent(EventTypes.TOPIC, "", Json.object().put("topic", marker));
    }
    if (kind == 1 && !messages.isEmpty()) {
      ObjectNode content = Json.object().put("reason", marker);
      content.put("redacts", chance.pick(messages).id().value());
      return new NewEvent(EventTypes.REDACTION, null, content);
    }
    ObjectNode content = Json.object().put("msgtype", "m.text").put("body", "나중에 " + marker);
    return new NewEvent(EventTypes.MESSAGE, null, content);
  }

  private Command change(SimulatedDevice device) {
    if (town.delayIds.isEmpty()) {
      return delay(device);
    }
    List<String> newest =
        town.delayIds.subList(Math.max(0, town.delayIds.size() - 6), town.delayIds.size());
    return new ChangeDelayedEvent(
        chance.pick(newest),
        chance.percent(30) ? device.user : null,
        chance.pick(List.of(Action.values())));
  }
}
