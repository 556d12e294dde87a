package org.bongsu.reach;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bongsu.accountdata.AccountData;
import org.bongsu.apply.Change;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.shard.Shards;
import org.bongsu.store.LruCache;

/**
 * Who may have pushers, kept in memory so that events of rooms where nobody has any cost next to
 * nothing. Some may have lost theirs; nobody who has one is missing.
 */
final class PushUsers {
  private static final int ROOMS_REMEMBERED_MAX = 50_000;

  private record InRoom(long epoch, Set<UserId> users) {}

  private final Map<UserId, Boolean> users = new ConcurrentHashMap<>();
  private final LruCache<RoomId, InRoom> rooms = new LruCache<>(ROOMS_REMEMBERED_MAX);

  /** Goes up when members or pushers change; what was remembered before counts no more. */
  private final AtomicLong epoch = new AtomicLong();

  /** Call after {@link #changed} is subscribed. */
  void load(Shards shards) {
    for (int shard = 0; shard < shards.map().count(); shard++) {
      shards
          .readers()
          .read(shard, db -> new AccountData(db).usersWithPushers())
          .forEach(user -> users.put(user, true));
    }
  }

  void changed(List<Change> changes) {
    for (Change change : changes) {
      if (change instanceof Change.OfPushers(String user)) {
        users.put(new UserId(user), true);
        epoch.incrementAndGet();
      } else if (change instanceof Change.OfMember) {
        epoch.incrementAndGet();
      }
    }
  }

  boolean isEmpty() {
    return users.isEmpty();
  }

  boolean has(UserId user) {
    return users.containsKey(user);
  }

  /** Those of a room's members who may have pushers; {@code joined} is asked where need be. */
  Set<UserId> in(RoomId room, Supplier<List<UserId>> joined) {
    long now = epoch.get();
    InRoom known = rooms.get(room);
    if (known == null || known.epoch != now) {
      Set<UserId> found =
          joined.get().stream().filter(this::has).collect(Collectors.toUnmodifiableSet());
      known = new InRoom(now, found);
      rooms.put(room, known);
    }
    return known.users;
  }
}
