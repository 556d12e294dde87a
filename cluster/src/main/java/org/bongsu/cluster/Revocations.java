package org.bongsu.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Revocations of this site that wait until no other site shows what they took back. */
final class Revocations {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Waiting(long[] positions, long sinceSequence, long sinceNanos) {}

  private final Map<Long, Waiting> waiting = new LinkedHashMap<>();

  int size() {
    return waiting.size();
  }

  /** Waits for what the others say after this run's record of a sequence. */
  void add(long id, long[] positions, long sequence, long nowNanos) {
    waiting.put(id, new Waiting(positions.clone(), sequence, nowNanos));
  }

  /**
   * Takes out those of which it is known now that all other sites have applied them, or stopped.
   */
  List<Long> takeFollowed(ClusterView board) {
    List<Long> followed = new ArrayList<>();
    waiting.forEach((id, one) -> {
      if (board.isAppliedByAll(one.positions, one.sinceSequence)) {
        followed.add(id);
      }
    });
    followed.forEach(waiting::remove);
    return followed;
  }

  /** Takes out those that have waited too long. */
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
