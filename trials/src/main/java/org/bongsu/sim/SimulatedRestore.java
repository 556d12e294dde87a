package org.bongsu.sim;

import java.util.List;
import org.bongsu.command.Command;
import org.bongsu.command.ShardCommand;
import org.bongsu.shard.RevocationRecords;

/**
 * Appends what a restore from a backup appends, now and then and from any site: a recorded
 * revocation again, the beginning of an epoch, or a seal. Nothing is restored, so the revocations
 * meet states that have changed since.
 */
final class SimulatedRestore {
  private static final int SEALS_PERCENT = 8;
  private static final int EPOCHS_PERCENT = 8;
  private static final int RECORDS_MAX = 100;

  private final Sites sites;
  private final Scheduler scheduler;
  private final SeededRandom random;
  private boolean stopped;

  SimulatedRestore(Sites sites, Scheduler scheduler, SeededRandom random) {
    this.sites = sites;
    this.scheduler = scheduler;
    this.random = random;
  }

  void start() {
    scheduler.after(
        random.between(50, 500),
        () -> {
          Site site = random.pick(sites.all());
          if (stopped) {
            return;
          }
          if (site.serves()) {
            append(site, random.below(sites.map().count()));
          }
          start();
        });
  }

  private void append(Site site, int shard) {
    int which = random.below(100);
    if (which < SEALS_PERCENT) {
      submit(site, shard, new ShardCommand.Seal());
    } else if (which < SEALS_PERCENT + EPOCHS_PERCENT) {
      submit(site, 0, new ShardCommand.BeginEpoch("epoch"));
    } else {
      long from = random.between(0, 1 + site.next(shard));
      List<RevocationRecords.Recorded> records =
          RevocationRecords.from(site.db(shard), from, RECORDS_MAX);
      if (!records.isEmpty()) {
        submit(site, shard, new ShardCommand.Reapply(random.pick(records).command()));
      }
    }
  }

  private void submit(Site site, int shard, Command command) {
    site.submit(shard, "restore", site.clockMillis(), command, offset -> {});
  }

  void stop() {
    stopped = true;
  }
}
