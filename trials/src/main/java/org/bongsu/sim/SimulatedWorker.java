package org.bongsu.sim;

import org.bongsu.command.ShardCommand;
import org.bongsu.json.Json;

/** An effects worker that has nothing to do in the world, but says how far it is. */
final class SimulatedWorker {
  private final Sites sites;
  private final Scheduler agenda;
  private final SeededRandom chance;
  private boolean stopped;

  SimulatedWorker(Sites sites, Scheduler agenda, SeededRandom chance) {
    this.sites = sites;
    this.agenda = agenda;
    this.chance = chance;
  }

  void start() {
    agenda.after(
        chance.between(100, 900),
        () -> {
          Site site = chance.pick(sites.all());
          int shard = chance.below(sites.map().count());
          if (stopped) {
            return;
          }
          if (site.serves()) {
            ShardCommand done =
                new ShardCommand.EffectsDone("worker", site.next(shard), Json.array());
            site.submit(shard, "worker", agenda.nowMillis(), done, offset -> {});
          }
          start();
        });
  }

  void stop() {
    stopped = true;
  }
}
