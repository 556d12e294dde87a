package org.bongsu.effects;

import java.util.List;
import java.util.stream.IntStream;
import org.bongsu.apply.Change;

/** Runs one effect: a follower for each shard, and the lanes that perform its tasks. */
final class EffectRunner<T extends EffectTask> {
  private final Effect<T> effect;
  private final EffectCounts.Counter counter = new EffectCounts.Counter();
  private final EffectLanes<T> lanes;
  private final List<EffectFollower<T>> followers;

  EffectRunner(Effect<T> effect, EffectSurroundings surroundings) {
    this.effect = effect;
    this.lanes = new EffectLanes<>(effect, surroundings, counter);
    this.followers =
        IntStream.range(0, surroundings.shards().map().count())
            .mapToObj(shard -> new EffectFollower<>(shard, effect, lanes, surroundings))
            .toList();
  }

  Effect<T> effect() {
    return effect;
  }

  void committed(int shard, long next, List<Change> changes) {
    effect.committed(changes);
    followers.get(shard).wake(next, changes.stream().anyMatch(effect::follows));
  }

  /** Starts; entries before {@code positions} are examined, too. */
  void start(long[] positions) {
    for (int shard = 0; shard < positions.length; shard++) {
      followers.get(shard).wake(positions[shard], true);
    }
    followers.forEach(EffectFollower::start);
  }

  EffectCounts counts() {
    return counter.counts(effect.name());
  }

  /** Stops examining entries, lets running attempts end, and writes the progress. */
  void close() throws InterruptedException {
    for (EffectFollower<T> follower : followers) {
      follower.stop();
    }
    lanes.close();
    for (EffectFollower<T> follower : followers) {
      follower.writeLast();
    }
  }
}
