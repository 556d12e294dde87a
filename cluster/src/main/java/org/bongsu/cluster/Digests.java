package org.bongsu.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bongsu.shard.DigestMark;

/** The digests that sites have reported for the last agreed positions. */
final class Digests {
  /** Positions remembered, of all shards together. */
  private static final int REMEMBERED_MAX = 4096;

  private record Place(int shard, long position) {
    @Override
    public String toString() {
      return "shard " + shard + " at position " + position;
    }
  }

  private final Map<Place, Map<String, String>> reported =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Map<String, String>> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  private final Map<String, String> runs = new TreeMap<>();

  void note(StatusRecord status) {
    if (!status.run().equals(runs.put(status.site(), status.run()))) {
      // It may have been rebuilt since, so the reports of its earlier runs no longer count.
      reported.values().forEach(bySite -> bySite.remove(status.site()));
    }
    for (int shard = 0; shard < status.marks().size(); shard++) {
      for (DigestMark mark : status.marks().get(shard)) {
        reported
            .computeIfAbsent(new Place(shard, mark.position()), place -> new TreeMap<>())
            .put(status.site(), mark.digest());
      }
    }
  }

  /** A place at which a site differs from at least two others, all of which agree. */
  Optional<String> differing(String site) {
    for (Map.Entry<Place, Map<String, String>> place : reported.entrySet()) {
      String own = place.getValue().get(site);
      if (own == null) {
        continue;
      }
      List<String> others = new ArrayList<>(place.getValue().values());
      others.remove(own);
      boolean twoAgree = others.size() >= 2 && others.stream().distinct().count() == 1;
      if (twoAgree && !others.getFirst().equals(own)) {
        return Optional.of(place.getKey().toString());
      }
    }
    return Optional.empty();
  }
}
