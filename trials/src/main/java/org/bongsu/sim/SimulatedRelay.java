package org.bongsu.sim;

import java.util.List;
import org.bongsu.command.ShardCommand;
import org.bongsu.shard.RelayLane;

/**
 * The relay of one site: the production protocol over a network that loses, repeats and overtakes.
 * Several sites' relays are at work at once.
 */
final class SimulatedRelay {
  private final Site site;
  private final Sites sites;
  private final Scheduler agenda;
  private final SeededRandom chance;
  private final History history;

  SimulatedRelay(Site site, Sites sites, Scheduler agenda, SeededRandom chance, History history) {
    this.site = site;
    this.sites = sites;
    this.agenda = agenda;
    this.chance = chance;
    this.history = history;
  }

  void start() {
    agenda.after(chance.between(5, 60), this::carryAgain);
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
    agenda.after(chance.between(5, 60), this::carryAgain);
  }

  private void carry(RelayLane lane) {
    List<ShardCommand.Deliver> due = due(lane);
    if (!due.stream().allMatch(site.version()::knows)) {
      return; // another version left it here, and this one cannot read it
    }
    for (ShardCommand.Deliver delivery : due) {
      int copies = chance.percent(5) ? 0 : chance.percent(10) ? 2 : 1;
      for (int copy = 0; copy < copies; copy++) {
        agenda.after(
            chance.percent(70) ? 1 : chance.between(1, 60), () -> append(lane.target(), delivery));
      }
    }
    lane.arrived(site.db(lane.source()), site.db(lane.target()))
        .ifPresent(
            arrived -> agenda.after(chance.between(1, 60), () -> append(lane.source(), arrived)));
  }

  /** Whether anything waits in this site's outboxes, or is there and not acknowledged. */
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
      site.submit(shard, "relay-" + site.number(), agenda.nowMillis(), command, offset -> {});
    }
  }
}
