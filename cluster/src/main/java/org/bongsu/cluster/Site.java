package org.bongsu.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.bongsu.apply.Change;
import org.bongsu.command.CommandLevels;
import org.bongsu.http.Admission;
import org.bongsu.http.RequestError;
import org.bongsu.log.Log;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.CommitListener;
import org.bongsu.shard.DigestMark;
import org.bongsu.shard.Replicas;
import org.bongsu.shard.Shard;
import org.bongsu.shard.Shards;
import org.jspecify.annotations.Nullable;

/**
 * This site: feeds its {@link SiteMachine} with time and events, and carries out its actions. Made
 * before the shards, which ask it who leads; started after them.
 */
public final class Site implements Admission, Peers, Replicas, CommitListener, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Site.class.getName());

  /** Added to the machine's own limits, in case its thread is late. */
  private static final long SLACK_MILLIS = 5_000;

  private final String name;
  private final List<Address> addresses;
  private final SiteTiming timing;
  private final Heartbeat heartbeat;

  /** Guarded by its own monitor. */
  private final SiteMachine machine;

  private volatile Permit permit;

  /** Revocations and reads that the machine has not released or refused yet, by id. */
  private final Map<Long, CompletableFuture<Void>> pending = new ConcurrentHashMap<>();

  private final AtomicLong ids = new AtomicLong();

  /** Responses that wait for something to happen, such as long-polls. */
  private final Set<CompletableFuture<?>> longPolls = ConcurrentHashMap.newKeySet();

  private final CountDownLatch ended = new CountDownLatch(1);
  private Consumer<String> whenQuarantined = why -> {};
  private @Nullable Shards shards;
  private @Nullable Thread thread;
  private volatile boolean closed;

  /** Used by the ticking thread only: the loss of the log that the operator was told of. */
  private String saidLost = "";

  /**
   * Makes a site that does not serve yet.
   *
   * @param addresses of all sites, this one included
   * @param run unique among all runs of all sites
   * @param sites the status log, of one shard
   */
  public Site(
      String name, List<Address> addresses, String run, Log sites, int shards, SiteTiming timing) {
    this.name = name;
    this.addresses = List.copyOf(addresses);
    this.timing = timing;
    this.machine =
        new SiteMachine(
            new SiteMachine.Self(name, run, url(), CommandLevels.NEWEST),
            addresses.stream().map(Address::name).toList(),
            shards,
            timing);
    this.permit = machine.permit();
    this.heartbeat = new Heartbeat(sites, shards, this::handle);
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

  /** Sets what is done, at once, if this site is quarantined. */
  public void whenQuarantined(Consumer<String> then) {
    whenQuarantined = then;
  }

  /**
   * Starts to write and read status records and to join. All other commit listeners must be
   * subscribed.
   */
  public void start(Shards of) {
    shards = of;
    of.subscribe(this);
    long[] positions = of.positions();
    for (int i = 0; i < positions.length; i++) {
      applied(i, positions[i], List.of());
    }
    heartbeat.start(of);
    thread = Thread.ofPlatform().name("site").start(this::tickUntilClosed);
  }

  /** Called last of all commit listeners, so a reported position means that all have run. */
  @Override
  public void applied(int shard, long next, List<Change> changes) {
    Shards of = shards;
    if (of != null) {
      List<DigestMark> marks = of.marks(shard);
      handle((site, now) -> site.applied(shard, next, marks, now));
    }
  }

  /** Feeds an input to the machine and carries out the resulting actions. */
  private void handle(Heartbeat.Input input) {
    List<SiteAction> actions;
    synchronized (machine) {
      actions = input.to(machine, System.nanoTime());
      permit = machine.permit();
      for (SiteAction action : actions) { // under the lock, to keep their order
        if (action instanceof SiteAction.AppendStatus
            || action instanceof SiteAction.AppendMarker) {
          heartbeat.append(action);
        }
      }
    }
    actions.forEach(this::carryOut);
  }

  private void carryOut(SiteAction action) {
    switch (action) {
      case SiteAction.AppendStatus appended -> {} // the heartbeat has it
      case SiteAction.AppendMarker appended -> {}
      case SiteAction.StartServing start ->
          LOG.log(System.Logger.Level.INFO, "site " + name + " serves");
      case SiteAction.StopServing(String why) -> {
        LOG.log(System.Logger.Level.WARNING, "site " + name + " stops serving: " + why);
        endWaiting();
      }
      case SiteAction.Await(String what) ->
          LOG.log(System.Logger.Level.INFO, "site " + name + " serves when " + what);
      case SiteAction.Quarantine(String why) -> whenQuarantined.accept(why);
      case SiteAction.BecomeLeader become ->
          LOG.log(System.Logger.Level.DEBUG, "site " + name + " leads");
      case SiteAction.CeaseLeading cease ->
          LOG.log(System.Logger.Level.DEBUG, "site " + name + " no longer leads");
      case SiteAction.ReleaseRevocation(long id) -> settle(id, true);
      case SiteAction.RefuseRevocation(long id) -> settle(id, false);
      case SiteAction.ReleaseRead(long id) -> settle(id, true);
      case SiteAction.RefuseRead(long id) -> settle(id, false);
      case SiteAction.End end -> ended.countDown();
    }
  }

  private void settle(long id, boolean released) {
    CompletableFuture<Void> answer = pending.remove(id);
    if (answer != null && released) {
      answer.complete(null);
    } else if (answer != null) {
      answer.completeExceptionally(new LogUnavailable("not in time"));
    }
  }

  private void tickUntilClosed() {
    try {
      while (!closed) {
        try {
          String hindrance = hindrance();
          handle((site, now) -> site.tick(hindrance, now));
        } catch (RuntimeException defect) { // the next tick decides again
          LOG.log(System.Logger.Level.ERROR, "site " + name, defect);
          handle((site, now) -> site.withdraw("a defect in Bongsu", now));
        }
        endWaiting();
        TimeUnit.NANOSECONDS.sleep(nanosToTick());
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private long nanosToTick() {
    synchronized (machine) {
      return machine.nanosToTick(System.nanoTime());
    }
  }

  /** Why this site cannot serve although it may have a lease; empty if nothing hinders it. */
  private String hindrance() {
    String lost = logLost().orElse("");
    if (!lost.equals(saidLost)) {
      saidLost = lost;
      LOG.log(
          System.Logger.Level.WARNING,
          lost.isEmpty() ? "the log is found again" : "the log is lost: " + lost);
    }
    if (!lost.isEmpty()) {
      return "the log is lost";
    }
    Shards of = shards;
    boolean runs =
        of != null && of.states().stream().allMatch(state -> state == Shard.State.RUNNING);
    return runs ? "" : "a shard cannot be written";
  }

  /** Why the shards' log cannot be continued, and what to do; empty as long as it can. */
  private Optional<String> logLost() {
    Shards of = shards;
    return of == null ? Optional.empty() : of.logLost();
  }

  /** If requests are refused now, ends waiting responses with 503, so that clients change sites. */
  private void endWaiting() {
    if (!longPolls.isEmpty()) {
      refusal().ifPresent(why -> List.copyOf(longPolls).forEach(w -> w.completeExceptionally(why)));
    }
  }

  @Override
  public void endWhenRefused(CompletableFuture<?> answer) {
    longPolls.add(answer);
    answer.whenComplete((response, failure) -> longPolls.remove(answer));
  }

  /** Why this site does not serve before it is rebuilt; empty if it is not quarantined. */
  public String quarantined() {
    return permit.quarantined();
  }

  /** Whether requests are answered now. */
  public boolean isServing() {
    return permit.serves(System.nanoTime());
  }

  @Override
  public Optional<RequestError> refusal() {
    if (isServing()) {
      return Optional.empty();
    }
    return Optional.of(RequestError.unavailable("This site does not serve now; another one does"));
  }

  @Override
  public boolean isLeader() {
    return permit.isLeader(System.nanoTime());
  }

  @Override
  public int level() {
    return permit.level();
  }

  @Override
  public void awaitRevokedEverywhere() {
    await(
        timing.patience().toMillis(),
        "not all sites have confirmed the revocation in time",
        (id, site, now) -> site.revocationAsked(id, site.positions(), now));
  }

  @Override
  public void awaitCurrent(int shard) {
    if (shards != null) {
      await(
          SiteMachine.CURRENT_WITHIN.toMillis(),
          "this site may be behind",
          (id, site, now) -> site.readAsked(id, shard, now));
    }
  }

  /** A request to the machine, which releases or refuses it by its id. */
  private interface Question {
    List<SiteAction> put(long id, SiteMachine site, long nowNanos);
  }

  private void await(long millis, String otherwise, Question question) {
    long id = ids.getAndIncrement();
    CompletableFuture<Void> answer = new CompletableFuture<>();
    pending.put(id, answer);
    try {
      handle((site, now) -> question.put(id, site, now));
      answer.get(millis + SLACK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new LogUnavailable(otherwise, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("shutting down", e);
    } finally {
      pending.remove(id);
    }
  }

  /** A snapshot of this site and the others. */
  public SiteView view() {
    synchronized (machine) {
      return machine.view(name, System.nanoTime());
    }
  }

  /** Stops serving and announces it, so that no other site waits for the lease to lapse. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    handle((site, now) -> site.leave(now));
    Thread running = thread;
    try {
      if (running != null) {
        running.interrupt();
        running.join(java.time.Duration.ofSeconds(5));
        ended.await(SiteMachine.ANNOUNCED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    heartbeat.close();
    pending.keySet().forEach(id -> settle(id, false));
  }
}
