package org.bongsu.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How this site comes to know that it is not behind: a marker of its own is appended to a shard and
 * applied here. An append cannot succeed at a leader that was deposed, so the site then shows
 * everything that was durable before.
 *
 * <p>One marker of a shard is under way at a time. Those who ask meanwhile share the one after it,
 * as theirs must be appended after they asked.
 */
final class ReadBarrier {
  /**
   * A marker that was applied or failed.
   *
   * @param askers who waited for it
   * @param next the marker to append to the same shard now; empty if nobody asked meanwhile
   */
  record Settled(int shard, Set<Long> askers, OptionalLong next) {}

  private record UnderWay(int shard, Set<Long> askers) {}

  private final Map<Long, UnderWay> underWay = new HashMap<>();

  /** By shard, who waits for the marker after the one under way. */
  private final Map<Integer, Set<Long>> later = new HashMap<>();

  private long markers;

  /** The marker to append now; empty if one is under way already, and another comes after it. */
  OptionalLong ask(int shard, long asker) {
    boolean busy = underWay.values().stream().anyMatch(one -> one.shard == shard);
    if (busy) {
      later.computeIfAbsent(shard, s -> new HashSet<>()).add(asker);
      return OptionalLong.empty();
    }
    return begin(shard, Set.of(asker));
  }

  private OptionalLong begin(int shard, Set<Long> askers) {
    underWay.put(++markers, new UnderWay(shard, askers));
    return OptionalLong.of(markers);
  }

  /** A marker was applied or failed; empty askers if it is not known, or was settled before. */
  Settled settle(long marker) {
    UnderWay settled = underWay.remove(marker);
    if (settled == null) {
      return new Settled(-1, Set.of(), OptionalLong.empty());
    }
    Set<Long> waiting = later.remove(settled.shard);
    OptionalLong next = waiting == null ? OptionalLong.empty() : begin(settled.shard, waiting);
    return new Settled(settled.shard, settled.askers, next);
  }

  /** Who asked waits no longer. */
  void forget(long asker) {
    later.values().forEach(waiting -> waiting.remove(asker));
  }
}
