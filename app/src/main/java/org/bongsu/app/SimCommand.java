package org.bongsu.app;

import java.util.concurrent.Callable;
import org.bongsu.sim.SimOptions;
import org.bongsu.sim.SimReport;
import org.bongsu.sim.Simulation;
import org.bongsu.sim.SimulationFailed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the simulator over seeds. */
@Command(
    name = "sim",
    description = {
      "Runs the core in a simulated world in which sites crash and networks fail, and checks it.",
      "Ends with status 1 when a seed fails, and says how to repeat it."
    })
final class SimCommand implements Callable<Integer> {
  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many seeds, one after the other (default: ${DEFAULT-VALUE}).")
  int seeds = 1;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The first one (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Override
  public Integer call() {
    int failed = 0;
    for (long next = seed; next < seed + seeds; next++) {
      try {
        SimReport report = Simulation.run(next, SimOptions.usual());
        System.out.println(report);
      } catch (SimulationFailed e) {
        failed++;
        System.out.println(e.getMessage());
      }
    }
    System.out.printf("%d seeds, %d failed%n", seeds, failed);
    return failed == 0 ? 0 : 1;
  }
}
