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

  /** An event that somebody wants in the room, before the room has given it an id and a place. */
  record NewEvent(String type, @Nullable String stateKey, ObjectNode content) {}

  /**
   * Makes a room with its first events, all of them or none. The first is {@code m.room.create};
   * all are sent by the creator.
   *
   * @param version the room version's id
   * @param published whether it stands in the public directory
   * @param createdMillis {@code origin_server_ts} of the create event, from which the id of a
   *     version 12 room follows
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
   * @param device the sending device, which alone is told the transaction id
   * @param transactionId the client's; with sender and device it is the idempotency key
   * @param joinAuthorisedVia where the sender joins a restricted room: the member by whose power,
   *     after it was seen that the sender is in one of the rooms which the join rule names
   */
  record SendEvent(
      RoomId room,
      UserId sender,
      @Nullable DeviceId device,
      @Nullable String transactionId,
      NewEvent event,
      @Nullable UserId joinAuthorisedVia)
      implements RoomCommand {
    /** A message takes nothing back, not even an edit: the server keeps the text before it. */
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
   * @param from what the membership must be before, as a kick is none for who is banned; null for
   *     anything
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

  /** Sends {@code m.room.redaction}; the target's content goes where the sender may. */
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
   * Something up to which a user has read.
   *
   * @param type {@code m.read}, {@code m.read.private} or {@code m.fully_read}
   * @param thread empty for none, {@code main}, or the event id of a thread's root
   */
  record ReadMark(String type, String thread, EventId event) {}

  /** Says up to where a user has read; marks that would go back change nothing. */
  record ReadUpTo(RoomId room, UserId user, List<ReadMark> marks) implements RoomCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /**
   * Puts the room into the public directory, or takes it out; for who may set its canonical alias.
   */
  record PublishRoom(RoomId room, UserId user, boolean published) implements RoomCommand {
    @Override
    public boolean revokes() {
      return !published;
    }
  }

  /** Notes that somebody finds a room, or with {@code event} an event, inappropriate. */
  record Report(RoomId room, UserId reporter, @Nullable EventId event, String reason)
      implements RoomCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Forgets a room that the user has left: it vanishes from the user's lists and history. */
  record ForgetRoom(RoomId room, UserId user) implements RoomCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  private static Optional<String> transaction(
      RoomId room, UserId sender, @Nullable DeviceId device, @Nullable String transactionId) {
    return transactionId == null
        ? Optional.empty()
        : Optional.of(room + "|" + sender + "|" + device + "|" + transactionId);
  }
}
