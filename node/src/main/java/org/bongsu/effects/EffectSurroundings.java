package org.bongsu.effects;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.bongsu.gateway.CommandGateway;
import org.bongsu.shard.Shards;

/**
 * What effects need of the node that runs them.
 *
 * @param commands where the reports of what was done go
 * @param charge which site does them
 * @param jitter gives numbers from 0 to 1, from any thread
 * @param sleeper waits between tries
 */
public record EffectSurroundings(
    Shards shards,
    CommandGateway commands,
    Leadership charge,
    DoubleSupplier jitter,
    Sleeper sleeper) {

  /** Lets time pass. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }
}
