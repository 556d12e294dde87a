package org.bongsu.command;

import java.util.Optional;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Commands about delayed events (MSC4140), on the room's shard. A delay id is chosen so that it
 * maps to the shard of its room, see {@code ShardMap.idOnShardOf}.
 */
public sealed interface DelayedEventCommand extends Command {

  /**
   * Schedules an event. The room's authorization rules are checked when it is sent.
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

    /** Scheduling revokes nothing yet; if sending does, no client waits for that. */
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** What can be done with a pending event. The names are part of the log's format. */
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
   * @param user the user who asks, who must be its sender; null for a client that presents only the
   *     delay id
   */
  record ChangeDelayedEvent(String delayId, @Nullable UserId user, Action action)
      implements DelayedEventCommand {
    @Override
    public String entity() {
      return delayId;
    }

    /**
     * An event that is sent may be a redaction or a kick; the command alone does not say. One that
     * is cancelled must not be sent after all, not even from a restored state.
     */
    @Override
    public boolean revokes() {
      return action != Action.RESTART;
    }
  }
}
