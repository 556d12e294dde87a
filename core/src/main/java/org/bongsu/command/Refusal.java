package org.bongsu.command;

/** Why a command was refused. The names are a format: they are part of the shards' digests. */
public enum Refusal {
  /** Not allowed by the room's rules or to this user. */
  FORBIDDEN,
  /** The target does not exist, or the user may not know of it. */
  NOT_FOUND,
  /** The name is taken by a user. */
  USER_IN_USE,
  /** The name is taken by a room or an alias. */
  ROOM_IN_USE,
  /** A component of the command has an invalid value. */
  INVALID,
  /** The event, or the data it would add to, is larger than allowed. */
  TOO_LARGE,
  /** The limit for the number of these has been reached. */
  LIMIT_REACHED,
  /** The state on which the decision was based has changed; decide again. */
  CONFLICT,
  /** Impossible in the present state, for example to unban a user who is not banned. */
  BAD_STATE,
  /** The event may not relate to its target in this way. */
  BAD_RELATION,
  /** The user has already annotated the event with the same key. */
  DUPLICATE_ANNOTATION,
  /** The account has been deactivated. */
  USER_DEACTIVATED,
  /** The key backup version is not the current one. */
  WRONG_BACKUP_VERSION,
  /** The command triggered a defect in Bongsu; it was put aside and nothing has changed. */
  INTERNAL
}
