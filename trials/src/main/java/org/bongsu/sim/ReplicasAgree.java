package org.bongsu.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Replicas at the same position have the same digest and the same rows. */
final class ReplicasAgree implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    if (!history.disagreements().isEmpty()) {
      return Optional.of(history.disagreements().getFirst());
    }
    for (int shard = 0; shard < sites.map().count(); shard++) {
      SortedMap<String, List<String>> first = Tables.dump(sites.any().db(shard));
      for (Site site : sites.all()) {
        Optional<String> difference = difference(first, Tables.dump(site.db(shard)));
        if (difference.isPresent()) {
          return Optional.of(
              "shard %d, sites %d and %d: %s"
                  .formatted(shard, sites.any().number(), site.number(), difference.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> difference(
      SortedMap<String, List<String>> one, SortedMap<String, List<String>> other) {
    for (String table : one.keySet()) {
      List<String> rows = one.get(table);
      List<String> otherRows = other.getOrDefault(table, List.of());
      if (!rows.equals(otherRows)) {
        Set<String> here = new HashSet<>(rows);
        Set<String> there = new HashSet<>(otherRows);
        return Optional.of(
            "table %s differs: only here %s, only there %s"
                .formatted(
                    table,
                    rows.stream().filter(row -> !there.contains(row)).limit(3).toList(),
                    otherRows.stream().filter(row -> !here.contains(row)).limit(3).toList()));
      }
    }
    return Optional.empty();
  }
}
