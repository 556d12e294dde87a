package org.bongsu.drill;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bongsu.drill.Operation.Kind;

/**
 * What is judged.
 *
 * @param operations in the order of their completion
 * @param watchers what those who synced were shown, by name
 * @param endings what each site shows when all has settled
 */
record Evidence(List<Operation> operations, Map<String, Watcher> watchers, List<Ending> endings) {

  /**
   * Somebody who synced from before the first message on.
   *
   * @param rooms of which this person was a member all the time
   * @param events for each room the message events, as they were shown
   * @param toDevice the messages to this device, as they came
   */
  record Watcher(
      String userId, List<String> rooms, Map<String, List<String>> events, List<String> toDevice) {}

  /** A message as it stands in a room. */
  record Message(String event, String body) {}

  /**
   * A site at the end.
   *
   * @param rooms for each room its messages, oldest first
   * @param registers for each subject of {@link Kind#WRITE} what stands there
   * @param media for each address the SHA-256 of what is there, or what was answered instead
   * @param tokens those of {@link Kind#LOGIN} that are known
   * @param digests for each shard and position; see {@link #digestPlace}
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
