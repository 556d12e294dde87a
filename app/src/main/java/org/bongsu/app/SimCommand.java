package org.bongsu.app;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.bongsu.sim.SimOptions;
import org.bongsu.sim.Simulation;
import org.bongsu.sim.SimulationFailed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the simulator over seeds. */
@Command(
    name = "sim",
    description = {
      "Runs simulated sites that crash and lose their network, and checks them.",
      "The exit status is 1 if a seed fails; the output says how to repeat it."
    })
final class SimCommand implements Callable<Integer> {
  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of consecutive seeds (default: ${DEFAULT-VALUE}).")
  int seeds = 1;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The first seed (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  /** Seeds are independent of each other, so that all cores work; they are printed in order. */
  @Override
  public Integer call() {
    AtomicInteger failed = new AtomicInteger();
    LongStream.range(seed, seed + seeds)
        .parallel()
        .mapToObj(next -> run(next, failed))
        .forEachOrdered(System.out::println);
    System.out.printf("%d seeds, %d failed%n", seeds, failed.get());
    return failed.get() == 0 ? 0 : 1;
  }

  private static String run(long seed, AtomicInteger failed) {
    try {
      return Simulation.run(seed, SimOptions.defaults()).toString();
    } catch (SimulationFailed e) {
      failed.incrementAndGet();
      return String.valueOf(e.getMessage());
    }
  }
}
