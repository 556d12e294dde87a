package org.bongsu.sim;

import org.bongsu.command.ShardCommand;
import org.bongsu.json.Json;

/** An effect without tasks, which only writes its progress to the log. */
final class SimulatedWorker {
  private final Sites sites;
  private final Scheduler scheduler;
  private final SeededRandom random;
  private boolean stopped;

  SimulatedWorker(Sites sites, Scheduler scheduler, SeededRandom random) {
    this.sites = sites;
    this.scheduler = scheduler;
    this.random = random;
  }

  void start() {
    scheduler.after(
        random.between(100, 900),
        () -> {
          Site site = random.pick(sites.all());
          int shard = random.below(sites.map().count());
          if (stopped) {
            return;
          }
          if (site.serves()) {
            ShardCommand done =
                new ShardCommand.EffectsDone("worker", site.next(shard), Json.array());
            site.submit(shard, "worker", scheduler.nowMillis(), done, offset -> {});
          }
          start();
        });
  }

  void stop() {
    stopped = true;
  }
}
