package org.bongsu.matrix.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.unread.Recipient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user who syncs: which shards may hold something new for the user, and the user's waiting syncs.
 * Created and filled by {@link SyncUsers}.
 */
final class SyncUser {
  /** Concurrent long-polls of one user; above it the oldest one ends. */
  static final int LONG_POLLS_MAX = 32;

  /** The members of one room who sync now or did recently. */
  static final class Room {
    final String id;
    private SyncUser[] syncUsers = new SyncUser[2];
    private int size;

    Room(String id) {
      this.id = id;
    }

    synchronized void add(SyncUser syncUser) {
      for (int i = 0; i < size; i++) {
        if (syncUsers[i] == syncUser) {
          return;
        }
      }
      if (size == syncUsers.length) {
        syncUsers = java.util.Arrays.copyOf(syncUsers, size + (size >> 1) + 1);
      }
      syncUsers[size++] = syncUser;
    }

    /** Returns whether the room is empty now. */
    synchronized boolean remove(SyncUser syncUser) {
      for (int i = 0; i < size; i++) {
        if (syncUsers[i] == syncUser) {
          syncUsers[i] = syncUsers[--size];
          syncUsers[size] = syncUser; // overwritten by the next; keeps the array free of nulls
          break;
        }
      }
      return size == 0;
    }

    synchronized void changed(int shard, long next) {
      for (int i = 0; i < size; i++) {
        syncUsers[i].changed(shard, next);
      }
    }

    synchronized void wake() {
      for (int i = 0; i < size; i++) {
        syncUsers[i].wake();
      }
    }
  }

  private static final long UNKNOWN = Long.MAX_VALUE;

  final UserId user;
  private final SyncUsers syncUsers;

  /** For each shard: the position after the newest change that concerns the user. */
  private final AtomicLongArray changed;

  /** For each shard: the position from which {@link #changed} is complete. */
  private final AtomicLongArray knownFrom;

  /** Number of account changes; each may have ended a session. */
  private final AtomicLong accountChanges = new AtomicLong();

  /**
   * The cached account.
   *
   * @param changes number of account changes before it was read
   * @param from the first position at which it is valid
   */
  private record Account(Recipient recipient, long changes, long from) {}

  /**
   * Cached key counts of a device.
   *
   * @param changes number of account changes before they were read
   */
  record DeviceKeys(long changes, ObjectNode counts, ArrayNode unusedFallbacks) {}

  private volatile @Nullable Account account;
  private volatile boolean deviceMessagesSent;
  private final Map<DeviceId, DeviceKeys> keys = new ConcurrentHashMap<>();
  private final List<LongPoll> longPolls = new ArrayList<>(1);
  final List<Room> rooms = new ArrayList<>(0);
  volatile long usedMillis;

  SyncUser(SyncUsers syncUsers, UserId user, int shards) {
    this.syncUsers = syncUsers;
    this.user = user;
    this.changed = new AtomicLongArray(shards);
    this.knownFrom = new AtomicLongArray(shards);
    for (int i = 0; i < shards; i++) {
      knownFrom.set(i, UNKNOWN);
    }
  }

  void knowsFrom(int shard, long position) {
    knownFrom.set(shard, position);
  }

  boolean isComplete() {
    for (int i = 0; i < knownFrom.length(); i++) {
      if (knownFrom.get(i) == UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /** Records a change that is visible from position {@code next}. */
  void changed(int shard, long next) {
    changed.accumulateAndGet(shard, next, Math::max);
    wake();
  }

  void accountChanged() {
    accountChanges.incrementAndGet();
  }

  long accountChanges() {
    return accountChanges.get();
  }

  /** The position up to which {@link #hasNews} is complete; call it first. */
  long applied(int shard) {
    return syncUsers.applied(shard);
  }

  /** Whether a shard may hold something new for the user from a position on. */
  boolean hasNews(int shard, long since) {
    return since < knownFrom.get(shard)
        || changed.get(shard) > since
        || syncUsers.isPossiblyForAll(shard, since);
  }

  /** As {@link SyncUsers#haveNeighboursChanged}. */
  boolean haveNeighboursChanged(int shard, long since, long until) {
    return syncUsers.haveNeighboursChanged(shard, since, until);
  }

  /**
   * Caches the account, read at a position of the user's shard.
   *
   * @param changes {@link #accountChanges} before it was read
   */
  void cacheAccount(Recipient read, long changes, long position) {
    Account known = account;
    long from =
        known != null && known.changes == changes ? Math.min(known.from, position) : position;
    account = new Account(read, changes, from);
  }

  /** The cached account, if nothing of it changed between two positions of the user's shard. */
  Optional<Recipient> account(int home, long since, long until) {
    if (applied(home) < until) {
      return Optional.empty(); // a change may have been applied that is not recorded yet
    }
    Account known = account;
    return known != null && known.from <= since && known.changes == accountChanges()
        ? Optional.of(known.recipient)
        : Optional.empty();
  }

  void cacheKeys(DeviceId device, DeviceKeys read) {
    if (keys.size() >= LONG_POLLS_MAX) {
      keys.clear();
    }
    keys.put(device, read);
  }

  /** The cached keys of a device, if they are valid at a position of the user's shard. */
  Optional<DeviceKeys> keys(DeviceId device, int home, long until) {
    if (applied(home) < until) {
      return Optional.empty();
    }
    return Optional.ofNullable(keys.get(device)).filter(known -> known.changes == accountChanges());
  }

  /** Whether there are to-device messages that were sent and may have been acknowledged. */
  boolean haveDeviceMessagesBeenSent() {
    return deviceMessagesSent;
  }

  void setDeviceMessagesSent(boolean sent) {
    deviceMessagesSent = sent;
  }

  /** Whether the user is known to be joined to, invited to or knocking on a room. */
  boolean isIn(String room) {
    synchronized (rooms) {
      return rooms.stream().anyMatch(r -> r.id.equals(room));
    }
  }

  List<Room> rooms() {
    synchronized (rooms) {
      return List.copyOf(rooms);
    }
  }

  void wake() {
    synchronized (longPolls) {
      for (int i = 0; i < longPolls.size(); i++) {
        longPolls.get(i).wake();
      }
    }
  }

  void add(LongPoll longPoll) {
    LongPoll oldest = null;
    synchronized (longPolls) {
      longPolls.add(longPoll);
      if (longPolls.size() > LONG_POLLS_MAX) {
        oldest = longPolls.getFirst();
      }
    }
    if (oldest != null) {
      oldest.end();
    }
  }

  void remove(LongPoll longPoll) {
    synchronized (longPolls) {
      longPolls.remove(longPoll);
    }
  }

  boolean hasLongPolls() {
    synchronized (longPolls) {
      return !longPolls.isEmpty();
    }
  }
}
