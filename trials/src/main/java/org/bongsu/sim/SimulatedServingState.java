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
 * Drives the server's {@link SiteMachine} for one run of a site: by the agenda instead of threads,
 * and by the site's own clock, which runs a little fast or slow. It decides nothing.
 */
final class SimulatedServingState {
  static final SiteTiming TIMING = new SiteTiming(Duration.ofMillis(30), Duration.ofMillis(350));

  private static final int READ_AT_ONCE = 200;

  /** By how much clocks run apart; the timing's margin is a tenth. */
  private static final int DRIFT_PERMILLE_MAX = 40;

  private final int number;
  private final Site site;
  private final SimulatedLog log;
  private final SimulatedNetwork network;
  private final Scheduler agenda;
  private final int shards;
  private final SiteMachine.Self self;
  private final int driftPermille;
  private final SiteMachine machine;

  /** Markers under way, by the origin that stands in their entries. */
  private final Map<String, Long> markers = new HashMap<>();

  /** Revocations under way, by their ids. */
  private final Map<Long, Consumer<Boolean>> revocations = new HashMap<>();

  private Runnable whenLeft = () -> {};
  private long revoked;
  private long nextStatus;
  private long looks;
  private boolean closed;

  /** Begins to speak, to listen, and to join. */
  SimulatedServingState(Site site, int generation, World world) {
    this.site = site;
    this.number = site.number();
    this.shards = world.map().count();
    this.log = world.log();
    this.network = world.network();
    this.agenda = world.agenda();
    String name = world.names().get(number);
    this.self =
        new SiteMachine.Self(name, "run" + generation, "http://" + name, site.version().level());
    this.driftPermille = (int) world.chance().between(-DRIFT_PERMILLE_MAX, DRIFT_PERMILLE_MAX);
    this.machine = new SiteMachine(self, world.names(), shards, TIMING);
    long[] positions = site.positions();
    for (int shard = 0; shard < shards; shard++) {
      applied(shard, positions[shard], List.of());
    }
    agenda.after(1, this::tickForEver);
    followForEver(world.chance().between(4, 12));
  }

  private void tickForEver() {
    if (closed) {
      return;
    }
    if (network.isUp(number)) {
      looks++;
      carryOut(machine.tick(site.applies(), nanos()));
    }
    agenda.after(1 + machine.nanosToTick(nanos()) / 1_000_000, this::tickForEver);
  }

  private void followForEver(long everyMillis) {
    agenda.after(
        everyMillis,
        () -> {
          if (!closed) {
            if (network.isUp(number)) {
              follow();
            }
            followForEver(everyMillis);
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
    return agenda.nowMillis() * (1_000 + driftPermille) * 1_000;
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
      case SiteAction.StartServing told -> {} // these are asked of the permit
      case SiteAction.StopServing told -> {}
      case SiteAction.BecomeLeader told -> {}
      case SiteAction.CeaseLeading told -> {}
      case SiteAction.Await told -> {}
      case SiteAction.ReleaseRead nobodyAsks -> {}
      case SiteAction.RefuseRead nobodyAsks -> {}
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
        EntryCodec.encode(agenda.nowMillis(), origin, ShardCommand.Acknowledge.nothing(shard));
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

  /** The process ends. */
  void close() {
    closed = true;
  }

  /** Whether it answers now. */
  boolean serves() {
    return !closed && machine.permit().serves(nanos());
  }

  /** Whether it does now what is to be done once. */
  boolean isLeader() {
    return !closed && machine.permit().isLeader(nanos());
  }

  /** The newest forms that all sites' versions know, as far as this one has heard. */
  int level() {
    return machine.permit().level();
  }

  /** How often it has looked what is to be done. */
  long looks() {
    return looks;
  }

  /**
   * Says that it serves no more, for good.
   *
   * @param then when the others can know it
   */
  void leave(Runnable then) {
    whenLeft = then;
    carryOut(machine.leave(nanos()));
  }

  /** The site shows what a shard holds up to a position. */
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

  /** As the server waits before it acknowledges what takes something back. */
  void awaitRevokedEverywhere(Consumer<Boolean> then) {
    revocations.put(++revoked, then);
    carryOut(machine.revocationAsked(revoked, machine.positions(), nanos()));
  }
}
