package org.bongsu.site;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.bongsu.apply.Change;
import org.bongsu.http.Admission;
import org.bongsu.http.MatrixError;
import org.bongsu.log.Log;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.Feed;
import org.bongsu.shard.Replicas;
import org.bongsu.shard.Shards;
import org.jspecify.annotations.Nullable;

/**
 * This site among the others: says how it is, hears how they are, and decides from that whether
 * requests are answered here. Made before the shards, which ask who is in charge; started after
 * them.
 */
public final class Site implements Admission, OtherSites, Replicas, Feed, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Site.class.getName());

  private final String name;
  private final List<Address> addresses;
  private final SiteTiming timing;
  private final AtomicLongArray applied;
  private final Lease lease;
  private final Board board;
  private final Beacon beacon;
  private final Lag lag;

  /** Answers that wait for something to happen. */
  private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();

  private @Nullable Gate gate;
  private @Nullable Thread thread;

  /** The lease under which the gate was passed; 0 for none. */
  private volatile long joined;

  /** While it joins: what the others had applied when it began to; empty before. */
  private long[] toReach = {};

  /** While it joins: what it waited for last; for whoever reads its log. */
  private String awaits = "";

  /** Why this site serves nobody until its files are made anew; empty while all is well. */
  private volatile String condemned = "";

  private volatile boolean closed;

  /**
   * Makes a site that serves nobody yet.
   *
   * @param addresses of all sites, this one included
   * @param run a name that no other run of any site has
   * @param sites the log of status records, of one shard
   */
  public Site(
      String name, List<Address> addresses, String run, Log sites, int shards, SiteTiming timing) {
    this.name = name;
    this.addresses = List.copyOf(addresses);
    this.timing = timing;
    this.applied = new AtomicLongArray(shards);
    this.lease = new Lease(timing.lease());
    this.board = new Board(name + "/" + run, timing);
    this.beacon =
        new Beacon(sites, new Beacon.Self(name, run, url()), board, lease, timing, applied);
    this.lag = new Lag(timing.lapsed());
  }

  /** Where clients reach this site. */
  public String url() {
    return addresses.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is not among the sites"))
        .url();
  }

  @Override
  public List<Address> addresses() {
    return addresses;
  }

  /** Begins to speak, to listen, and to join. What else follows the shards must do so by now. */
  public void start(Shards shards) {
    long[] positions = shards.positions();
    for (int i = 0; i < positions.length; i++) {
      applied.accumulateAndGet(i, positions[i], Math::max);
    }
    shards.subscribe(this);
    gate = new Gate(shards);
    beacon.start(shards);
    thread = Thread.ofPlatform().name("site").start(this::stayJoined);
  }

  /** Counted only when all who follow the shards have been told. */
  @Override
  public void applied(int shard, long next, List<Change> changes) {
    applied.accumulateAndGet(shard, next, Math::max);
    beacon.applied();
  }

  private void stayJoined() {
    try {
      while (!closed) {
        try {
          step();
        } catch (RuntimeException defect) { // whatever it is, the next step decides anew
          LOG.log(System.Logger.Level.ERROR, "site " + name, defect);
          withdraw("a defect in Bongsu");
        }
        endWaiting();
        Thread.sleep(joined == 0 ? 20 : timing.beat().toMillis() / 4);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() throws InterruptedException {
    Gate passing = gate;
    if (passing == null || !condemned.isEmpty()) {
      return;
    }
    Optional<String> differing = board.differing(name);
    if (differing.isPresent()) {
      condemned = "its data differs from two other sites' in " + differing.get();
      withdraw(condemned);
    } else if (!passing.areShardsRunning()) {
      withdraw("a shard cannot be written");
    } else if (lag.isTooLong(positions(), board.furthest(applied.length()), System.nanoTime())) {
      withdraw("it does not keep up with the others");
    } else if (!admits()) {
      join(passing);
    }
  }

  /** A client that waits for something to happen is told to go to another site instead. */
  private void endWaiting() {
    if (!waiting.isEmpty()) {
      refusal().ifPresent(why -> List.copyOf(waiting).forEach(w -> w.completeExceptionally(why)));
    }
  }

  @Override
  public void endWhenRefused(CompletableFuture<?> answer) {
    waiting.add(answer);
    answer.whenComplete((response, failure) -> waiting.remove(answer));
  }

  /** First the others are told that it may serve, then it passes the gate, then it serves. */
  private void join(Gate passing) throws InterruptedException {
    long held = lease.held(System.nanoTime());
    if (held == 0) {
      waitsFor("a record of its own is acknowledged");
    } else if (!isCaughtUp(passing)) {
      waitsFor("it has applied what the others have");
    } else if (!beacon.announce(true)) {
      waitsFor("the others can know of it");
    } else if (!passing.pass()) {
      waitsFor("an entry of its own is applied in every shard");
    } else if (lease.held(System.nanoTime()) != held) {
      waitsFor("its lease lasts while it joins");
    } else {
      joined = held;
      awaits = "";
      LOG.log(System.Logger.Level.INFO, "site " + name + " serves");
    }
  }

  private void waitsFor(String what) {
    if (!what.equals(awaits)) {
      awaits = what;
      LOG.log(System.Logger.Level.INFO, "site " + name + " serves when " + what);
    }
  }

  /**
   * Whether what the others had when this was first asked is applied here. They go on writing: who
   * waited for what they have now might wait for ever. What was written since, the gate waits for.
   */
  private boolean isCaughtUp(Gate passing) {
    if (toReach.length == 0) {
      toReach = board.furthest(applied.length());
    }
    if (!passing.isUpTo(toReach)) {
      return false;
    }
    toReach = new long[0];
    return true;
  }

  private void withdraw(String why) throws InterruptedException {
    if (joined != 0) {
      LOG.log(System.Logger.Level.WARNING, "site " + name + " serves no more: " + why);
    }
    joined = 0; // before the others may rely on it
    beacon.announce(false);
  }

  private boolean admits() {
    long held = lease.held(System.nanoTime());
    return held != 0 && held == joined;
  }

  /** Why this site serves nobody until it is rebuilt; empty while all is well. */
  public String condemned() {
    return condemned;
  }

  /** Whether requests are answered now. */
  public boolean isServing() {
    return admits();
  }

  @Override
  public Optional<MatrixError> refusal() {
    if (admits()) {
      return Optional.empty();
    }
    return Optional.of(MatrixError.unavailable("This site does not serve now; another one does"));
  }

  /**
   * Whether this site does what is to be done once: its lease holds, and the log said so when it
   * was read last, by a record of this site's own that is younger than a lease.
   */
  @Override
  public boolean isInCharge() {
    long now = System.nanoTime();
    return admits()
        && board.isHeldBySelf()
        && board.ownSentNanos().filter(sent -> now - sent < timing.lease().toNanos()).isPresent();
  }

  @Override
  public int level() {
    return board.level(addresses.stream().map(Address::name).toList());
  }

  @Override
  public void awaitNobodyShowsMore() {
    long since = System.nanoTime();
    long[] wanted = positions();
    beacon.ask();
    try {
      if (!board.awaitAppliedByAll(wanted, since, timing.patience())) {
        throw new LogUnavailable("it is not known yet whether all sites have followed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("shutting down");
    }
  }

  @Override
  public void awaitCurrent(int shard) {
    Gate passing = gate;
    if (passing != null) {
      passing.awaitCurrent(shard);
    }
  }

  private long[] positions() {
    long[] positions = new long[applied.length()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = applied.get(i);
    }
    return positions;
  }

  /** What is known of this site and the others. */
  public SiteView view() {
    long now = System.nanoTime();
    return new SiteView(
        name,
        admits(),
        isInCharge(),
        condemned,
        lease.left(now),
        positions(),
        board.sites().stream()
            .map(seen ->
                new SiteView.Other(
                    seen.status().site(),
                    seen.status().url(),
                    seen.status().serves() && now - seen.readNanos() <= timing.lapsed().toNanos(),
                    seen.status().positions(),
                    java.time.Duration.ofNanos(now - seen.readNanos())))
            .toList());
  }

  /** Serves no more, and says so, so that nobody has to wait for its lease to lapse. */
  @Override
  public void close() {
    closed = true;
    joined = 0;
    Thread running = thread;
    try {
      if (running != null) {
        running.interrupt();
        running.join(java.time.Duration.ofSeconds(5));
        beacon.leave();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    beacon.close();
  }
}
