package org.bongsu.sim;

import java.util.List;
import org.bongsu.command.ShardCommand;
import org.bongsu.shard.RelayLane;

/**
 * The relay of one site: the production protocol over a network that loses, repeats and reorders.
 * Several sites' relays run at the same time.
 */
final class SimulatedRelay {
  private final Site site;
  private final Sites sites;
  private final Scheduler scheduler;
  private final SeededRandom random;
  private final History history;

  SimulatedRelay(
      Site site, Sites sites, Scheduler scheduler, SeededRandom random, History history) {
    this.site = site;
    this.sites = sites;
    this.scheduler = scheduler;
    this.random = random;
    this.history = history;
  }

  void start() {
    scheduler.after(random.between(5, 60), this::carryAgain);
  }

  private void carryAgain() {
    if (site.serves()) {
      for (int source = 0; source < sites.map().count(); source++) {
        boolean waits = site.db(source).exists("SELECT 1 FROM outbox");
        for (int target = 0; waits && target < sites.map().count(); target++) {
          carry(new RelayLane(source, target));
        }
      }
    }
    scheduler.after(random.between(5, 60), this::carryAgain);
  }

  private void carry(RelayLane lane) {
    List<ShardCommand.Deliver> due = due(lane);
    if (!due.stream().allMatch(site.version()::knows)) {
      return; // from a newer version; this one cannot read it
    }
    for (ShardCommand.Deliver delivery : due) {
      int copies = random.percent(5) ? 0 : random.percent(10) ? 2 : 1;
      for (int copy = 0; copy < copies; copy++) {
        scheduler.after(
            random.percent(70) ? 1 : random.between(1, 60), () -> append(lane.target(), delivery));
      }
    }
    lane.arrived(site.db(lane.source()), site.db(lane.target()))
        .ifPresent(arrived ->
            scheduler.after(random.between(1, 60), () -> append(lane.source(), arrived)));
  }

  /** Whether a delivery waits in this site's outboxes or is not acknowledged. */
  boolean hasWork() {
    for (int source = 0; source < sites.map().count(); source++) {
      for (int target = 0; target < sites.map().count(); target++) {
        RelayLane lane = new RelayLane(source, target);
        if (!due(lane).isEmpty() || lane.arrived(site.db(source), site.db(target)).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  private List<ShardCommand.Deliver> due(RelayLane lane) {
    return lane.due(site.db(lane.source()), site.db(lane.target()));
  }

  private void append(int shard, ShardCommand command) {
    history.deliveries += command instanceof ShardCommand.Deliver ? 1 : 0;
    if (site.isUp()) {
      site.submit(shard, "relay-" + site.number(), scheduler.nowMillis(), command, offset -> {});
    }
  }
}
