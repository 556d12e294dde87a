package org.bongsu.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.bongsu.command.CommandLevels;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.ShardCommand;
import org.bongsu.log.LogRecord;
import org.bongsu.site.Board;
import org.bongsu.site.Lag;
import org.bongsu.site.Lease;
import org.bongsu.site.SiteTiming;
import org.bongsu.site.Status;

/**
 * Whether one run of a site may answer: the server's lease, board and lag, with what the server
 * does on threads done on the agenda, by the site's own clock, which runs a little fast or slow.
 */
final class Standing {
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
  private final int shards;
  private final String run;
  private final int driftPermille;
  private final Lease lease = new Lease(TIMING.lease());
  private final Board board;
  private final Lag lag = new Lag(TIMING.lapsed());
  private final Map<Long, Long> sentNanos = new HashMap<>();

  /** Entries of its own that must be applied before it serves. */
  private final Set<String> gate = new HashSet<>();

  private Runnable whenPassed = () -> {};
  private long nextStatus;
  private long sequence;
  private boolean serves;
  private boolean asks;
  private long[] asked = {};
  private long joined;

  /** While it joins: what the others had applied when it began to; empty before. */
  private long[] toReach = {};

  private boolean joining;
  private long attempt;
  private boolean closed;

  Standing(
      Site site,
      int generation,
      int shards,
      SimulatedLog log,
      SimulatedNetwork network,
      Agenda agenda,
      Chance chance) {
    this.site = site;
    this.number = site.number();
    this.shards = shards;
    this.log = log;
    this.network = network;
    this.agenda = agenda;
    this.run = "run" + generation;
    this.driftPermille = (int) chance.between(-DRIFT_PERMILLE_MAX, DRIFT_PERMILLE_MAX);
    this.board = new Board(name() + "/" + run, TIMING);
    repeat(TIMING.beat().toMillis(), () -> beat(offset -> {}));
    repeat(chance.between(4, 12), this::follow);
    repeat(LOOK_MILLIS, this::step);
  }

  private String name() {
    return "site" + number;
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
    long held = lease.held(nanos());
    return !closed && held != 0 && held == joined;
  }

  private void beat(LongConsumer done) {
    long sent = nanos();
    boolean asking = asks;
    asks = false;
    Status status =
        new Status(
            name(),
            run,
            ++sequence,
            "http://" + name(),
            CommandLevels.NEWEST,
            serves,
            false,
            asking,
            board.isHeldBySelf(),
            serves && !board.isHeldBySelf() && lease.held(sent) != 0
                ? board.claimable(sent)
                : Status.NOTHING,
            positions(),
            List.of());
    sentNanos.put(status.sequence(), sent);
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

  private long[] positions() {
    long[] positions = new long[shards];
    for (int shard = 0; shard < shards; shard++) {
      positions[shard] = site.next(shard);
    }
    return positions;
  }

  private void follow() {
    for (LogRecord record : log.read(number, log.statuses(), nextStatus, READ_AT_ONCE)) {
      nextStatus = record.position() + 1;
      Status.decode(record.payload(), shards).ifPresent(status -> read(record.position(), status));
    }
    if (asked.length > 0 && isUpTo(asked)) {
      asked = new long[0];
      beat(offset -> {});
    }
  }

  private void read(long offset, Status status) {
    boolean own = status.site().equals(name()) && status.run().equals(run);
    board.read(offset, status, nanos(), own ? sentNanos.remove(status.sequence()) : null);
    if (status.asks() && !own) {
      long[] wanted = status.positions().clone();
      for (int shard = 0; shard < asked.length; shard++) {
        wanted[shard] = Math.max(wanted[shard], asked[shard]);
      }
      asked = wanted;
    }
  }

  private boolean isUpTo(long[] wanted) {
    for (int shard = 0; shard < shards; shard++) {
      if (site.next(shard) < wanted[shard]) {
        return false;
      }
    }
    return true;
  }

  private void step() {
    if (lag.isTooLong(positions(), board.furthest(shards), nanos())) {
      joined = 0;
      announce(false, offset -> {});
    } else if (!serves() && !joining) {
      join();
    }
  }

  private void join() {
    long held = lease.held(nanos());
    toReach = toReach.length == 0 ? board.furthest(shards) : toReach;
    if (held == 0 || !isUpTo(toReach)) {
      return;
    }
    toReach = new long[0];
    joining = true;
    long mine = ++attempt;
    agenda.after(JOINED_WITHIN_MILLIS, () -> giveUp(mine));
    announce(
        true,
        offset -> {
          if (offset == SimulatedLog.UNDECIDED) {
            serves = false; // so that the next attempt says it anew
            giveUp(mine);
          } else if (mine == attempt && joining) {
            pass(mine, held);
          }
        });
  }

  private void giveUp(long mine) {
    if (mine == attempt) {
      joining = false;
    }
  }

  private void announce(boolean mayServe, LongConsumer done) {
    if (serves == mayServe && sequence > 0) {
      done.accept(0); // it stands in every record since
    } else {
      serves = mayServe;
      beat(done);
    }
  }

  private void pass(long mine, long held) {
    gate.clear();
    for (int shard = 0; shard < shards; shard++) {
      String origin = "gate-%s-%s-%d-%d".formatted(name(), run, mine, shard);
      gate.add(origin);
      byte[] entry =
          EntryCodec.encode(agenda.nowMillis(), origin, ShardCommand.Acknowledge.nothing(shard));
      log.append(number, shard, entry, offset -> {});
    }
    whenPassed =
        () -> {
          joining = false;
          if (mine == attempt && lease.held(nanos()) == held) {
            joined = held;
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
    long[] wanted = positions();
    long since = nanos();
    asks = true;
    beat(offset -> {});
    look(wanted, since, agenda.nowMillis() + TIMING.patience().toMillis(), then);
  }

  private void look(long[] wanted, long since, long deadlineMillis, Consumer<Boolean> then) {
    if (closed) {
      return;
    }
    if (network.isUp(number) && board.isAppliedByAll(wanted, since)) {
      then.accept(true);
    } else if (agenda.nowMillis() > deadlineMillis) {
      then.accept(false);
    } else {
      agenda.after(LOOK_MILLIS, () -> look(wanted, since, deadlineMillis, then));
    }
  }
}
