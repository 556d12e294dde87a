package org.bongsu.site;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import org.bongsu.apply.Change;
import org.bongsu.command.CommandLevels;
import org.bongsu.http.Admission;
import org.bongsu.http.RequestError;
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
  private final Standing standing;

  /** Answers that wait for something to happen. */
  private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();

  private Consumer<String> whenCondemned = why -> {};
  private @Nullable Gate gate;
  private @Nullable Thread thread;

  /** While it joins: what it waited for last; for whoever reads its log. */
  private String awaits = "";

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
    OwnStatus.Self self = new OwnStatus.Self(name, run, url(), CommandLevels.NEWEST);
    this.board = new Board(self.writer(), timing);
    OwnStatus own = new OwnStatus(self, board, lease);
    this.beacon = new Beacon(sites, own, lease, timing, applied);
    this.standing = new Standing(name, lease, board, timing);
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

  /** Says what is to happen at once when this site's data turns out to differ from the others'. */
  public void whenCondemned(Consumer<String> then) {
    whenCondemned = then;
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
          withdraw(standing.withdraw("a defect in Bongsu"));
        }
        endWaiting();
        Thread.sleep(standing.hasJoined() ? timing.beat().toMillis() / 4 : 20);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() throws InterruptedException {
    Gate passing = gate;
    if (passing == null) {
      return;
    }
    switch (standing.next(positions(), passing.areShardsRunning(), System.nanoTime())) {
      case Standing.Step.Rest rest -> {}
      case Standing.Step.Withdraw withdrawn -> withdraw(withdrawn);
      case Standing.Step.Await(String what) -> waitsFor(what);
      case Standing.Step.Join(long lease) -> join(lease, passing);
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
  private void join(long under, Gate passing) throws InterruptedException {
    if (!beacon.announce(true)) {
      waitsFor("the others can know of it");
    } else if (!passing.pass()) {
      waitsFor("an entry of its own is applied in every shard");
    } else if (!standing.join(under, System.nanoTime())) {
      waitsFor("its lease lasts while it joins");
    } else {
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

  private void withdraw(Standing.Step.Withdraw withdrawn) throws InterruptedException {
    if (withdrawn.served()) {
      LOG.log(System.Logger.Level.WARNING, "site " + name + " serves no more: " + withdrawn.why());
    }
    if (withdrawn.why().equals(standing.condemned())) {
      whenCondemned.accept(withdrawn.why());
    }
    beacon.announce(false);
  }

  private boolean admits() {
    return standing.admits(System.nanoTime());
  }

  /** Why this site serves nobody until it is rebuilt; empty while all is well. */
  public String condemned() {
    return standing.condemned();
  }

  /** Whether requests are answered now. */
  public boolean isServing() {
    return admits();
  }

  @Override
  public Optional<RequestError> refusal() {
    if (admits()) {
      return Optional.empty();
    }
    return Optional.of(RequestError.unavailable("This site does not serve now; another one does"));
  }

  @Override
  public boolean isInCharge() {
    return standing.isInCharge(System.nanoTime());
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
        standing.condemned(),
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
    standing.withdraw("it ends");
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
