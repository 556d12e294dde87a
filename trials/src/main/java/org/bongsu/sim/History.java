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
  record Answer(int site, long[] positions, long atMillis, Set<Site.Flaw> flaws) {}

  /**
   * A site appended a command that not every version knows.
   *
   * @param levelRun the newest level that every site's version had had at some time until then
   */
  record Wrote(int site, Command command, int level, int levelRun) {}

  /** A site found that its data differs from the others'. */
  record Condemned(int site, boolean wasDamaged) {}

  /** The level that a site had after the entry before a position. */
  record Levelled(int site, int shard, long position, int level) {}

  /** An entry as the first site that applied it saw it. */
  record Applied(int shard, long position, long timeMillis, Command command, Outcome outcome) {}

  private final List<Answered> answered = new ArrayList<>();
  private final List<Unanswered> unanswered = new ArrayList<>();
  private final List<Seen> seen = new ArrayList<>();
  private final List<Applied> applied = new ArrayList<>();
  private final Set<List<Long>> appliedPlaces = new HashSet<>();
  private final List<String> disagreements = new ArrayList<>();

  private final List<SimulatedDevice> devices = new ArrayList<>();

  private final List<Narrowed> narrowed = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();

  /** For each site the newest level of its versions so far. */
  private final Map<Integer, Integer> levels = new TreeMap<>();

  private final List<Wrote> wrote = new ArrayList<>();
  private final Set<Levelled> levelled = new LinkedHashSet<>();
  private final List<Condemned> quarantined = new ArrayList<>();
  private final List<List<Integer>> severalLeaders = new ArrayList<>();

  /** Commands that were refused because some site's version might not know them. */
  long notYet;

  /** Sites that met a command which their version does not know. */
  long stopped;

  /** Starts of a version that did not know the level of the site's files. */
  long refusedFiles;

  /** Rows that were damaged. */
  long damagedRows;

  /** Sites that were given another version. */
  long versions;

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

  /** A site has applied a shard up to a position, and holds this level now. */
  void levelled(Levelled one) {
    levelled.add(one);
  }

  Set<Levelled> levelled() {
    return levelled;
  }

  /** What was appended that not every version knows. */
  List<Wrote> wrote() {
    return wrote;
  }

  void quarantined(int site, boolean wasDamaged) {
    quarantined.add(new Condemned(site, wasDamaged));
  }

  List<Condemned> quarantined() {
    return quarantined;
  }

  /** Who does, at one moment, what is to be done once. */
  void leader(List<Integer> sites) {
    if (sites.size() > 1) {
      severalLeaders.add(sites);
    }
  }

  List<List<Integer>> severalLeaders() {
    return severalLeaders;
  }

  List<Narrowed> narrowed() {
    return narrowed;
  }

  /** An answer of a site that was to answer nobody. */
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

  /** Timers that have fired, each counted once. */
  long timersFired() {
    return applied.stream()
        .filter(one -> one.command instanceof FireTimer)
        .map(Applied::outcome)
        .filter(outcome ->
            outcome instanceof Outcome.Accepted(ObjectNode result)
                && result.path("fired").asBoolean(false))
        .count();
  }

  /** Digests that differed while the run went on. */
  List<String> disagreements() {
    return disagreements;
  }
}
