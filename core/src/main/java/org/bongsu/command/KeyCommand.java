package org.bongsu.command;

import java.util.List;
import java.util.Optional;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import tools.jackson.databind.node.ObjectNode;

/** Commands about end-to-end encryption and messages between devices, on the user's shard. */
public sealed interface KeyCommand extends Command {
  UserId user();

  @Override
  default String entity() {
    return user().value();
  }

  /** A message for one device; {@code device} is "*" for all of the user's devices. */
  record DeviceMessage(String device, ObjectNode content) {}

  /** Puts messages into the inboxes of a user's devices. */
  record SendToDevice(
      UserId user,
      UserId sender,
      DeviceId senderDevice,
      String transactionId,
      String type,
      List<DeviceMessage> messages)
      implements KeyCommand {
    @Override
    public Optional<String> idempotencyKey() {
      return Optional.of("to-device|" + sender + "|" + senderDevice + "|" + transactionId);
    }
  }

  /** Deletes the messages that a device has acknowledged by syncing from behind them. */
  record AcknowledgeToDevice(UserId user, DeviceId device, long upTo) implements KeyCommand {}
}
