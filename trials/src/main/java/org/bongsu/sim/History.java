package org.bongsu.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bongsu.command.Command;
import org.bongsu.command.Outcome;
import org.bongsu.id.DeviceId;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;

/** What clients did and were told, and what the sites applied. */
final class History {
  /**
   * A command and what its client was told about it.
   *
   * @param device who sent it, as one word
   * @param number of the device's command; each is sent when the one before it was answered
   */
  record Answered(String device, long number, Command command, Outcome outcome) {}

  /** A command whose client gave up before an answer came: it may or may not have been applied. */
  record Unanswered(String device, long number, Command command) {}

  /** An event that a device has seen by syncing, in that order. */
  record Seen(UserId user, DeviceId device, RoomId room, EventId event) {}

  /** A client was told at some time that something is taken back, which stands at a position. */
  record Narrowed(int shard, long position, long atMillis, Command command) {}

  /** A site answered a reader with what it had applied of each shard. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int site, long[] positions, long atMillis) {}

  /** An entry as the first site that applied it saw it. */
  record Applied(int shard, long position, Command command, Outcome outcome) {}

  private final List<Answered> answered = new ArrayList<>();
  private final List<Unanswered> unanswered = new ArrayList<>();
  private final List<Seen> seen = new ArrayList<>();
  private final List<Applied> applied = new ArrayList<>();
  private final Set<List<Long>> appliedPlaces = new HashSet<>();
  private final List<String> disagreements = new ArrayList<>();

  private final List<SimulatedDevice> devices = new ArrayList<>();

  private final List<Narrowed> narrowed = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();

  long retries;
  long faults;
  long deliveries;

  void syncs(SimulatedDevice device) {
    devices.add(device);
  }

  /** Who has synced, up to the end. */
  List<SimulatedDevice> devices() {
    return devices;
  }

  void answered(Answered one) {
    answered.add(one);
  }

  void unanswered(Unanswered one) {
    unanswered.add(one);
  }

  void seen(Seen one) {
    seen.add(one);
  }

  void applied(Applied one) {
    if (appliedPlaces.add(List.of((long) one.shard, one.position))) {
      applied.add(one);
    }
  }

  void narrowed(Narrowed one) {
    narrowed.add(one);
  }

  void answers(Answer one) {
    answers.add(one);
  }

  List<Narrowed> narrowed() {
    return narrowed;
  }

  List<Answer> answers() {
    return answers;
  }

  void disagreement(String what) {
    disagreements.add(what);
  }

  List<Answered> answered() {
    return answered;
  }

  /** What clients were told to have been accepted. */
  List<Answered> acknowledged() {
    return answered.stream().filter(a -> a.outcome instanceof Outcome.Accepted).toList();
  }

  List<Unanswered> unanswered() {
    return unanswered;
  }

  List<Seen> seen() {
    return seen;
  }

  List<Applied> applied() {
    return applied;
  }

  /** Digests that differed while the run went on. */
  List<String> disagreements() {
    return disagreements;
  }
}
