package org.bongsu.event;

import static org.bongsu.event.AuthRules.reject;
import static org.bongsu.event.AuthRules.tooLow;

import java.util.List;
import java.util.Optional;
import org.bongsu.event.AuthRules.Proposed;
import org.bongsu.event.Rejection.Reason;
import org.bongsu.id.UserId;
import tools.jackson.databind.JsonNode;

/** Rules for {@code m.room.member} (rooms/v11 rule 4, rooms/v12 rule 5). */
final class MembershipRules {
  private static final String AUTHORISED_VIA = "join_authorised_via_users_server";

  private final Proposed event;
  private final RoomState state;
  private final Event create;
  private final PowerLevels levels;
  private final UserId sender;
  private final UserId target;
  private final Membership before;

  private MembershipRules(
      Proposed event, RoomState state, Event create, PowerLevels levels, UserId target) {
    this.event = event;
    this.state = state;
    this.create = create;
    this.levels = levels;
    this.sender = event.sender();
    this.target = target;
    this.before = membershipOf(target, state);
  }

  static Optional<Rejection> check(
      Proposed event, RoomState state, Event create, PowerLevels levels) {
    Optional<UserId> target = Optional.ofNullable(event.stateKey()).flatMap(UserId::parse);
    if (target.isEmpty()) {
      return reject(Reason.MALFORMED, "The state key of a member event must be a user id.");
    }
    Optional<Membership> after = Membership.in(event.content());
    if (after.isEmpty()) {
      return reject(Reason.MALFORMED, "A membership is one of invite, join, knock, leave and ban.");
    }
    MembershipRules rules = new MembershipRules(event, state, create, levels, target.get());
    if (!rules.isVouchedFor()) {
      return reject(Reason.NOT_INVITED, AUTHORISED_VIA + " is set by the server alone.");
    }
    return switch (after.get()) {
      case JOIN -> rules.join();
      case INVITE -> rules.invite();
      case LEAVE -> rules.leave();
      case BAN -> rules.ban();
      case KNOCK -> rules.knock();
    };
  }

  /** The membership of a user; {@link Membership#LEAVE} for one who was never a member. */
  static Membership membershipOf(UserId user, RoomState state) {
    return state
        .get(EventTypes.MEMBER, user.value())
        .flatMap(member -> Membership.in(member.content()))
        .orElse(Membership.LEAVE);
  }

  private boolean isVouchedFor() {
    JsonNode named = event.content().path(AUTHORISED_VIA);
    if (named.isMissingNode()) {
      return true;
    }
    UserId vouched = event.joinAuthorisedVia();
    return vouched != null && vouched.value().equals(named.stringValue(""));
  }

  private Optional<Rejection> join() {
    if (!sender.equals(target)) {
      return reject(Reason.NOT_YOURS, "Nobody can join for somebody else.");
    }
    if (sender.equals(create.sender()) && event.prevEvents().equals(List.of(create.id()))) {
      return Optional.empty();
    }
    if (before == Membership.BAN) {
      return reject(Reason.BANNED, "You are banned from this room.");
    }
    boolean isInOrInvited = before == Membership.JOIN || before == Membership.INVITE;
    return switch (joinRule()) {
      case "public" -> Optional.empty();
      case "invite", "knock" ->
          isInOrInvited
              ? Optional.empty()
              : reject(Reason.NOT_INVITED, "You are not invited to this room.");
      case "restricted", "knock_restricted" -> isInOrInvited ? Optional.empty() : joinRestricted();
      default -> reject(Reason.NOT_INVITED, "Nobody can join this room.");
    };
  }

  private Optional<Rejection> joinRestricted() {
    UserId member = event.joinAuthorisedVia();
    if (member == null || event.content().path(AUTHORISED_VIA).isMissingNode()) {
      return reject(
          Reason.NOT_INVITED,
          "You are neither invited nor a member of a room whose members may join this one.");
    }
    if (membershipOf(member, state) != Membership.JOIN || !levels.canInvite(member)) {
      return reject(Reason.NOT_INVITED, member + " has no power to let others into this room.");
    }
    return Optional.empty();
  }

  private Optional<Rejection> invite() {
    if (event.content().has("third_party_invite")) {
      return reject(Reason.THIRD_PARTY_INVITE, "Third-party invites are not supported.");
    }
    if (membershipOf(sender, state) != Membership.JOIN) {
      return notJoined();
    }
    if (before == Membership.BAN) {
      return reject(Reason.BANNED, target + " is banned from this room.");
    }
    if (before == Membership.JOIN) {
      return reject(Reason.ALREADY_MEMBER, target + " is already in this room.");
    }
    return needs("invite", levels.invite());
  }

  private Optional<Rejection> leave() {
    if (sender.equals(target)) {
      return switch (before) {
        case INVITE, JOIN, KNOCK -> Optional.empty();
        case BAN -> reject(Reason.BANNED, "You are banned from this room.");
        case LEAVE -> reject(Reason.NOT_A_MEMBER, "You are not in this room.");
      };
    }
    if (membershipOf(sender, state) != Membership.JOIN) {
      return notJoined();
    }
    if (before == Membership.BAN && levels.levelOf(sender) < levels.ban()) {
      return tooLow("unban", levels.ban(), levels.levelOf(sender));
    }
    return needs("remove members", levels.kick()).or(this::needsMoreThanTarget);
  }

  private Optional<Rejection> ban() {
    if (membershipOf(sender, state) != Membership.JOIN) {
      return notJoined();
    }
    return needs("ban", levels.ban()).or(this::needsMoreThanTarget);
  }

  private Optional<Rejection> knock() {
    String rule = joinRule();
    if (!rule.equals("knock") && !rule.equals("knock_restricted")) {
      return reject(Reason.KNOCKING_NOT_ALLOWED, "This room does not let anybody knock.");
    }
    if (!sender.equals(target)) {
      return reject(Reason.NOT_YOURS, "Nobody can knock for somebody else.");
    }
    return switch (before) {
      case LEAVE, KNOCK -> Optional.empty();
      case BAN -> reject(Reason.BANNED, "You are banned from this room.");
      case INVITE -> reject(Reason.ALREADY_MEMBER, "You are already invited to this room.");
      case JOIN -> reject(Reason.ALREADY_MEMBER, "You are already in this room.");
    };
  }

  private Optional<Rejection> notJoined() {
    return reject(Reason.NOT_JOINED, "You are not a member of this room.");
  }

  private Optional<Rejection> needs(String toDo, long level) {
    long has = levels.levelOf(sender);
    return has >= level ? Optional.empty() : tooLow(toDo, level, has);
  }

  private Optional<Rejection> needsMoreThanTarget() {
    return levels.levelOf(target) < levels.levelOf(sender)
        ? Optional.empty()
        : reject(Reason.POWER_TOO_LOW, target + " has as much power in this room as you have.");
  }

  private String joinRule() {
    return state
        .get(EventTypes.JOIN_RULES)
        .flatMap(rules -> rules.contentString("join_rule"))
        .orElse("invite");
  }
}
