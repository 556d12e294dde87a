package org.bongsu.drill;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bongsu.drill.Operation.Kind;

/**
 * What the checkers see.
 *
 * @param operations in the order of their completion
 * @param syncedUsers what was shown to the users who synced, by name
 * @param endings what each site shows after everything has settled
 */
record Evidence(
    List<Operation> operations, Map<String, SyncedUser> syncedUsers, List<Ending> endings) {

  /**
   * A user who synced from before the first message.
   *
   * @param rooms of which the user was a member all the time
   * @param events by room, the message events in the order in which they were shown
   * @param toDevice the to-device messages in the order of arrival
   */
  record SyncedUser(
      String userId, List<String> rooms, Map<String, List<String>> events, List<String> toDevice) {}

  /** A message in a room. */
  record Message(String event, String body) {}

  /**
   * The state of a site at the end.
   *
   * @param rooms by room, its messages, oldest first
   * @param registers by subject of {@link Kind#WRITE}, its value
   * @param media by address, the SHA-256 of the content, or the answer if it was not served
   * @param tokens the tokens of {@link Kind#LOGIN} that are valid
   * @param digests by shard and position; see {@link #digestPlace}
   */
  record Ending(
      String site,
      Map<String, List<Message>> rooms,
      Map<String, String> registers,
      Map<String, String> media,
      List<String> tokens,
      Map<String, String> digests) {}

  static String digestPlace(String shard, String position) {
    return "shard " + shard + " at position " + position;
  }

  Stream<Operation> of(Kind kind) {
    return operations.stream().filter(operation -> operation.kind() == kind);
  }

  Stream<Operation> acknowledged(Kind kind) {
    return of(kind).filter(Operation::isOk);
  }
}
