package org.bongsu.cluster.recovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bongsu.shard.DigestMark;

/**
 * What is to be done after the loss of the log, decided from the reports of all sites.
 *
 * <p>Guarantee: the new log begins, in each shard, where the site that has applied most of it
 * ended. So it lacks nothing that a site in the plan has applied; as a site answers a client only
 * after it has applied the entry, that is everything acknowledged. Revocations are entries, too: of
 * two sites the one further on never shows more.
 */
public sealed interface RecoveryPlan {
  /** No site has lost its log. */
  record Nothing() implements RecoveryPlan {}

  /** A site cannot say yet whether it has lost its log. */
  record Undecided(String why) implements RecoveryPlan {}

  /** It is not safe. */
  record Refused(String why) implements RecoveryPlan {}

  /** A new log is made, and all sites continue with it. */
  record Begin(List<ShardPlan> shards) implements RecoveryPlan {
    /** Where each shard's log begins. */
    public long[] positions() {
      return shards.stream().mapToLong(ShardPlan::position).toArray();
    }
  }

  /** Some sites follow the log that is there; the others are to follow it, too. */
  record Join(String log, List<String> sites) implements RecoveryPlan {}

  /**
   * One shard of a new log.
   *
   * @param position where it begins
   * @param digest of everything before that
   * @param from the sites that have applied everything before that
   * @param copied the sites that copy the shard, with the number of entries that each lacks
   */
  record ShardPlan(
      int shard, long position, String digest, List<String> from, Map<String, Long> copied) {}

  /**
   * The log that is there now.
   *
   * @param id its identity
   * @param firstKept the oldest position of each shard
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Current(String id, long[] firstKept) {}

  /**
   * Decides.
   *
   * @param all the reports of all sites
   * @param givenUp sites whose data is not to be used
   * @param current empty if there is no log
   */
  static RecoveryPlan of(List<LogState> all, Set<String> givenUp, Optional<Current> current) {
    List<LogState> used =
        all.stream()
            .map(state -> givenUp.contains(state.site()) ? state.withoutData() : state)
            .toList();
    List<LogState> following =
        used.stream()
            .filter(state -> current.map(log -> state.follows(log.id)).orElse(false))
            .toList();
    List<LogState> others = used.stream().filter(state -> !following.contains(state)).toList();
    for (LogState state : others) {
      if (state.lost().isEmpty()) {
        return new Undecided(
            "site %s %s: try again later"
                .formatted(
                    state.site(),
                    state.isOpen()
                        ? "has not noticed yet that its log is lost"
                        : "has not finished starting"));
      }
    }
    if (others.isEmpty()) {
      return new Nothing();
    }
    if (used.stream().map(state -> state.shards().size()).distinct().count() > 1) {
      return new Refused("the sites have different numbers of shards: they are not one deployment");
    }
    return following.isEmpty() ? begin(used) : join(following, others, current.orElseThrow());
  }

  private static RecoveryPlan begin(List<LogState> all) {
    if (all.stream().noneMatch(LogState::hasData)) {
      return new Refused("no site has any data: there is nothing to continue");
    }
    List<ShardPlan> shards = new ArrayList<>();
    for (int shard = 0; shard < all.getFirst().shards().size(); shard++) {
      Optional<String> differing = differing(all, shard);
      if (differing.isPresent()) {
        return new Refused(differing.get());
      }
      shards.add(plan(all, shard));
    }
    return new Begin(List.copyOf(shards));
  }

  private static ShardPlan plan(List<LogState> all, int shard) {
    LogState.ShardState furthest =
        all.stream()
            .map(state -> state.shards().get(shard))
            .max(Comparator.comparingLong(LogState.ShardState::position))
            .orElseThrow();
    List<String> from = new ArrayList<>();
    Map<String, Long> copied = new TreeMap<>();
    for (LogState state : all) {
      long behind = furthest.position() - state.shards().get(shard).position();
      if (behind == 0) {
        from.add(state.site());
      } else {
        copied.put(state.site(), behind);
      }
    }
    return new ShardPlan(shard, furthest.position(), furthest.digest(), from, copied);
  }

  /** Two sites with different digests at one position of a shard, in words. */
  private static Optional<String> differing(List<LogState> all, int shard) {
    Map<Long, Map.Entry<String, String>> seen = new HashMap<>();
    for (LogState state : all) {
      for (DigestMark mark : state.shards().get(shard).known()) {
        Map.Entry<String, String> other =
            seen.putIfAbsent(mark.position(), Map.entry(state.site(), mark.digest()));
        if (other != null && !other.getValue().equals(mark.digest())) {
          return Optional.of(
              ("sites %s and %s differ in shard %d at position %d: find out which of them is right,"
                      + " and give up the other's data with --rebuild")
                  .formatted(other.getKey(), state.site(), shard, mark.position()));
        }
      }
    }
    return Optional.empty();
  }

  private static RecoveryPlan join(
      List<LogState> following, List<LogState> others, Current current) {
    for (LogState state : others) {
      for (int shard = 0; shard < state.shards().size(); shard++) {
        long position = state.shards().get(shard).position();
        if (position > agreedUpTo(shard, state, following, current)) {
          return new Refused(
              ("site %s has applied shard %d up to position %d, but the log that site %s follows"
                      + " has other entries there: give up the data of site %s with --rebuild")
                  .formatted(
                      state.site(), shard, position, following.getFirst().site(), state.site()));
        }
      }
    }
    return new Join(current.id, others.stream().map(LogState::site).toList());
  }

  /**
   * Up to which position a site's data can be that of the log that the others follow. If it comes
   * from the log before, that is where this one began, because until then they were compared; what
   * was later removed from the beginning of the log only makes the site copy more.
   */
  private static long agreedUpTo(
      int shard, LogState state, List<LogState> following, Current current) {
    return state.log().equals(current.id)
        ? following.stream().mapToLong(one -> one.shards().get(shard).position()).max().orElse(0)
        : current.firstKept[shard];
  }
}
