package org.bongsu.event;

/**
 * Why an event is not accepted.
 *
 * @param detail one English sentence for the person who sent it
 */
public record Rejection(Reason reason, String detail) {
  /** Each reason maps to one error response of the API. */
  public enum Reason {
    /** The event breaks the format: wrong types, floats, missing fields. */
    MALFORMED,
    /** The event or one of its fields has too many bytes. */
    TOO_LARGE,
    /** There is no such room, or the event names another one. */
    WRONG_ROOM,
    /** The room is limited to users of its own server. */
    NOT_FEDERATED,
    /** The sender is not a joined member. */
    NOT_JOINED,
    /** The user is not invited, and no join rule admits them. */
    NOT_INVITED,
    /** The user whose membership would change is banned. */
    BANNED,
    /** The invited user is already a member, or the knocking user is a member or invited. */
    ALREADY_MEMBER,
    /** The user who would leave is not a member. */
    NOT_A_MEMBER,
    /** The room's join rule does not let anybody knock. */
    KNOCKING_NOT_ALLOWED,
    /** A membership or state key that belongs to somebody else. */
    NOT_YOURS,
    /** The sender's power level is too low. */
    POWER_TOO_LOW,
    /** Room version 12: {@code power_levels.users} contains a creator. */
    CREATOR_IN_POWER_LEVELS,
    /** Third-party invites are not offered. */
    THIRD_PARTY_INVITE
  }
}
