package org.bongsu.matrix.sync;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.bongsu.apply.Change;
import org.bongsu.id.UserId;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.UserRooms;
import org.bongsu.shard.CommitListener;
import org.bongsu.shard.Shards;
import org.bongsu.store.Readers;
import org.bongsu.store.StoreUnavailable;

/**
 * The users who sync now or did lately, and in which rooms they are. As each shard applies, it is
 * noted for whom there is something new on that shard, and whoever waits is woken.
 *
 * <p>A note is made before the position that it speaks of counts as applied here, so whoever first
 * asks {@link #applied} and then {@link SyncUser#hasNews} misses nothing.
 */
final class SyncUsers implements CommitListener {
  /** Users remembered; beyond it those who do not wait are forgotten. */
  private static final int REMEMBERED_MAX = 50_000;

  private static final long FORGOTTEN_AFTER_MILLIS = 5 * 60_000L;
  private static final long KEPT_MILLIS_MIN = 10_000;

  private final Shards shards;
  private final Clock clock;
  private final Map<String, SyncUser> watchers = new ConcurrentHashMap<>();
  private final Map<String, SyncUser.Room> rooms = new ConcurrentHashMap<>();
  private final AtomicLongArray applied;

  /** For each shard: the position behind the newest change of a membership or device list. */
  private final AtomicLongArray peopleChanged;

  /** For each shard: the position behind the newest change that is not noted for each user. */
  private final AtomicLongArray perhapsForAll;

  SyncUsers(Shards shards, Clock clock) {
    this.shards = shards;
    this.clock = clock;
    this.applied = new AtomicLongArray(shards.map().count());
    this.peopleChanged = new AtomicLongArray(shards.map().count());
    this.perhapsForAll = new AtomicLongArray(shards.map().count());
    shards.subscribe(this);
    long[] positions = shards.positions();
    for (int i = 0; i < positions.length; i++) {
      peopleChanged.accumulateAndGet(i, positions[i], Math::max);
      applied.accumulateAndGet(i, positions[i], Math::max);
    }
  }

  long applied(int shard) {
    return applied.get(shard);
  }

  @Override
  public void applied(int shard, long next, List<Change> changes) {
    Set<String> changedRooms = new LinkedHashSet<>();
    for (Change change : changes) {
      switch (change) {
        case Change.InRoom(String room) -> changedRooms.add(room);
        case Change.OfMember(String room, String user, String membership) ->
            member(shard, next, room, user, membership);
        case Change.OfUser(String user) ->
            find(user)
                .ifPresent(watcher -> {
                  watcher.accountChanged();
                  watcher.changed(shard, next);
                });
        case Change.OfSessions ignored -> {} // always comes with a change of the user
        case Change.OfMedia nobodySyncsIt -> {}
        case Change.OfPushers nobodySyncsThem -> {}
        case Change.OfTimer nobodySyncsIt -> {}
        case Change.DeviceList(String user) -> deviceList(shard, next, user);
      }
    }
    for (String changed : changedRooms) {
      SyncUser.Room room = rooms.get(changed);
      if (room != null) {
        room.changed(shard, next);
      }
    }
    applied.accumulateAndGet(shard, next, Math::max);
  }

  /** Whom it concerns is looked up later; until then the shard may hold something for everybody. */
  private void deviceList(int shard, long next, String user) {
    peopleChanged.accumulateAndGet(shard, next, Math::max);
    perhapsForAll.accumulateAndGet(shard, next, Math::max);
    try {
      shards.readers().execute(() -> wakeNeighbours(shard, next, new UserId(user)));
    } catch (StoreUnavailable tooMany) {
      watchers.values().forEach(watcher -> watcher.changed(shard, next));
    }
  }

  private void wakeNeighbours(int shard, long next, UserId user) {
    find(user.value()).ifPresent(watcher -> watcher.changed(shard, next));
    for (RoomRow room : new Rooms(shards.readers().here().shard(shard)).ofUser(user, "join")) {
      SyncUser.Room watched = rooms.get(room.id().value());
      if (watched != null) {
        watched.changed(shard, next);
      }
    }
  }

