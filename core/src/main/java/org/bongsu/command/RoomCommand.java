package org.bongsu.command;

import java.util.List;
import java.util.Optional;
import org.bongsu.id.DeviceId;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Commands about one room, on the room's shard. */
public sealed interface RoomCommand extends Command {
  RoomId room();

  @Override
  default String entity() {
    return room().value();
  }

  /** A proposed event, without id and ordering. */
  record NewEvent(String type, @Nullable String stateKey, ObjectNode content) {}

  /**
   * Creates a room with its first events, all of them or none. The first is {@code m.room.create};
   * all are sent by the creator.
   *
   * @param version the room version's id
   * @param published whether it is listed in the public directory
   * @param createdMillis {@code origin_server_ts} of the create event, which the id of a version 12
   *     room depends on
   */
  record CreateRoom(
      RoomId room,
      UserId creator,
      String version,
      boolean published,
      long createdMillis,
      List<NewEvent> events)
      implements RoomCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /**
   * Sends a message or sets state, membership included.
   *
   * @param device the sending device; only this device sees the transaction id
   * @param transactionId the client's; with sender and device it is the idempotency key
   * @param joinAuthorisedVia for a join to a restricted room: the member with whose power the
   *     sender joins, after it was verified that the sender is in one of the rooms that the join
   *     rule names
   */
  record SendEvent(
      RoomId room,
      UserId sender,
      @Nullable DeviceId device,
      @Nullable String transactionId,
      NewEvent event,
      @Nullable UserId joinAuthorisedVia)
      implements RoomCommand {
    /** A message is no revocation, not even an edit: the server keeps the original text. */
    @Override
    public boolean revokes() {
      return Revocations.ofEvent(event);
    }

    @Override
    public Optional<String> idempotencyKey() {
      return RoomCommand.transaction(room, sender, device, transactionId);
    }
  }

  /**
   * Changes somebody's membership.
   *
   * @param content of the member event
   * @param from the allowed present memberships of the target, as a banned user cannot be kicked;
   *     null for any
   * @param joinAuthorisedVia as with {@link SendEvent}
   */
  record SetMembership(
      RoomId room,
      UserId sender,
      UserId target,
      ObjectNode content,
      @Nullable List<String> from,
      @Nullable UserId joinAuthorisedVia)
      implements RoomCommand {
    @Override
    public boolean revokes() {
      return Revocations.ofMembership(content);
    }
  }

  /**
   * Sends {@code m.room.redaction}; the target's content is removed if the sender may redact it.
   */
  record RedactEvent(
      RoomId room,
      UserId sender,
      @Nullable DeviceId device,
      @Nullable String transactionId,
      EventId target,
      ObjectNode content)
      implements RoomCommand {
    @Override
    public boolean revokes() {
      return true;
    }

    @Override
    public Optional<String> idempotencyKey() {
      return RoomCommand.transaction(room, sender, device, transactionId)
          .map(key -> key + "|redact");
    }
  }

  /**
   * A read marker of a user.
   *
   * @param type {@code m.read}, {@code m.read.private} or {@code m.fully_read}
   * @param thread empty for none, {@code main}, or the event id of a thread's root
   */
  record ReadMark(String type, String thread, EventId event) {}

  /** Moves a user's read markers forward; a marker that would move backwards is ignored. */
  record ReadUpTo(RoomId room, UserId user, List<ReadMark> marks) implements RoomCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /**
   * Lists the room in the public directory, or removes it; allowed to users who may set its
   * canonical alias.
   */
  record PublishRoom(RoomId room, UserId user, boolean published) implements RoomCommand {
    @Override
    public boolean revokes() {
      return !published;
    }
  }

  /** Reports a room or, with {@code event}, an event as inappropriate. */
  record Report(RoomId room, UserId reporter, @Nullable EventId event, String reason)
      implements RoomCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Forgets a room that the user has left: it disappears from the user's lists and history. */
  record ForgetRoom(RoomId room, UserId user) implements RoomCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /**
   * Shows again what {@link ShardCommand.Seal} has hidden of the room. Allowed to members who may
   * set the history visibility, which is sent again as it is, so that all devices learn of it. It
   * changes nothing if nothing is hidden.
   */
  record ReleaseSealed(RoomId room, UserId user) implements RoomCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  private static Optional<String> transaction(
      RoomId room, UserId sender, @Nullable DeviceId device, @Nullable String transactionId) {
    return transactionId == null
        ? Optional.empty()
        : Optional.of(room + "|" + sender + "|" + device + "|" + transactionId);
  }
}
