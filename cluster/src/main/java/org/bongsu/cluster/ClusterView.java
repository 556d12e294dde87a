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
 * The newest status record of each site, as far as this site has read the status log; all sites
 * read the same records in the same order. Leadership follows from that order alone: a claim
 * succeeds if it names the offset of the leader's newest record. So of two competing claims the
 * first wins, and a leader that writes before a claim is appended keeps the leadership.
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

  /**
   * The command level of each site's last record; kept for sites that leave, as they may return.
   */
  private final Map<String, Integer> levels = new HashMap<>();

  /** The run that leads; empty for none. */
  private String leader = "";

  private long leaderOffset = StatusRecord.NOBODY;
  private @Nullable Long ownSentNanos;
  private long ownSequence;
  private boolean hasReadOwn;

  /**
   * Starts without any site.
   *
   * @param self the writer of this run's records
   */
  ClusterView(String self, SiteTiming timing) {
    this.self = self;
    this.timing = timing;
  }

  /**
   * Reads the next record.
   *
   * @param sentNanos when this run sent it; null if it is another run's or the time is not known
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
    updateLeader(offset, status);
    digests.note(status);
  }

  private void updateLeader(long offset, StatusRecord status) {
    String writer = status.writer();
    boolean claims = status.claims() != StatusRecord.NOTHING;
    boolean takesOver = claims && (leader.isEmpty() || status.claims() == leaderOffset);
    boolean wasLeader = status.holds() && leader.isEmpty(); // its claim is no longer in the log
    if (status.leaving()) {
      if (leader.equals(writer)) {
        leader = "";
      }
    } else if (takesOver || wasLeader || leader.equals(writer)) {
      leader = writer;
      leaderOffset = offset;
    }
  }

  /** Whether this run leads, by the status log as far as it has been read. */
  boolean isLedBySelf() {
    return leader.equals(self);
  }

  /** When this run sent the newest record that it has read back; empty if there is none. */
  Optional<Long> ownSentNanos() {
    return Optional.ofNullable(ownSentNanos);
  }

  /** The clock cannot be trusted: the age of this run's records is unknown. */
  void forgetWhenSent() {
    ownSentNanos = null;
  }

  /** The offset to claim leadership with now; {@link StatusRecord#NOTHING} if some run may lead. */
  long claimable(long nowNanos) {
    if (leader.isEmpty()) {
      return StatusRecord.NOBODY;
    }
    for (Seen seen : sites.values()) {
      if (seen.status.writer().equals(leader)) {
        return mayServe(seen, nowNanos) ? StatusRecord.NOTHING : leaderOffset;
      }
    }
    return leaderOffset; // a later run of that site has replaced it
  }

  private boolean mayServe(Seen seen, long nowNanos) {
    return nowNanos - seen.readNanos <= timing.lapsed().toNanos();
  }

  /**
   * Whether every other site has applied these positions, or did not serve at some moment after
   * this run had sent the record with this sequence. Decided only when a later record of this run
   * has been read back, because then everything that others wrote before it has been read, too.
   */
  boolean isAppliedByAll(long[] positions, long sinceSequence) {
    Long sent = ownSentNanos;
    if (sent == null || ownSequence <= sinceSequence) {
      return false;
    }
    for (Seen seen : sites.values()) {
      boolean isOwn = seen.status.writer().equals(self);
      if (!isOwn && mayServe(seen, sent) && seen.status.serves() && !reaches(seen, positions)) {
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

  /** For each shard, the highest position that any site has reported. */
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
   * The newest command level that all of these sites know; a site without a record counts as the
   * oldest level.
   */
  int level(List<String> of) {
    return of.stream()
        .mapToInt(site -> levels.getOrDefault(site, CommandLevels.OLDEST))
        .min()
        .orElse(CommandLevels.OLDEST);
  }

  /** The newest status of each site, by name. */
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
   * A shard and position at which this site's digest differs from those of two others, which agree.
   * Empty until a record of this run has been read: earlier records of this site were written by
   * earlier runs, whose data may have been rebuilt since.
   */
  Optional<String> differing(String site) {
    return hasReadOwn ? digests.differing(site) : Optional.empty();
  }
}
