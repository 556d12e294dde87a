package org.bongsu.effects;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.bongsu.gateway.CommandGateway;
import org.bongsu.shard.Shards;

/**
 * What effects need from their node.
 *
 * @param commands applies the reports of effects
 * @param leadership whether this site performs effects
 * @param jitter gives random numbers from 0 to 1; thread-safe
 * @param sleeper waits between attempts
 */
public record EffectSurroundings(
    Shards shards,
    CommandGateway commands,
    Leadership leadership,
    DoubleSupplier jitter,
    Sleeper sleeper) {

  /** Waits; replaced in tests. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }
}
