package org.bongsu.sim;

import org.bongsu.apply.Tx;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.UserRooms;
import org.bongsu.store.Db;

/**
 * Devices that sync, through the reads of the production core: from the token's position of each
 * shard to the site's position.
 */
final class Syncing {
  private static final int EVENTS_MAX = 100_000;

  private final Sites sites;
  private final Scheduler scheduler;
  private final SeededRandom random;
  private final History history;
  private boolean stopped;

  Syncing(Sites sites, Scheduler scheduler, SeededRandom random, History history) {
    this.sites = sites;
    this.scheduler = scheduler;
    this.random = random;
    this.history = history;
  }

  void start(SimulatedDevice device) {
    scheduler.after(
        random.between(20, 300),
        () -> {
          if (stopped) {
            return;
          }
          sync(device, random.pick(sites.all()));
          start(device);
        });
  }

  void stop() {
    stopped = true;
  }

  /** Syncs once; does nothing if the site is down or behind the token. */
  void sync(SimulatedDevice device, Site site) {
    int shards = sites.map().count();
    long[] from = device.token == null ? new long[shards] : device.token;
    for (int shard = 0; shard < shards; shard++) {
      if (!site.serves() || site.next(shard) < from[shard]) {
        return;
      }
    }
    long[] until = new long[shards];
    for (int shard = 0; shard < shards; shard++) {
      until[shard] = site.next(shard);
      read(device, site.db(shard), from[shard], until[shard]);
    }
    device.token = until;
    history.answers(new History.Answer(site.number(), until, scheduler.nowMillis(), site.flaws()));
  }

  private void read(SimulatedDevice device, Db db, long from, long until) {
    long first = Tx.firstOrdering(from);
    for (UserRooms.UserRoom room : new UserRooms(db).changedSince(device.user, first)) {
      if (room.isJoined()) {
        for (StoredEvent event :
            new Rooms(db).forwards(room.room(), first, Tx.firstOrdering(until), EVENTS_MAX)) {
          history.seen(new History.Seen(device.user, device.id, room.room().id(), event.id()));
        }
      }
    }
  }
}
