package org.bongsu.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bongsu.cluster.SiteAction;
import org.bongsu.cluster.SiteMachine;
import org.bongsu.cluster.SiteTiming;
import org.bongsu.cluster.StatusRecord;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.ShardCommand;
import org.bongsu.log.LogRecord;
import org.bongsu.shard.DigestMark;

/**
 * Drives the production {@link SiteMachine} for one run of a site, with the scheduler instead of
 * threads and with the site's own clock, which runs a little fast or slow. All decisions are the
 * machine's.
 */
final class SimulatedServingState {
  static final SiteTiming TIMING = new SiteTiming(Duration.ofMillis(30), Duration.ofMillis(350));

  private static final int READ_AT_ONCE = 200;

  /** Largest clock drift; the timing's margin is a tenth. */
  private static final int DRIFT_PERMILLE_MAX = 40;

  private final int number;
  private final Site site;
  private final SimulatedLog log;
  private final SimulatedNetwork network;
  private final Scheduler scheduler;
  private final int shards;
  private final SiteMachine.Self self;
  private final int driftPermille;
  private final SiteMachine machine;

  /** Markers in flight, by the origin in their entries. */
  private final Map<String, Long> markers = new HashMap<>();

  /** Revocations that wait, by id. */
  private final Map<Long, Consumer<Boolean>> revocations = new HashMap<>();

  private Runnable whenLeft = () -> {};
  private long lastRevocation;
  private long nextStatus;
  private long looks;
  private boolean closed;

  /** Starts to publish and read status records, and to join. */
  SimulatedServingState(Site site, int generation, World world) {
    this.site = site;
    this.number = site.number();
    this.shards = world.map().count();
    this.log = world.log();
    this.network = world.network();
    this.scheduler = world.scheduler();
    String name = world.names().get(number);
    this.self =
        new SiteMachine.Self(name, "run" + generation, "http://" + name, site.version().level());
    this.driftPermille = (int) world.random().between(-DRIFT_PERMILLE_MAX, DRIFT_PERMILLE_MAX);
    this.machine = new SiteMachine(self, world.names(), shards, TIMING);
    long[] positions = site.positions();
    for (int shard = 0; shard < shards; shard++) {
      applied(shard, positions[shard], List.of());
    }
    scheduler.after(1, this::tickRepeatedly);
    followRepeatedly(world.random().between(4, 12));
  }

  private void tickRepeatedly() {
    if (closed) {
      return;
    }
    if (network.isUp(number)) {
      looks++;
      carryOut(machine.tick(site.applies() ? "" : "a shard cannot be written", nanos()));
    }
    scheduler.after(1 + machine.nanosToTick(nanos()) / 1_000_000, this::tickRepeatedly);
  }

  private void followRepeatedly(long everyMillis) {
    scheduler.after(
        everyMillis,
        () -> {
          if (!closed) {
            if (network.isUp(number)) {
              follow();
            }
            followRepeatedly(everyMillis);
          }
        });
  }

  private void follow() {
    List<LogRecord> records = log.read(number, log.statuses(), nextStatus, READ_AT_ONCE);
    if (records.isEmpty()) {
      return;
    }
    nextStatus = records.getLast().position() + 1;
    carryOut(
        machine.read(
            records.stream()
                .flatMap(record ->
                    StatusRecord.decode(record.payload(), shards)
                        .map(status -> new SiteMachine.Placed(record.position(), status))
                        .stream())
                .toList(),
            nanos()));
  }

  private long nanos() {
    return scheduler.nowMillis() * (1_000 + driftPermille) * 1_000;
  }

  private void carryOut(List<SiteAction> actions) {
    for (SiteAction action : actions) {
      if (!closed) {
        carryOut(action);
      }
    }
  }

  private void carryOut(SiteAction action) {
    switch (action) {
      case SiteAction.AppendStatus(StatusRecord status) -> append(status);
      case SiteAction.AppendMarker(int shard, long marker) -> append(shard, marker);
      case SiteAction.Quarantine(String why) -> site.quarantine();
      case SiteAction.ReleaseRevocation(long id) -> settle(id, true);
      case SiteAction.RefuseRevocation(long id) -> settle(id, false);
      case SiteAction.End end -> whenLeft.run();
      case SiteAction.StartServing _ -> {} // read from the permit
      case SiteAction.StopServing _ -> {}
      case SiteAction.BecomeLeader _ -> {}
      case SiteAction.CeaseLeading _ -> {}
      case SiteAction.Await _ -> {}
      case SiteAction.ReleaseRead _ -> {}
      case SiteAction.RefuseRead _ -> {}
    }
  }

  private void append(StatusRecord status) {
    long sequence = status.sequence();
    log.append(
        number,
        log.statuses(),
        status.encode(),
        offset ->
            carryOut(
                offset == SimulatedLog.UNDECIDED
                    ? machine.notAppended(sequence, nanos())
                    : machine.appended(sequence, nanos())));
  }

  private void append(int shard, long marker) {
    String origin = "marker-%s-%d".formatted(self.writer(), marker);
    markers.put(origin, marker);
    byte[] entry =
        EntryCodec.encode(scheduler.nowMillis(), origin, ShardCommand.Acknowledge.nothing(shard));
    log.append(
        number,
        shard,
        entry,
        offset -> {
          if (offset == SimulatedLog.UNDECIDED && markers.remove(origin) != null) {
            carryOut(machine.markerFailed(marker, nanos()));
          }
        });
  }

  private void settle(long id, boolean released) {
    Consumer<Boolean> then = revocations.remove(id);
    if (then != null) {
      then.accept(released);
    }
  }

  /** Ends the process. */
  void close() {
    closed = true;
  }

  /** Whether it answers now. */
  boolean serves() {
    return !closed && machine.permit().serves(nanos());
  }

  /** Whether it is the leader now. */
  boolean isLeader() {
    return !closed && machine.permit().isLeader(nanos());
  }

  /** The newest level that all sites' versions know, as far as this one has read. */
  int level() {
    return machine.permit().level();
  }

  /** How often it has ticked the machine. */
  long looks() {
    return looks;
  }

  /**
   * Stops serving for good.
   *
   * @param then called when the others can know it
   */
  void leave(Runnable then) {
    whenLeft = then;
    carryOut(machine.leave(nanos()));
  }

  /** The site has applied a shard up to a position. */
  void applied(int shard, long position, List<DigestMark> marks) {
    carryOut(machine.applied(shard, position, marks, nanos()));
  }

  /** The site has applied an entry of this origin. */
  void applied(String origin) {
    Long marker = markers.remove(origin);
    if (marker != null) {
      carryOut(machine.markerApplied(marker, nanos()));
    }
  }

  /** Waits as the server does before it acknowledges a revocation. */
  void awaitRevokedEverywhere(Consumer<Boolean> then) {
    revocations.put(++lastRevocation, then);
    carryOut(machine.revocationAsked(lastRevocation, machine.positions(), nanos()));
  }
}
