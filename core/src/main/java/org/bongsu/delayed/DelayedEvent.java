package org.bongsu.delayed;

import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.timer.Timer;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event that is scheduled to be sent. Its components are a format: they are stored as JSON.
 *
 * @param delayMillis the delay
 * @param runningSinceMillis when the delay began, milliseconds since 1970
 */
public record DelayedEvent(
    RoomId room, UserId sender, long delayMillis, long runningSinceMillis, NewEvent event) {

  /** Reads the payload of a timer. */
  public static DelayedEvent of(Timer timer) {
    return Json.mapper().treeToValue(timer.payload(), DelayedEvent.class);
  }

  ObjectNode toJson() {
    return Json.mapper().valueToTree(this);
  }

  long dueMillis() {
    return runningSinceMillis + delayMillis;
  }

  DelayedEvent restarted(long nowMillis) {
    return new DelayedEvent(room, sender, delayMillis, nowMillis, event);
  }
}
