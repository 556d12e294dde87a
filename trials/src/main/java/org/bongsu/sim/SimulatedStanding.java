package org.bongsu.sim;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.ShardCommand;
import org.bongsu.log.LogRecord;
import org.bongsu.site.Board;
import org.bongsu.site.Lease;
import org.bongsu.site.OwnStatus;
import org.bongsu.site.SiteTiming;
import org.bongsu.site.Standing;
import org.bongsu.site.Status;

/**
 * How one run of a site stands among the others: the server's own decisions, driven by the agenda
 * instead of threads, by the site's own clock, which runs a little fast or slow.
 */
final class SimulatedStanding {
  static final SiteTiming TIMING = new SiteTiming(Duration.ofMillis(30), Duration.ofMillis(350));

  private static final long LOOK_MILLIS = 8;
  private static final long JOINED_WITHIN_MILLIS = 2_000;
  private static final int READ_AT_ONCE = 200;

  /** By how much clocks run apart; the timing's margin is a tenth. */
  private static final int DRIFT_PERMILLE_MAX = 40;

  private final int number;
  private final Site site;
  private final SimulatedLog log;
  private final SimulatedNetwork network;
  private final Agenda agenda;
  private final List<String> names;
  private final int shards;
  private final OwnStatus.Self self;
  private final int driftPermille;
  private final Lease lease = new Lease(TIMING.lease());
  private final Board board;
  private final OwnStatus own;
  private final Standing standing;

  /** The entries of its own, by origin, that must be applied before it serves. */
  private final Set<String> gate = new HashSet<>();

  private Runnable whenPassed = () -> {};
  private long nextStatus;
  private boolean joining;
  private long attempt;
  private long looks;
  private boolean closed;

  /** Begins to speak, to listen, and to join. */
  SimulatedStanding(Site site, int generation, World world) {
    this.site = site;
    this.number = site.number();
    this.names = world.names();
    this.shards = world.map().count();
    this.log = world.log();
    this.network = world.network();
    this.agenda = world.agenda();
    String name = names.get(number);
    this.self =
        new OwnStatus.Self(name, "run" + generation, "http://" + name, site.version().level());
    this.driftPermille = (int) world.chance().between(-DRIFT_PERMILLE_MAX, DRIFT_PERMILLE_MAX);
    this.board = new Board(self.writer(), TIMING);
    this.own = new OwnStatus(self, board, lease);
    this.standing = new Standing(name, lease, board, TIMING);
    repeat(TIMING.beat().toMillis(), () -> beat(false, offset -> {}));
    repeat(world.chance().between(4, 12), this::follow);
    repeat(LOOK_MILLIS, this::look);
  }

  private void repeat(long millis, Runnable what) {
    agenda.after(
        millis,
        () -> {
          if (!closed) {
            if (network.isUp(number)) {
              what.run();
            }
            repeat(millis, what);
          }
        });
  }

  private long nanos() {
    return agenda.nowMillis() * (1_000 + driftPermille) * 1_000;
  }

  /** The process ends. */
  void close() {
    closed = true;
  }

  /** Whether it answers now. */
  boolean serves() {
    return !closed && standing.admits(nanos());
  }

  /** Whether it does now what is to be done once. */
  boolean isInCharge() {
    return !closed && standing.isInCharge(nanos());
  }

  /** The newest forms that all sites' versions know, as far as this one has heard. */
  int level() {
    return board.level(names);
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
    standing.withdraw("it ends");
    own.changes(false);
    beat(true, offset -> then.run());
  }

  private void beat(boolean leaving, LongConsumer done) {
    long sent = nanos();
    Status status = own.next(leaving, site.positions(), site.marks(), sent);
    log.append(
        number,
        log.statuses(),
        status.encode(),
        offset -> {
          if (offset != SimulatedLog.UNDECIDED) {
            lease.renewed(sent, nanos());
          }
          done.accept(offset);
        });
  }

  private void follow() {
    for (LogRecord record : log.read(number, log.statuses(), nextStatus, READ_AT_ONCE)) {
      nextStatus = record.position() + 1;
      Status.decode(record.payload(), shards)
          .ifPresent(status -> own.read(record.position(), status, nanos()));
    }
    if (own.takeAnswerDue(site.positions())) {
      beat(false, offset -> {});
    }
  }

  private void look() {
    if (joining) {
      return; // the server's site waits for that, too
    }
    looks++;
    switch (standing.next(site.positions(), site.applies(), nanos())) {
      case Standing.Step.Rest rest -> {}
      case Standing.Step.Await something -> {}
      case Standing.Step.Withdraw withdrawn -> announce(false, offset -> {});
      case Standing.Step.Join(long under) -> join(under);
    }
    if (!standing.condemned().isEmpty()) {
      site.condemn();
    }
  }

  private void join(long under) {
    joining = true;
    long mine = ++attempt;
    agenda.after(JOINED_WITHIN_MILLIS, () -> giveUp(mine));
    announce(
        true,
        offset -> {
          if (offset == SimulatedLog.UNDECIDED) {
            own.wasNotHeard();
            giveUp(mine);
          } else if (mine == attempt && joining) {
            pass(mine, under);
          }
        });
  }

  private void giveUp(long mine) {
    if (mine == attempt) {
      joining = false;
    }
  }

  private void announce(boolean mayServe, LongConsumer done) {
    if (own.changes(mayServe)) {
      beat(false, done);
    } else {
      done.accept(0);
    }
  }

  private void pass(long mine, long under) {
    gate.clear();
    for (int shard = 0; shard < shards; shard++) {
      String origin = "gate-%s-%d-%d".formatted(self.writer(), mine, shard);
      gate.add(origin);
      byte[] entry =
          EntryCodec.encode(agenda.nowMillis(), origin, ShardCommand.Acknowledge.nothing(shard));
      log.append(number, shard, entry, offset -> {});
    }
    whenPassed =
        () -> {
          joining = false;
          if (mine == attempt && !closed) {
            standing.join(under, nanos());
          }
        };
  }

  /** The site has applied an entry of this origin. */
  void applied(String origin) {
    if (gate.remove(origin) && gate.isEmpty()) {
      whenPassed.run();
    }
  }

  /** As the server waits before it acknowledges what takes something back. */
  void awaitNobodyShowsMore(Consumer<Boolean> then) {
    long[] wanted = site.positions();
    long since = nanos();
    own.ask();
    beat(false, offset -> {});
    lookOut(wanted, since, agenda.nowMillis() + TIMING.patience().toMillis(), then);
  }

  private void lookOut(long[] wanted, long since, long deadlineMillis, Consumer<Boolean> then) {
    if (closed) {
      return;
    }
    if (network.isUp(number) && board.isAppliedByAll(wanted, since)) {
      then.accept(true);
    } else if (agenda.nowMillis() > deadlineMillis) {
      then.accept(false);
    } else {
      agenda.after(LOOK_MILLIS, () -> lookOut(wanted, since, deadlineMillis, then));
    }
  }
}
