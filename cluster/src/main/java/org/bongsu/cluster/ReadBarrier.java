package org.bongsu.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Proves that a shard is current here: a marker of this site is appended to the shard's log and
 * applied here. Guarantee: the site then has everything that was durable when the marker was
 * requested, because a deposed leader of the log cannot acknowledge an append.
 *
 * <p>One marker per shard is in flight at a time. Requests that come meanwhile share the next one,
 * since their marker must be appended after they asked.
 */
final class ReadBarrier {
  /**
   * A marker that was applied or failed.
   *
   * @param requesters the ids that waited for it
   * @param next the marker to append to the same shard now; empty if there was no request meanwhile
   */
  record Settled(int shard, Set<Long> requesters, OptionalLong next) {}

  private record InFlight(int shard, Set<Long> requesters) {}

  private final Map<Long, InFlight> inFlight = new HashMap<>();

  /** By shard, the requesters of the marker after the one in flight. */
  private final Map<Integer, Set<Long>> later = new HashMap<>();

  private long markers;

  /** Returns the marker to append now; empty if one is in flight and the next will serve. */
  OptionalLong ask(int shard, long requester) {
    boolean busy = inFlight.values().stream().anyMatch(one -> one.shard == shard);
    if (busy) {
      later.computeIfAbsent(shard, s -> new HashSet<>()).add(requester);
      return OptionalLong.empty();
    }
    return begin(shard, Set.of(requester));
  }

  private OptionalLong begin(int shard, Set<Long> requesters) {
    inFlight.put(++markers, new InFlight(shard, requesters));
    return OptionalLong.of(markers);
  }

  /** A marker was applied or failed; no requesters if it is unknown or already settled. */
  Settled settle(long marker) {
    InFlight settled = inFlight.remove(marker);
    if (settled == null) {
      return new Settled(-1, Set.of(), OptionalLong.empty());
    }
    Set<Long> waiting = later.remove(settled.shard);
    OptionalLong next = waiting == null ? OptionalLong.empty() : begin(settled.shard, waiting);
    return new Settled(settled.shard, settled.requesters, next);
  }

  /** Removes a requester that no longer waits. */
  void forget(long requester) {
    later.values().forEach(waiting -> waiting.remove(requester));
  }
}
