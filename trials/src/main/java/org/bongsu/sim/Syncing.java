package org.bongsu.sim;

import org.bongsu.apply.Tx;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.UserRooms;
import org.bongsu.store.Db;

/**
 * Devices that sync: from the token's position of each shard to the position of the site they ask,
 * through the reads of the production core.
 */
final class Syncing {
  private static final int EVENTS_MAX = 100_000;

  private final Sites sites;
  private final Scheduler agenda;
  private final SeededRandom chance;
  private final History history;
  private boolean stopped;

  Syncing(Sites sites, Scheduler agenda, SeededRandom chance, History history) {
    this.sites = sites;
    this.agenda = agenda;
    this.chance = chance;
    this.history = history;
  }

  void start(SimulatedDevice device) {
    agenda.after(
        chance.between(20, 300),
        () -> {
          if (stopped) {
            return;
          }
          sync(device, chance.pick(sites.all()));
          start(device);
        });
  }

  void stop() {
    stopped = true;
  }

  /** Syncs, unless the site is down or behind the token: then it would wait. */
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
    history.answers(new History.Answer(site.number(), until, agenda.nowMillis(), site.flaws()));
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
