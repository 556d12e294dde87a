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
 * The users who sync now or did recently, and the rooms they are in. As each shard applies entries,
 * it records which users have something new on that shard and wakes their syncs.
 *
 * <p>A change is recorded before its position counts as applied here. Guarantee: a reader that
 * first reads {@link #applied} and then {@link SyncUser#hasNews} misses nothing.
 */
final class SyncUsers implements CommitListener {
  /** Users kept; above it, those without a waiting sync are dropped. */
  private static final int USERS_MAX = 50_000;

  private static final long IDLE_MILLIS_MAX = 5 * 60_000L;
  private static final long CROWDED_IDLE_MILLIS_MAX = 10_000;

  private final Shards shards;
  private final Clock clock;
  private final Map<String, SyncUser> syncUsers = new ConcurrentHashMap<>();
  private final Map<String, SyncUser.Room> rooms = new ConcurrentHashMap<>();
  private final AtomicLongArray applied;

  /** For each shard: the position after the newest change of a membership or device list. */
  private final AtomicLongArray neighboursChanged;

  /** For each shard: the position after the newest change that was not recorded for each user. */
  private final AtomicLongArray possiblyForAll;

  SyncUsers(Shards shards, Clock clock) {
    this.shards = shards;
    this.clock = clock;
    this.applied = new AtomicLongArray(shards.map().count());
    this.neighboursChanged = new AtomicLongArray(shards.map().count());
    this.possiblyForAll = new AtomicLongArray(shards.map().count());
    shards.subscribe(this);
    long[] positions = shards.positions();
    for (int i = 0; i < positions.length; i++) {
      neighboursChanged.accumulateAndGet(i, positions[i], Math::max);
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
                .ifPresent(syncUser -> {
                  syncUser.accountChanged();
                  syncUser.changed(shard, next);
                });
        case Change.OfSessions ignored -> {} // always accompanied by a change of the user
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

  /** Until the neighbours have been looked up, the shard may hold something new for every user. */
  private void deviceList(int shard, long next, String user) {
    neighboursChanged.accumulateAndGet(shard, next, Math::max);
    possiblyForAll.accumulateAndGet(shard, next, Math::max);
    try {
      shards.readers().submit(reader -> wakeNeighbours(reader, shard, next, new UserId(user)));
    } catch (StoreUnavailable tooMany) {
      syncUsers.values().forEach(syncUser -> syncUser.changed(shard, next));
    }
  }

  private void wakeNeighbours(Readers.Reader reader, int shard, long next, UserId user) {
    find(user.value()).ifPresent(syncUser -> syncUser.changed(shard, next));
    for (RoomRow room : new Rooms(reader.shard(shard)).ofUser(user, "join")) {
      SyncUser.Room active = rooms.get(room.id().value());
      if (active != null) {
        active.changed(shard, next);
      }
    }
  }

  /** Whether a shard may hold something for a user for whom it was not recorded. */
  boolean isPossiblyForAll(int shard, long since) {
    return possiblyForAll.get(shard) > since;
  }

  /**
   * Whether memberships or device lists may have changed on a shard between two positions.
   *
   * @param until the position of the reader; may be higher than what was recorded
   */
  boolean haveNeighboursChanged(int shard, long since, long until) {
    return until > applied.get(shard) || neighboursChanged.get(shard) > since;
  }

  private void member(int shard, long next, String room, String user, String membership) {
    neighboursChanged.accumulateAndGet(shard, next, Math::max);
    SyncUser syncUser = syncUsers.get(user);
    if (syncUser == null) {
      return;
    }
    if (isTracked(membership)) {
      enter(syncUser, room);
    } else {
      leave(syncUser, room);
    }
    syncUser.changed(shard, next);
  }

  private static boolean isTracked(String membership) {
    return membership.equals("join") || membership.equals("invite") || membership.equals("knock");
  }

  private Optional<SyncUser> find(String user) {
    return Optional.ofNullable(syncUsers.get(user));
  }

  /** Wakes the waiting syncs of a room's members, for changes that do not go through the log. */
  void wakeRoom(String room) {
    SyncUser.Room found = rooms.get(room);
    if (found != null) {
      found.wake();
    }
  }

  /** Wakes the waiting syncs of users who share a room with a user. */
  void wakeNeighbours(UserId user) {
    find(user.value()).ifPresent(syncUser -> syncUser.rooms().forEach(SyncUser.Room::wake));
  }

  /** Wakes the waiting syncs of a user. */
  void wakeUser(String user) {
    find(user).ifPresent(SyncUser::wake);
  }

  /** The entry of a user; if it is new, the caller must {@link #fill} it. */
  SyncUser findOrAdd(UserId user) {
    SyncUser syncUser =
        syncUsers.computeIfAbsent(
            user.value(), u -> new SyncUser(this, user, shards.map().count()));
    syncUser.usedMillis = clock.millis();
    return syncUser;
  }

  /**
   * Reads which rooms a new entry's user is in. Concurrent changes are recorded already; earlier
   * ones are not, so the caller must read the shards.
   */
  void fill(SyncUser syncUser, Readers.Reader reader) {
    if (syncUser.isComplete()) {
      return;
    }
    for (int shard = 0; shard < reader.shards(); shard++) {
      for (UserRooms.UserRoom room : new UserRooms(reader.shard(shard)).all(syncUser.user)) {
        if (isTracked(room.membership())) {
          enter(syncUser, room.room().id().value());
        }
      }
      syncUser.knowsFrom(shard, shards.positions()[shard]);
    }
  }

  private void enter(SyncUser syncUser, String id) {
    rooms.compute(
        id,
        (key, known) -> {
          SyncUser.Room room = known == null ? new SyncUser.Room(key) : known;
          room.add(syncUser);
          synchronized (syncUser.rooms) {
            if (!syncUser.rooms.contains(room)) {
              syncUser.rooms.add(room);
            }
          }
          return room;
        });
  }

  private void leave(SyncUser syncUser, String id) {
    rooms.computeIfPresent(
        id,
        (key, room) -> {
          synchronized (syncUser.rooms) {
            syncUser.rooms.remove(room);
          }
          return room.remove(syncUser) ? null : room;
        });
  }

  /** Drops users who have not synced for a while. */
  void dropIdle() {
    long keep = syncUsers.size() > USERS_MAX ? CROWDED_IDLE_MILLIS_MAX : IDLE_MILLIS_MAX;
    long before = clock.millis() - keep;
    for (SyncUser syncUser : List.copyOf(syncUsers.values())) {
      if (syncUser.usedMillis < before && !syncUser.hasLongPolls()) {
        drop(syncUser, before);
      }
    }
  }

  private void drop(SyncUser syncUser, long before) {
    SyncUser kept =
        syncUsers.computeIfPresent(
            syncUser.user.value(),
            (user, now) -> now.usedMillis < before && !now.hasLongPolls() ? null : now);
    if (kept == null) {
      syncUser.rooms().forEach(room -> leave(syncUser, room.id));
    }
  }
}
