package org.bongsu.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bongsu.command.Command;
import org.bongsu.command.CommandLevels;
import org.bongsu.command.Outcome;
import org.bongsu.command.TimerCommand.FireTimer;
import org.bongsu.id.DeviceId;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import tools.jackson.databind.node.ObjectNode;

/** What clients sent and were answered, and what the sites applied. */
final class History {
  /**
   * A command and its answer.
   *
   * @param device the name of the sender
   * @param number of the device's command; a device sends the next one after an answer
   */
  record Answered(String device, long number, Command command, Outcome outcome) {}

  /** A command whose client gave up before an answer came: it may or may not have been applied. */
  record Unanswered(String device, long number, Command command) {}

  /** An event that a device has seen by syncing, in that order. */
  record Seen(UserId user, DeviceId device, RoomId room, EventId event) {}

  /** A revocation at a position of a shard, and when it was acknowledged. */
  record Revoked(int shard, long position, long atMillis, Command command) {}

  /** A site answered a reader from these positions. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int site, long[] positions, long atMillis, Set<Site.Flaw> flaws) {}

  /**
   * A site appended a command that not every version knows.
   *
   * @param levelRun the newest level that each site's version had had by then
   */
  record Wrote(int site, Command command, int level, int levelRun) {}

  /** A site was quarantined. */
  record Quarantined(int site, boolean wasDamaged) {}

  /** The level of a site at a position. */
  record Levelled(int site, int shard, long position, int level) {}

  /** An entry with the outcome at the first site that applied it. */
  record Applied(int shard, long position, long timeMillis, Command command, Outcome outcome) {}

  private final List<Answered> answered = new ArrayList<>();
  private final List<Unanswered> unanswered = new ArrayList<>();
  private final List<Seen> seen = new ArrayList<>();
  private final List<Applied> applied = new ArrayList<>();
  private final Set<List<Long>> appliedPlaces = new HashSet<>();
  private final List<String> disagreements = new ArrayList<>();

  private final List<SimulatedDevice> devices = new ArrayList<>();

  private final List<Revoked> revoked = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();

  /** By site, the newest level of its versions so far. */
  private final Map<Integer, Integer> levels = new TreeMap<>();

  private final List<Wrote> wrote = new ArrayList<>();
  private final Set<Levelled> levelled = new LinkedHashSet<>();
  private final List<Quarantined> quarantined = new ArrayList<>();
  private final List<List<Integer>> severalLeaders = new ArrayList<>();

  /** Commands refused because some site's version might not know them. */
  long notYet;

  /** Sites that met a command unknown to their version. */
  long stopped;

  /** Starts refused because the version did not know the level of the site's files. */
  long refusedFiles;

  /** Damaged rows. */
  long damagedRows;

  /** Changes of version. */
  long versions;

  long retries;
  long faults;
  long deliveries;

  void syncs(SimulatedDevice device) {
    devices.add(device);
  }

  /** The devices that synced until the end. */
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

  void revoked(Revoked one) {
    revoked.add(one);
  }

  void answers(Answer one) {
    answers.add(one);
  }

  /** A site runs a version of this level from now on. */
  void ran(int site, int level) {
    levels.merge(site, level, Math::max);
  }

  /** A site appends a command. */
  void wrote(int site, int level, Command command) {
    if (level > CommandLevels.OLDEST) {
      int run = levels.values().stream().mapToInt(Integer::intValue).min().orElseThrow();
      wrote.add(new Wrote(site, command, level, run));
    }
  }

  /** Records the level of a site at a position. */
  void levelled(Levelled one) {
    levelled.add(one);
  }

  Set<Levelled> levelled() {
    return levelled;
  }

  /** Appended commands that not every version knows. */
  List<Wrote> wrote() {
    return wrote;
  }

  void quarantined(int site, boolean wasDamaged) {
    quarantined.add(new Quarantined(site, wasDamaged));
  }

  List<Quarantined> quarantined() {
    return quarantined;
  }

  /** Records the sites that are leaders at one moment. */
  void leader(List<Integer> sites) {
    if (sites.size() > 1) {
      severalLeaders.add(sites);
    }
  }

  List<List<Integer>> severalLeaders() {
    return severalLeaders;
  }

  List<Revoked> revoked() {
    return revoked;
  }

  /** The first answer of a site that had the flaw. */
  Optional<Answer> firstAnswerOf(Site.Flaw flaw) {
    return answers.stream().filter(answer -> answer.flaws.contains(flaw)).findFirst();
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

  /** The accepted ones. */
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

  /** Timers that fired, each counted once. */
  long timersFired() {
    return applied.stream()
        .filter(one -> one.command instanceof FireTimer)
        .map(Applied::outcome)
        .filter(outcome ->
            outcome instanceof Outcome.Accepted(ObjectNode result)
                && result.path("fired").asBoolean(false))
        .count();
  }

  /** Digests that differed during the run. */
  List<String> disagreements() {
    return disagreements;
  }
}
