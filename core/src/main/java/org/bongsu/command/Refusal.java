package org.bongsu.command;

/** Why a command was refused. Names are a format: they enter the shards' digests. */
public enum Refusal {
  /** The rules of the room, or who the asker is, do not allow it. */
  FORBIDDEN,
  /** The thing that is spoken of is not there, or not for the asker to know. */
  NOT_FOUND,
  /** The name is taken by a user. */
  USER_IN_USE,
  /** The name is taken by a room or an alias. */
  ROOM_IN_USE,
  /** A component has a value that cannot be applied. */
  INVALID,
  /** The event, or what it would add to, is larger than allowed. */
  TOO_LARGE,
  /** There are already as many of these as there may be. */
  LIMIT_REACHED,
  /** The state it was decided on has changed since; decide again. */
  CONFLICT,
  /** What is asked for is no step from how things stand, such as lifting a ban that is none. */
  BAD_STATE,
  /** The event may not relate to another one in this way. */
  BAD_RELATION,
  /** The user has annotated the event in just this way already. */
  DUPLICATE_ANNOTATION,
  /** The account has been deactivated. */
  USER_DEACTIVATED,
  /** The key backup version is not the current one. */
  WRONG_BACKUP_VERSION,
  /** A defect in Bongsu met this command; it was put aside and nothing has changed. */
  INTERNAL
}
