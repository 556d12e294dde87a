package org.bongsu.effects;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The running effects of a node. */
public final class Effects implements AutoCloseable {
  private final List<EffectRunner<?>> runners;

  private Effects(List<EffectRunner<?>> runners) {
    this.runners = runners;
  }

  /** Starts effects, and owns them from then on. */
  public static Effects open(EffectSurroundings surroundings, List<? extends Effect<?>> effects) {
    Set<String> names = new HashSet<>();
    for (Effect<?> effect : effects) {
      if (!names.add(effect.name())) {
        throw new IllegalArgumentException("two effects are named " + effect.name());
      }
    }
    List<EffectRunner<?>> runners =
        effects.stream().<EffectRunner<?>>map(effect -> runner(effect, surroundings)).toList();
    surroundings
        .shards()
        .subscribe((shard, next, changes) ->
            runners.forEach(runner -> runner.committed(shard, next, changes)));
    for (EffectRunner<?> runner : runners) {
      runner.effect().load(surroundings.shards());
      runner.start(surroundings.shards().positions());
    }
    return new Effects(runners);
  }

  private static <T extends EffectTask> EffectRunner<T> runner(
      Effect<T> effect, EffectSurroundings surroundings) {
    return new EffectRunner<>(effect, surroundings);
  }

  /** The counts of each effect. */
  public List<EffectCounts> counts() {
    return runners.stream().map(EffectRunner::counts).toList();
  }

  @Override
  public void close() {
    try {
      for (EffectRunner<?> runner : runners) {
        runner.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      runners.forEach(runner -> runner.effect().close());
    }
  }
}
