package org.bongsu.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Runs of the production core under a simulated world; each of them is single-threaded. */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("sim.seeds", 80);

  @Test
  void seedsPass() {
    List<SimReport> reports =
        LongStream.rangeClosed(1, SEEDS)
            .parallel()
            .mapToObj(seed -> Simulation.run(seed, SimOptions.defaults()))
            .toList();
    long acknowledged = reports.stream().mapToLong(SimReport::acknowledged).sum();
    assertTrue(acknowledged > 30L * SEEDS, "too little happened: " + acknowledged);
    long faults = reports.stream().mapToLong(SimReport::faults).sum();
    assertTrue(faults > SEEDS, "too little broke: " + faults);
    long notYet = reports.stream().mapToLong(SimReport::notYet).sum();
    assertTrue(notYet > SEEDS, "too few commands were refused as too new: " + notYet);
    long stopped = reports.stream().mapToLong(SimReport::stopped).sum();
    assertTrue(stopped > SEEDS / 50, "too few sites met something unknown: " + stopped);
    long refused = reports.stream().mapToLong(SimReport::refusedFiles).sum();
    assertTrue(refused > SEEDS / 20, "too few older versions met newer files: " + refused);
    long damaged = reports.stream().mapToLong(SimReport::damagedRows).sum();
    assertTrue(damaged > SEEDS / 20, "too few rows were damaged: " + damaged);
    long quarantined = reports.stream().mapToLong(SimReport::quarantined).sum();
    assertTrue(quarantined > SEEDS / 10, "too few sites were quarantined: " + quarantined);
    long revocations = reports.stream().mapToLong(SimReport::revocations).sum();
    assertTrue(revocations > SEEDS, "too few revocations: " + revocations);
    long retries = reports.stream().mapToLong(SimReport::retries).sum();
    assertTrue(retries > SEEDS, "too few answers were lost: " + retries);
    long timers = reports.stream().mapToLong(SimReport::timersFired).sum();
    assertTrue(timers > SEEDS, "too few timers fired: " + timers);
    long repeated = reports.stream().mapToLong(SimReport::deliveries).sum();
    assertTrue(repeated > SEEDS, "too little went from shard to shard: " + repeated);
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    SimReport first = Simulation.run(7, SimOptions.defaults());
    assertEquals(first, Simulation.run(7, SimOptions.defaults()));
  }

  /** So that the command which a failure names repeats it. */
  @Test
  void theSameSeedFailsInTheSameWay() {
    BugInjector lost =
        (site, shard, db, applied) ->
            db.execute("UPDATE event SET content = '{}' WHERE type = 'm.room.message'");
    assertEquals(failure(lost), failure(lost));
  }

  private static String failure(BugInjector bugs) {
    return assertThrows(
            SimulationFailed.class, () -> Simulation.run(7, SimOptions.defaults(), bugs))
        .getMessage();
  }
}
