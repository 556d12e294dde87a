package org.bongsu.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Revocations of this site that wait until no other site shows what they revoked. */
final class Revocations {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Waiting(long[] positions, long sinceSequence, long sinceNanos) {}

  private final Map<Long, Waiting> waiting = new LinkedHashMap<>();

  int size() {
    return waiting.size();
  }

  /**
   * * Adds a revocation. * *
   *
   * @param sequence of this run's newest record: only what is known by a later one counts
   */
  void add(long id, long[] positions, long sequence, long nowNanos) {
    waiting.put(id, new Waiting(positions.clone(), sequence, nowNanos));
  }

  /**
   * Removes and returns those that every other site is now known to have applied, or to have
   * stopped serving.
   */
  List<Long> takeReleased(ClusterView clusterView) {
    List<Long> released = new ArrayList<>();
    waiting.forEach((id, one) -> {
      if (clusterView.isAppliedByAll(one.positions, one.sinceSequence)) {
        released.add(id);
      }
    });
    released.forEach(waiting::remove);
    return released;
  }

  /** Removes and returns those that have waited for {@code patienceNanos} or longer. */
  List<Long> takeOverdue(long patienceNanos, long nowNanos) {
    List<Long> overdue = new ArrayList<>();
    waiting.forEach((id, one) -> {
      if (nowNanos - one.sinceNanos >= patienceNanos) {
        overdue.add(id);
      }
    });
    overdue.forEach(waiting::remove);
    return overdue;
  }
}
