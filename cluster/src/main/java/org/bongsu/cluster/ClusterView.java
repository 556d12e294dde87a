package org.bongsu.cluster;

import java.time.Duration;
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
final class ClusterView {
  /**
   * A site's newest record.
   *
   * @param readNanos when it was read here, by the monotonic clock
   */
  private record Seen(StatusRecord status, long readNanos) {}

  private final String self;
  private final SiteTiming timing;
  private final Map<String, Seen> sites = new TreeMap<>();
  private final Digests digests = new Digests();

  /** The command forms that each site has last said to apply; one that has left comes back. */
  private final Map<String, Integer> levels = new HashMap<>();

  /** The run in charge; empty for none. */
  private String holder = "";

  private long holderOffset = StatusRecord.NOBODY;
  private @Nullable Long ownSentNanos;
  private long ownSequence;
  private boolean hasReadOwn;

  /**
   * Starts with nobody.
   *
   * @param self the writer of this run's records
   */
  ClusterView(String self, SiteTiming timing) {
    this.self = self;
    this.timing = timing;
  }

  /**
   * Takes the next record.
   *
   * @param sentNanos when this run sent it; null where another one did
   */
  void read(long offset, StatusRecord status, long nowNanos, @Nullable Long sentNanos) {
    if (sentNanos != null && status.sequence() > ownSequence) {
      ownSentNanos = sentNanos;
      ownSequence = status.sequence();
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
  }

  private void decideCharge(long offset, StatusRecord status) {
    String writer = status.writer();
    boolean claims = status.claims() != StatusRecord.NOTHING;
    boolean takesOver = claims && (holder.isEmpty() || status.claims() == holderOffset);
    boolean wasLeader = status.holds() && holder.isEmpty(); // its claim is not kept any more
    if (status.leaving()) {
      if (holder.equals(writer)) {
        holder = "";
      }
    } else if (takesOver || wasLeader || holder.equals(writer)) {
      holder = writer;
      holderOffset = offset;
    }
  }

  /** Whether this run is in charge, by what stands in the log up to its own newest record. */
  boolean isHeldBySelf() {
    return holder.equals(self);
  }

  /** When this run sent the newest of its records that it has read back; empty for none yet. */
  Optional<Long> ownSentNanos() {
    return Optional.ofNullable(ownSentNanos);
  }

  /** The clock cannot be trusted: how old the own records are is not known. */
  void forgetWhenSent() {
    ownSentNanos = null;
  }

  /** What to write to be put in charge now; {@link StatusRecord#NOTHING} where somebody may be. */
  long claimable(long nowNanos) {
    if (holder.isEmpty()) {
      return StatusRecord.NOBODY;
    }
    for (Seen seen : sites.values()) {
      if (seen.status.writer().equals(holder)) {
        return mayServe(seen, nowNanos) ? StatusRecord.NOTHING : holderOffset;
      }
    }
    return holderOffset; // another run of that site came after it
  }

  private boolean mayServe(Seen seen, long nowNanos) {
    return nowNanos - seen.readNanos <= timing.lapsed().toNanos();
  }

  /**
   * Whether every other site has applied so much, or served no more at some moment after this run
   * had sent the record of a sequence. It is known only by a later record of this run that was read
   * back: what others wrote before it has been read, too.
   */
  boolean isAppliedByAll(long[] positions, long sinceSequence) {
    Long sent = ownSentNanos;
    if (sent == null || ownSequence <= sinceSequence) {
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

  /** The furthest that another site has said to have applied, for each shard. */
  long[] furthest(int shards) {
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
  int level(List<String> of) {
    return of.stream()
        .mapToInt(site -> levels.getOrDefault(site, CommandLevels.OLDEST))
        .min()
        .orElse(CommandLevels.OLDEST);
  }

  /** What all sites have said last, by name. */
  List<SiteView.Other> view(long nowNanos) {
    return sites.values().stream()
        .map(seen ->
            new SiteView.Other(
                seen.status.site(),
                seen.status.url(),
                seen.status.serves() && mayServe(seen, nowNanos),
                seen.status.positions(),
                Duration.ofNanos(nowNanos - seen.readNanos)))
        .toList();
  }

  /**
   * A shard and position at which this site differs from two others, which agree. Nothing is known
   * before a record of this run has been read: what stands before it, runs before this one have
   * said, perhaps of data that was made anew since.
   */
  Optional<String> differing(String site) {
    return hasReadOwn ? digests.differing(site) : Optional.empty();
  }
}
