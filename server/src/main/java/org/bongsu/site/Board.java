package org.bongsu.site;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bongsu.command.CommandLevels;
import org.jspecify.annotations.Nullable;

/**
 * What all sites have said, as far as this one has read; every site reads the same in the same
 * order. Who is in charge follows from the order alone: a claim counts where it names the newest
 * record of whoever was in charge, so of two claims the first counts, and a sign of life that came
 * before a claim makes it void.
 */
public final class Board {
  /**
   * A site's newest record.
   *
   * @param readNanos when it was read here, by the monotonic clock
   */
  record Seen(Status status, long readNanos) {}

  private final String self;
  private final SiteTiming timing;
  private final Map<String, Seen> sites = new TreeMap<>();
  private final Digests digests = new Digests();

  /** The command forms that each site has last said to apply; one that has left comes back. */
  private final Map<String, Integer> levels = new HashMap<>();

  /** The run in charge; empty for none. */
  private String holder = "";

  private long holderOffset = Status.NOBODY;
  private @Nullable Long ownSentNanos;
  private boolean hasReadOwn;

  /**
   * Starts with nobody.
   *
   * @param self the writer of this run's records
   */
  public Board(String self, SiteTiming timing) {
    this.self = self;
    this.timing = timing;
  }

  /**
   * Takes the next record.
   *
   * @param sentNanos when this run sent it; null where another one did
   */
  public synchronized void read(
      long offset, Status status, long nowNanos, @Nullable Long sentNanos) {
    if (sentNanos != null) {
      ownSentNanos = sentNanos;
    }
    if (status.leaving()) {
      sites.remove(status.site());
    } else {
      sites.put(status.site(), new Seen(status, nowNanos));
    }
    hasReadOwn |= status.writer().equals(self);
    levels.put(status.site(), status.level());
    decideCharge(offset, status);
    digests.note(status);
    notifyAll();
  }

  private void decideCharge(long offset, Status status) {
    String writer = status.writer();
    boolean claims = status.claims() != Status.NOTHING;
    boolean takesOver = claims && (holder.isEmpty() || status.claims() == holderOffset);
    boolean wasInCharge = status.holds() && holder.isEmpty(); // its claim is not kept any more
    if (status.leaving()) {
      if (holder.equals(writer)) {
        holder = "";
      }
    } else if (takesOver || wasInCharge || holder.equals(writer)) {
      holder = writer;
      holderOffset = offset;
    }
  }

  /** Whether this run is in charge, by what stands in the log up to its own newest record. */
  public synchronized boolean isHeldBySelf() {
    return holder.equals(self);
  }

  /** When this run sent the newest of its records that it has read back; empty for none yet. */
  synchronized Optional<Long> ownSentNanos() {
    return Optional.ofNullable(ownSentNanos);
  }

  /** What to write to be put in charge now; {@link Status#NOTHING} where somebody may be. */
  public synchronized long claimable(long nowNanos) {
    if (holder.isEmpty()) {
      return Status.NOBODY;
    }
    for (Seen seen : sites.values()) {
      if (seen.status.writer().equals(holder)) {
        return mayServe(seen, nowNanos) ? Status.NOTHING : holderOffset;
      }
    }
    return holderOffset; // another run of that site came after it
  }

  private boolean mayServe(Seen seen, long nowNanos) {
    return nowNanos - seen.readNanos <= timing.lapsed().toNanos();
  }

  /**
   * Whether every other site has applied so much, or served no more at some moment after {@code
   * sinceNanos}. It is known only by a record of this run, sent later than that and read back: what
   * others wrote before it has been read, too.
   */
  public synchronized boolean isAppliedByAll(long[] positions, long sinceNanos) {
    Long sent = ownSentNanos;
    if (sent == null || sent - sinceNanos <= 0) {
      return false;
    }
    for (Seen seen : sites.values()) {
      boolean own = seen.status.writer().equals(self);
      if (!own && mayServe(seen, sent) && seen.status.serves() && !reaches(seen, positions)) {
        return false;
      }
    }
    return true;
  }

  private static boolean reaches(Seen seen, long[] positions) {
    for (int shard = 0; shard < positions.length; shard++) {
      if (seen.status.positions()[shard] < positions[shard]) {
        return false;
      }
    }
    return true;
  }

  /** Waits until {@link #isAppliedByAll}; false where it was not in time. */
  synchronized boolean awaitAppliedByAll(long[] positions, long sinceNanos, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isAppliedByAll(positions, sinceNanos)) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  /** The furthest that another site has said to have applied, for each shard. */
  public synchronized long[] furthest(int shards) {
    long[] furthest = new long[shards];
    for (Seen seen : sites.values()) {
      for (int shard = 0; shard < shards; shard++) {
        furthest[shard] = Math.max(furthest[shard], seen.status.positions()[shard]);
      }
    }
    return furthest;
  }

  /**
   * The newest command forms that all of these sites apply; who was never heard knows the oldest.
   */
  public synchronized int level(List<String> of) {
    return of.stream()
        .mapToInt(site -> levels.getOrDefault(site, CommandLevels.OLDEST))
        .min()
        .orElse(CommandLevels.OLDEST);
  }

  /** All sites' newest records, by name. */
  synchronized List<Seen> sites() {
    return new ArrayList<>(sites.values());
  }

  /**
   * A shard and position at which this site differs from two others, which agree. Nothing is known
   * before a record of this run has been read: what stands before it, runs before this one have
   * said, perhaps of data that was made anew since.
   */
  synchronized Optional<String> differing(String site) {
    return hasReadOwn ? digests.differing(site) : Optional.empty();
  }
}
