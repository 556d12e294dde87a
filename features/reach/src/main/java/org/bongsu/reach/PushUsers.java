package org.bongsu.reach;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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

/**
 * The users who may have pushers, kept in memory so that events in rooms where no member has a
 * pusher cost almost nothing. May contain users who no longer have one; never misses a user who has
 * one.
 */
final class PushUsers {
  private static final int CACHED_ROOMS_MAX = 50_000;

  private record CachedRoom(long epoch, Set<UserId> users) {}

  private final Map<UserId, Boolean> users = new ConcurrentHashMap<>();
  private final Cache<RoomId, CachedRoom> rooms =
      Caffeine.newBuilder().maximumSize(CACHED_ROOMS_MAX).build();

  /** Incremented when members or pushers change; cached rooms of an earlier epoch are invalid. */
  private final AtomicLong epoch = new AtomicLong();

  /** Must be called after {@link #changed} is subscribed. */
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

  /**
   * The members of a room who may have pushers; {@code joined} is called if they are not cached.
   */
  Set<UserId> in(RoomId room, Supplier<List<UserId>> joined) {
    long now = epoch.get();
    CachedRoom cached = rooms.getIfPresent(room);
    if (cached == null || cached.epoch != now) {
      Set<UserId> found =
          joined.get().stream().filter(this::has).collect(Collectors.toUnmodifiableSet());
      cached = new CachedRoom(now, found);
      rooms.put(room, cached);
    }
    return cached.users;
  }
}
