package org.bongsu.apply;

/** What an applied entry may have changed for those who sync; told to them after the commit. */
public sealed interface Change {
  /** Something in a room: an event, a receipt, or who is a member. */
  record InRoom(String roomId) implements Change {}

  /** Somebody's membership in a room: {@code join}, {@code invite}, {@code leave}... */
  record OfMember(String roomId, String userId, String membership) implements Change {}

  /** Something of a user's own: account data, messages to devices, devices, sessions, keys. */
  record OfUser(String userId) implements Change {}

  /** A media id has its content now. */
  record OfMedia(String mediaId) implements Change {}

  /** The device list of a user, as told to this shard for those who share rooms here. */
  record DeviceList(String userId) implements Change {}

  /** Who is signed in as a user: tokens have ended, or what a token stands for has changed. */
  record OfSessions(String userId) implements Change {}

  /** Where notifications of a user are sent. */
  record OfPushers(String userId) implements Change {}

  /** A timer was set, or moved to another time. */
  record OfTimer(long dueMillis) implements Change {}
}
