package org.bongsu.backup;

import java.util.Arrays;
import java.util.Set;
import org.bongsu.cluster.Bus;
import org.bongsu.gateway.RevocationLedger;
import org.bongsu.json.Json;
import org.bongsu.shard.Shards;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far the ledger of revocations is written, at whichever site that happens. A revocation is
 * acknowledged after that, so that it holds even if everything burns right afterwards; but if the
 * ledger is not written for a while, revocations go on without it.
 */
final class LedgerProgress implements RevocationLedger {
  private static final long WAIT_NANOS = 5_000_000_000L;

  /** Without progress for this long nobody waits. */
  private static final long STALE_NANOS = 15_000_000_000L;

  private static final String PROGRESS = "backup";
  private static final String WANTED = "backup-wanted";

  private final Shards shards;
  private final EntryTail tail;
  private final Bus bus;
  private final BackupStatus status;
  private final long[] ledger;
  private long newsNanos;
  private boolean hasNews;
  private boolean wanted;
  private boolean stopped;

  LedgerProgress(Shards shards, EntryTail tail, Bus bus, BackupStatus status) {
    this.shards = shards;
    this.tail = tail;
    this.bus = bus;
    this.status = status;
    this.ledger = new long[shards.map().count()];
    bus.subscribe(PROGRESS, this::hear);
    bus.subscribe(WANTED, message -> want());
  }

  /** Waits until the ledger has what these shards have applied. */
  @Override
  public void await(Set<Integer> revokedOn) {
    long[] positions = shards.positions();
    long deadline = System.nanoTime() + WAIT_NANOS;
    if (isCovered(revokedOn, positions)) {
      return;
    }
    if (!bus.isAlone()) {
      bus.publish(WANTED, Json.object());
    }
    if (!awaitCovered(revokedOn, positions, deadline)) {
      status.unconfirmed();
    }
  }

  private synchronized boolean awaitCovered(
      Set<Integer> revokedOn, long[] positions, long deadline) {
    want();
    while (!isCovered(revokedOn, positions)) {
      long now = System.nanoTime();
      if (!hasNews || now - newsNanos > STALE_NANOS || now - deadline >= 0) {
        return false;
      }
      try {
        wait(Math.max(1, (deadline - now) / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private synchronized boolean isCovered(Set<Integer> revokedOn, long[] positions) {
    return revokedOn.stream().allMatch(shard -> ledger[shard] >= positions[shard]);
  }

  /** Asks for a round of the ledger now. */
  private synchronized void want() {
    wanted = true;
    notifyAll();
  }

  /** Ends the wait for a round; further ones return at once. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Waits some time, unless it is stopped. */
  synchronized void pause(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (!stopped && System.nanoTime() - deadline < 0) {
      wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }
  }

  /** Waits until a round is wanted, at most some time. */
  synchronized boolean awaitWanted(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (!wanted && !stopped && System.nanoTime() - deadline < 0) {
      wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }
    boolean was = wanted;
    wanted = false;
    return was;
  }

  /** This site has written the ledger; all sites learn of it. */
  void written(long[] covered) {
    note(covered);
    if (!bus.isAlone()) {
      publish("ledger", covered);
    }
  }

  /** This site has written the log; other sites need not keep it any longer. */
  void saved(long[] positions) {
    if (!bus.isAlone()) {
      publish("log", positions);
    }
  }

  private void publish(String what, long[] positions) {
    ObjectNode message = Json.object();
    ArrayNode array = message.putArray(what);
    Arrays.stream(positions).forEach(array::add);
    bus.publish(PROGRESS, message);
  }

  private void hear(ObjectNode message) {
    if (message.path("ledger").isArray()) {
      note(positions(message.path("ledger")));
    }
    if (message.path("log").isArray()) {
      tail.drop(positions(message.path("log")));
    }
  }

  private long[] positions(JsonNode array) {
    if (array.size() != ledger.length) {
      throw new IllegalArgumentException("positions of other shards");
    }
    return array.valueStream().mapToLong(JsonNode::asLong).toArray();
  }

  private synchronized void note(long[] covered) {
    for (int shard = 0; shard < ledger.length; shard++) {
      ledger[shard] = Math.max(ledger[shard], covered[shard]);
    }
    newsNanos = System.nanoTime();
    hasNews = true;
    notifyAll();
  }
}
