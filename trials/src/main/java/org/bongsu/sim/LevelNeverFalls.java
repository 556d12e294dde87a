package org.bongsu.sim;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * At each position of a shard all sites have the same level, and no later position has a lower one.
 */
final class LevelNeverFalls implements Checker {
  private static final Comparator<History.Levelled> IN_ORDER =
      Comparator.comparingInt(History.Levelled::shard)
          .thenComparingLong(History.Levelled::position)
          .thenComparingInt(History.Levelled::site);

  @Override
  public Optional<String> check(History history, Sites sites) {
    List<History.Levelled> inOrder = history.levelled().stream().sorted(IN_ORDER).toList();
    Map<Integer, History.Levelled> last = new HashMap<>();
    for (History.Levelled one : inOrder) {
      History.Levelled before = last.put(one.shard(), one);
      if (before == null) {
        continue;
      }
      boolean differs = before.position() == one.position() && before.level() != one.level();
      if (differs || one.level() < before.level()) {
        return Optional.of(
            "shard %d has level %d at %d in site %d, and level %d at %d in site %d"
                .formatted(
                    one.shard(),
                    before.level(),
                    before.position(),
                    before.site(),
                    one.level(),
                    one.position(),
                    one.site()));
      }
    }
    return Optional.empty();
  }
}
