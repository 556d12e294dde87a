package org.bongsu.event;

import java.util.List;
import java.util.Optional;
import org.bongsu.event.EventFormat.Draft;
import org.bongsu.event.Rejection.Reason;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The authorization rules of room versions 11 and 12 for a room whose history is linear and whose
 * events come from this server (specification: rooms/v11 and rooms/v12, authorization rules).
 *
 * <p>The rules about auth events chosen by other servers are not needed: this server selects them
 * itself, see {@link AuthEvents}. Where the rules require a server's signature, {@link
 * Proposed#joinAuthorisedVia} takes its place. Third-party invites are refused.
 */
public final class AuthRules {
  private AuthRules() {}

  /**
   * An event to be checked.
   *
   * @param roomId null in the create event of a room version whose room ids are hashes of it
   * @param stateKey null if it is not a state event
   * @param joinAuthorisedVia the member with whose power a restricted join happens, null otherwise.
   *     The caller must have verified that the sender is in one of the rooms in the join rule's
   *     {@code allow} (they may be on another shard); it takes the place of the signature of that
   *     member's server. {@code join_authorised_via_users_server} in the content must be this user,
   *     and is refused if this is null, so that no client can authorize itself. Later member events
   *     (for example with a new display name) must not repeat it.
   */
  public record Proposed(
      @Nullable RoomId roomId,
      UserId sender,
      String type,
      @Nullable String stateKey,
      ObjectNode content,
      List<EventId> prevEvents,
      @Nullable UserId joinAuthorisedVia) {
    public Proposed {
      prevEvents = List.copyOf(prevEvents);
    }

    public static Proposed of(Draft draft) {
      return new Proposed(
          draft.roomId(),
          draft.sender(),
          draft.type(),
          draft.stateKey(),
          draft.content(),
          draft.prevEvents(),
          null);
    }

    /** The same event, as a restricted join authorized by a member. */
    public Proposed authorisedVia(UserId member) {
      return new Proposed(roomId, sender, type, stateKey, content, prevEvents, member);
    }

    boolean isState() {
      return stateKey != null;
    }
  }

  /**
   * Checks an event against the room's state: empty if it is allowed. The format is checked by
   * {@link EventFormat#format}, not here.
   */
  public static Optional<Rejection> check(RoomVersion version, Proposed event, RoomState state) {
    if (event.type().equals(EventTypes.CREATE)) {
      return checkCreate(version, event, state);
    }
    Optional<Event> create = state.get(EventTypes.CREATE);
    if (create.isEmpty()) {
      return reject(Reason.WRONG_ROOM, "There is no such room.");
    }
    Optional<Rejection> misplaced = checkPlace(version, event, create.get());
    if (misplaced.isPresent()) {
      return misplaced;
    }
    PowerLevels levels = PowerLevels.of(version, create.get(), state.get(EventTypes.POWER_LEVELS));
    if (event.type().equals(EventTypes.MEMBER)) {
      return MembershipRules.check(event, state, create.get(), levels);
    }
    return checkByMember(version, event, state, create.get(), levels);
  }

  /**
   * Checks the form of an event whose sender is not allowed to send it: {@link #check} ends with
   * the first rejection, and may not have looked at the form yet.
   */
  public static Optional<Rejection> checkForm(
      RoomVersion version, Proposed event, RoomState state) {
    return event.type().equals(EventTypes.POWER_LEVELS)
        ? PowerLevelRules.checkForm(version, event, state.get(EventTypes.CREATE).orElseThrow())
        : Optional.empty();
  }

  static Optional<Rejection> reject(Reason reason, String detail) {
    return Optional.of(new Rejection(reason, detail));
  }

  private static Optional<Rejection> checkCreate(
      RoomVersion version, Proposed event, RoomState state) {
    if (!event.prevEvents().isEmpty() || state.get(EventTypes.CREATE).isPresent()) {
      return reject(Reason.WRONG_ROOM, "The room exists already.");
    }
    if (!"".equals(event.stateKey())) {
      return reject(Reason.MALFORMED, "The create event's state key must be empty.");
    }
    if (version.roomIdIsCreateHash()) {
      if (event.roomId() != null) {
        return reject(Reason.WRONG_ROOM, "The create event of this room version names no room.");
      }
    } else if (!isOnServerOf(event.sender(), event.roomId())) {
      return reject(Reason.WRONG_ROOM, "The room id must be of the creator's server.");
    }
    JsonNode named = event.content().path("room_version");
    if (!named.isMissingNode() && !version.id().equals(named.stringValue(""))) {
      return reject(Reason.MALFORMED, "The create event names another room version.");
    }
    if (version.hasAdditionalCreators()) {
      return checkAdditionalCreators(event.content().path("additional_creators"));
    }
    return Optional.empty();
  }

  private static boolean isOnServerOf(UserId sender, @Nullable RoomId room) {
    if (room == null) {
      return false;
    }
    int colon = room.value().indexOf(':');
    return colon > 0 && room.value().substring(colon + 1).equals(sender.serverName());
  }

  private static Optional<Rejection> checkAdditionalCreators(JsonNode creators) {
    boolean fine =
        creators.isMissingNode()
            || (creators.isArray() && creators.valueStream().allMatch(AuthRules::isUserId));
    return fine
        ? Optional.empty()
        : reject(Reason.MALFORMED, "additional_creators must be a list of user ids.");
  }

  private static boolean isUserId(JsonNode node) {
    return node.isString() && UserId.parse(node.stringValue()).isPresent();
  }

  private static Optional<Rejection> checkPlace(RoomVersion version, Proposed event, Event create) {
    RoomId room =
        version.roomIdIsCreateHash() ? EventFormat.roomIdOf(create.id()) : create.roomId();
    if (!room.equals(event.roomId())) {
      return reject(Reason.WRONG_ROOM, "The event names another room.");
    }
    JsonNode federate = create.content().path("m.federate");
    if (federate.isBoolean()
        && !federate.booleanValue()
        && !event.sender().serverName().equals(create.sender().serverName())) {
      return reject(Reason.NOT_FEDERATED, "The room is only for users of its own server.");
    }
    return Optional.empty();
  }

  private static Optional<Rejection> checkByMember(
      RoomVersion version, Proposed event, RoomState state, Event create, PowerLevels levels) {
    UserId sender = event.sender();
    if (MembershipRules.membershipOf(sender, state) != Membership.JOIN) {
      return reject(Reason.NOT_JOINED, "You are not a member of this room.");
    }
    if (event.type().equals(EventTypes.THIRD_PARTY_INVITE)) {
      return levels.canInvite(sender)
          ? Optional.empty()
          : tooLow("invite", levels.invite(), levels.levelOf(sender));
    }
    long needed = levels.neededFor(event.type(), event.isState());
    if (needed > levels.levelOf(sender)) {
      return tooLow("send " + event.type(), needed, levels.levelOf(sender));
    }
    String stateKey = event.stateKey();
    if (stateKey != null && stateKey.startsWith("@") && !stateKey.equals(sender.value())) {
      return reject(Reason.NOT_YOURS, "State whose key is a user id is set by that user alone.");
    }
    if (event.type().equals(EventTypes.POWER_LEVELS)) {
      return PowerLevelRules.check(version, event, state, create, levels);
    }
    return Optional.empty();
  }

  static Optional<Rejection> tooLow(String toDo, long needed, long has) {
    return reject(
        Reason.POWER_TOO_LOW,
        "To " + toDo + " takes power level " + needed + "; yours is " + has + ".");
  }
}