  /** Whether something on a shard may concern a user whom it was not noted for. */
  boolean isPerhapsForAll(int shard, long since) {
    return perhapsForAll.get(shard) > since;
  }

  /**
   * Whether memberships or devices may have changed on a shard between two positions.
   *
   * @param until up to where somebody has read; it may be more than has been noted
   */
  boolean havePeopleChanged(int shard, long since, long until) {
    return until > applied.get(shard) || peopleChanged.get(shard) > since;
  }

  private void member(int shard, long next, String room, String user, String membership) {
    peopleChanged.accumulateAndGet(shard, next, Math::max);
    SyncUser watcher = watchers.get(user);
    if (watcher == null) {
      return;
    }
    if (isWatched(membership)) {
      enter(watcher, room);
    } else {
      leave(watcher, room);
    }
    watcher.changed(shard, next);
  }

  private static boolean isWatched(String membership) {
    return membership.equals("join") || membership.equals("invite") || membership.equals("knock");
  }

  private Optional<SyncUser> find(String user) {
    return Optional.ofNullable(watchers.get(user));
  }

  /** Wakes those who wait and are in a room, for what does not go through the log. */
  void wakeRoom(String room) {
    SyncUser.Room found = rooms.get(room);
    if (found != null) {
      found.wake();
    }
  }

  /** Wakes those who wait and are in a room with a user who syncs or did lately. */
  void wakeNeighbours(UserId user) {
    find(user.value()).ifPresent(watcher -> watcher.rooms().forEach(SyncUser.Room::wake));
  }

  /** Wakes a user who waits. */
  void wakeUser(String user) {
    find(user).ifPresent(SyncUser::wake);
  }

  /** The watcher of a user, to be filled by {@link #fill} where it is new. */
  SyncUser watch(UserId user) {
    SyncUser watcher =
        watchers.computeIfAbsent(user.value(), u -> new SyncUser(this, user, shards.map().count()));
    watcher.usedMillis = clock.millis();
    return watcher;
  }

  /**
   * Reads in which rooms a new watcher's user is. Changes that come meanwhile are noted already;
   * what came before must be looked up by whoever asks for it.
   */
  void fill(SyncUser watcher, Readers.Reader reader) {
    if (watcher.isComplete()) {
      return;
    }
    for (int shard = 0; shard < reader.shards(); shard++) {
      for (UserRooms.UserRoom room : new UserRooms(reader.shard(shard)).all(watcher.user)) {
        if (isWatched(room.membership())) {
          enter(watcher, room.room().id().value());
        }
      }
      watcher.knowsFrom(shard, shards.positions()[shard]);
    }
  }

  private void enter(SyncUser watcher, String id) {
    rooms.compute(
        id,
        (key, known) -> {
          SyncUser.Room room = known == null ? new SyncUser.Room(key) : known;
          room.add(watcher);
          synchronized (watcher.rooms) {
            if (!watcher.rooms.contains(room)) {
              watcher.rooms.add(room);
            }
          }
          return room;
        });
  }

  private void leave(SyncUser watcher, String id) {
    rooms.computeIfPresent(
        id,
        (key, room) -> {
          synchronized (watcher.rooms) {
            watcher.rooms.remove(room);
          }
          return room.remove(watcher) ? null : room;
        });
  }

  /** Forgets users who have not synced for a while. */
  void forgetIdle() {
    long keep = watchers.size() > REMEMBERED_MAX ? KEPT_MILLIS_MIN : FORGOTTEN_AFTER_MILLIS;
    long before = clock.millis() - keep;
    for (SyncUser watcher : List.copyOf(watchers.values())) {
      if (watcher.usedMillis < before && !watcher.isWaiting()) {
        forget(watcher, before);
      }
    }
  }

  private void forget(SyncUser watcher, long before) {
    SyncUser kept =
        watchers.computeIfPresent(
            watcher.user.value(),
            (user, now) -> now.usedMillis < before && !now.isWaiting() ? null : now);
    if (kept == null) {
      watcher.rooms().forEach(room -> leave(watcher, room.id));
    }
  }
}
