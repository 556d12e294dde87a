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
 * A user who syncs: which shards hold something that the user has perhaps not been told, and who
 * waits for it. Made and filled by {@link SyncUsers}.
 */
final class SyncUser {
  /** Long-polls of one user at once; the oldest one ends when there are more. */
  static final int WAITERS_MAX = 32;

  /** The active users of one room; only users who sync now or did lately are in it. */
  static final class Room {
    final String id;
    private SyncUser[] watchers = new SyncUser[2];
    private int size;

    Room(String id) {
      this.id = id;
    }

    synchronized void add(SyncUser watcher) {
      for (int i = 0; i < size; i++) {
        if (watchers[i] == watcher) {
          return;
        }
      }
      if (size == watchers.length) {
        watchers = java.util.Arrays.copyOf(watchers, size + (size >> 1) + 1);
      }
      watchers[size++] = watcher;
    }

    /** Says whether nobody is left. */
    synchronized boolean remove(SyncUser watcher) {
      for (int i = 0; i < size; i++) {
        if (watchers[i] == watcher) {
          watchers[i] = watchers[--size];
          watchers[size] = watcher; // overwritten by the next; keeps the array free of nulls
          break;
        }
      }
      return size == 0;
    }

    synchronized void changed(int shard, long next) {
      for (int i = 0; i < size; i++) {
        watchers[i].changed(shard, next);
      }
    }

    synchronized void wake() {
      for (int i = 0; i < size; i++) {
        watchers[i].wake();
      }
    }
  }

  private static final long NOT_YET = Long.MAX_VALUE;

  final UserId user;
  private final SyncUsers watchers;

  /** For each shard: the position behind the newest change that concerns the user. */
  private final AtomicLongArray changed;

  /** For each shard: from which position on {@link #changed} misses nothing. */
  private final AtomicLongArray knownFrom;

  /** How often the account has changed; a session may have ended then. */
  private final AtomicLong accountChanges = new AtomicLong();

  /**
   * What was read of the account.
   *
   * @param changes how often it had changed before it was read
   * @param from the first position at which it was read so
   */
  private record Account(Recipient person, long changes, long from) {}

  /** What the keys of a device were when the account had changed so often. */
  record DeviceKeys(long changes, ObjectNode counts, ArrayNode unusedFallbacks) {}

  private volatile @Nullable Account account;
  private volatile boolean toldDevices;
  private final Map<DeviceId, DeviceKeys> keys = new ConcurrentHashMap<>();
  private final List<LongPoll> waiters = new ArrayList<>(1);
  final List<Room> rooms = new ArrayList<>(0);
  volatile long usedMillis;

  SyncUser(SyncUsers watchers, UserId user, int shards) {
    this.watchers = watchers;
    this.user = user;
    this.changed = new AtomicLongArray(shards);
    this.knownFrom = new AtomicLongArray(shards);
    for (int i = 0; i < shards; i++) {
      knownFrom.set(i, NOT_YET);
    }
  }

  void knowsFrom(int shard, long position) {
    knownFrom.set(shard, position);
  }

  boolean isComplete() {
    for (int i = 0; i < knownFrom.length(); i++) {
      if (knownFrom.get(i) == NOT_YET) {
        return false;
      }
    }
    return true;
  }

  /** Notes a change that can be read at position {@code next}. */
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

  /** Up to which position {@link #hasNews} speaks; ask for it before. */
  long applied(int shard) {
    return watchers.applied(shard);
  }

  /** Whether a shard may hold something for the user from a position on. */
  boolean hasNews(int shard, long since) {
    return since < knownFrom.get(shard)
        || changed.get(shard) > since
        || watchers.isPerhapsForAll(shard, since);
  }

  /** As {@link SyncUsers#havePeopleChanged}. */
  boolean havePeopleChanged(int shard, long since, long until) {
    return watchers.havePeopleChanged(shard, since, until);
  }

  /**
   * Remembers what was read of the user's account at a position of the user's shard.
   *
   * @param changes {@link #accountChanges} before it was read
   */
  void remember(Recipient read, long changes, long position) {
    Account known = account;
    long from =
        known != null && known.changes == changes ? Math.min(known.from, position) : position;
    account = new Account(read, changes, from);
  }

  /** The account, where nothing of it has changed between two positions of the user's shard. */
  Optional<Recipient> account(int home, long since, long until) {
    if (applied(home) < until) {
      return Optional.empty(); // something may have come that is not noted yet
    }
    Account known = account;
    return known != null && known.from <= since && known.changes == accountChanges()
        ? Optional.of(known.person)
        : Optional.empty();
  }

  void remember(DeviceId device, DeviceKeys read) {
    if (keys.size() >= WAITERS_MAX) {
      keys.clear();
    }
    keys.put(device, read);
  }

  /** The keys of a device as they are at a position of the user's shard, where that is known. */
  Optional<DeviceKeys> keys(DeviceId device, int home, long until) {
    if (applied(home) < until) {
      return Optional.empty();
    }
    return Optional.ofNullable(keys.get(device)).filter(known -> known.changes == accountChanges());
  }

  /** Whether messages to devices are there that were told and may have been acknowledged. */
  boolean hasToldDevices() {
    return toldDevices;
  }

  void toldDevices(boolean told) {
    toldDevices = told;
  }

  /** Whether the user is in a room, is invited or has knocked, as far as is known. */
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
    synchronized (waiters) {
      for (int i = 0; i < waiters.size(); i++) {
        waiters.get(i).wake();
      }
    }
  }

  void add(LongPoll waiter) {
    LongPoll oldest = null;
    synchronized (waiters) {
      waiters.add(waiter);
      if (waiters.size() > WAITERS_MAX) {
        oldest = waiters.getFirst();
      }
    }
    if (oldest != null) {
      oldest.end();
    }
  }

  void remove(LongPoll waiter) {
    synchronized (waiters) {
      waiters.remove(waiter);
    }
  }

  boolean isWaiting() {
    synchronized (waiters) {
      return !waiters.isEmpty();
    }
  }
}
