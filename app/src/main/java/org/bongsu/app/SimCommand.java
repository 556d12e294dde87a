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

  @Override
  public Integer call() {
    int failed = 0;
    for (long next = seed; next < seed + seeds; next++) {
      try {
        SimReport report = Simulation.run(next, SimOptions.defaults());
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
