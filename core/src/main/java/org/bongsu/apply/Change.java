package org.bongsu.apply;

/**
 * What an applied entry may have changed for syncing clients; published to listeners after the
 * commit.
 */
public sealed interface Change {
  /** Something in a room: an event, a receipt, or who is a member. */
  record InRoom(String roomId) implements Change {}

  /** Somebody's membership in a room: {@code join}, {@code invite}, {@code leave}... */
  record OfMember(String roomId, String userId, String membership) implements Change {}

  /** Data of one user: account data, to-device messages, devices, sessions, keys. */
  record OfUser(String userId) implements Change {}

  /** A media id got its content, or whether it is served has changed. */
  record OfMedia(String mediaId) implements Change {}

  /**
   * A user's device list changed, as sent to this shard for users who share a room with them here.
   */
  record DeviceList(String userId) implements Change {}

  /** A user's sessions: tokens were added or revoked, or what a token allows has changed. */
  record OfSessions(String userId) implements Change {}

  /** Where notifications of a user are sent. */
  record OfPushers(String userId) implements Change {}

  /** A timer was set, or moved to another time. */
  record OfTimer(long dueMillis) implements Change {}
}
