package org.bongsu.command;

import java.util.Optional;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Commands about events that are to be sent later (MSC4140), on the room's shard. A delay id is
 * chosen so that it lives on the shard of its room, see {@code ShardMap.besideEntity}.
 */
public sealed interface DelayedEventCommand extends Command {

  /**
   * Schedules an event. Whether the room's rules allow it is decided when it is sent.
   *
   * @param device the device that schedules it
   * @param transactionId the client's; with sender and device it is the idempotency key. Null for a
   *     state event
   * @param delayId a secret: a client that has it may change the delayed event
   * @param delayMillis how long after this entry the event is to be sent
   */
  record DelayEvent(
      RoomId room,
      UserId sender,
      DeviceId device,
      @Nullable String transactionId,
      String delayId,
      long delayMillis,
      NewEvent event)
      implements DelayedEventCommand {
    @Override
    public String entity() {
      return room.value();
    }

    @Override
    public Optional<String> idempotencyKey() {
      return transactionId == null
          ? Optional.empty()
          : Optional.of(room + "|" + sender + "|" + device + "|" + transactionId + "|delay");
    }

    /** Whatever it takes back when it is sent, nobody is told today that it is gone. */
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** What can be done with an event that waits. Names are a format. */
  enum Action {
    /** It is not sent. */
    CANCEL,
    /** Its delay begins again. */
    RESTART,
    /** It is sent at once. */
    SEND
  }

  /**
   * Changes a delayed event that has not been sent.
   *
   * @param user who asks, and must be its sender; null for a client that shows the delay id alone
   */
  record ChangeDelayedEvent(String delayId, @Nullable UserId user, Action action)
      implements DelayedEventCommand {
    @Override
    public String entity() {
      return delayId;
    }

    /** What is sent may be a redaction or a kick: the command alone does not tell. */
    @Override
    public boolean revokes() {
      return action == Action.SEND;
    }
  }
}
