package org.bongsu.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.bongsu.log.LogRecord;

/**
 * One partition as in Kafka: a replica per site, one of them the leader, an ISR, and a high
 * watermark below which records are in all of the ISR. What a broker believes about leadership may
 * be stale; a record that was never below the watermark may be truncated.
 */
final class SimulatedPartition {
  private static final int FETCHED_AT_ONCE = 50;

  /**
   * Who leads, as the controller has decided.
   *
   * @param leader a site, or {@link #NOBODY}
   * @param epoch increases with each leader
   * @param version increases with each decision
   */
  record Leadership(int leader, int epoch, Set<Integer> inSync, int version) {
    static final int NOBODY = -1;
  }

  /**
   * A record to append.
   *
   * @param id unique; the same when it is sent again
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Message(long id, byte[] payload) {}

  private record Acknowledgement(List<Message> batch, long needed, Consumer<List<Long>> reply) {}

  /** The state of one broker. */
  private static final class Replica {
    final List<Message> messages = new ArrayList<>();
    final Map<Long, Long> offsets = new HashMap<>();
    Leadership believed = new Leadership(Leadership.NOBODY, 0, Set.of(), 0);
    long highWatermark;

    /** The epoch of the leader whose log this is a prefix of. */
    int alignedEpoch;

    // What a leader knows about its followers.
    long epochStart;
    final long[] followerEnds;
    final long[] caughtUpMillis;
    final List<Acknowledgement> waiting = new ArrayList<>();

    Replica(int sites) {
      followerEnds = new long[sites];
      caughtUpMillis = new long[sites];
    }

    void cutTo(int end) {
      while (messages.size() > end) {
        offsets.remove(messages.removeLast().id);
      }
    }

    /** The offset of a record; appends it if it is not there. */
    long offsetOf(Message message) {
      Long known = offsets.putIfAbsent(message.id, (long) messages.size());
      if (known == null) {
        messages.add(message);
        return messages.size() - 1L;
      }
      return known;
    }
  }

  private final SimulatedNetwork network;
  private final Scheduler scheduler;

  /** With a smaller ISR the leader refuses appends ({@code min.insync.replicas}). */
  private final int inSyncMin;

  private final List<Replica> replicas = new ArrayList<>();
  private final Map<Long, Long> shown = new HashMap<>();
  private long ids;

  SimulatedPartition(int sites, int leader, SimulatedNetwork network, Scheduler scheduler) {
    this.network = network;
    this.scheduler = scheduler;
    this.inSyncMin = inSyncMin(sites);
    Set<Integer> all = new TreeSet<>();
    for (int site = 0; site < sites; site++) {
      all.add(site);
      replicas.add(new Replica(sites));
    }
    Leadership first = new Leadership(leader, 1, all, 1);
    for (int site = 0; site < sites; site++) {
      learn(site, first);
    }
  }

  /** The smallest ISR with which the leader accepts appends. */
  static int inSyncMin(int sites) {
    return Math.min(2, sites);
  }

  /** A new id for a record of this partition. */
  long nextId() {
    return ids++;
  }

  Leadership believedAt(int site) {
    return replicas.get(site).believed;
  }

  /** A broker learns of a decision; older ones than it knows are ignored. */
  void learn(int site, Leadership news) {
    Replica replica = replicas.get(site);
    if (news.version <= replica.believed.version) {
      return;
    }
    boolean newLeader = news.epoch > replica.believed.epoch;
    replica.believed = news;
    if (newLeader) {
      List<Acknowledgement> refused = List.copyOf(replica.waiting);
      replica.waiting.clear();
      replica.epochStart = replica.messages.size();
      Arrays.fill(replica.followerEnds, 0);
      Arrays.fill(replica.caughtUpMillis, scheduler.nowMillis());
      refused.forEach(one -> one.reply.accept(List.of()));
    } else {
      advance(site);
    }
  }

  /**
   * A broker is asked to append.
   *
   * @param reply gets the offsets once the records are in all of the ISR; an empty list if they
   *     were refused or may be lost
   */
  void produce(int site, List<Message> batch, Consumer<List<Long>> reply) {
    Replica leader = replicas.get(site);
    if (leader.believed.leader != site || leader.believed.inSync.size() < inSyncMin) {
      reply.accept(List.of());
      return;
    }
    long needed = 0;
    for (Message message : batch) {
      needed = Math.max(needed, leader.offsetOf(message) + 1);
    }
    leader.waiting.add(new Acknowledgement(batch, needed, reply));
    advance(site);
  }

  /** A follower fetches from its leader. */
  void fetch(int site) {
    Replica follower = replicas.get(site);
    int from = follower.believed.leader;
    if (from == Leadership.NOBODY || from == site || !network.connects(site, from)) {
      return;
    }
    Replica leader = replicas.get(from);
    if (leader.believed.leader != from || leader.believed.epoch != follower.believed.epoch) {
      return;
    }
    if (follower.alignedEpoch != leader.believed.epoch) {
      follower.cutTo(commonEnd(follower, leader));
      follower.alignedEpoch = leader.believed.epoch;
    }
    int end = follower.messages.size();
    leader.followerEnds[site] = end;
    if (end >= leader.messages.size()) {
      leader.caughtUpMillis[site] = scheduler.nowMillis();
    }
    int upTo = Math.min(leader.messages.size(), end + FETCHED_AT_ONCE);
    leader.messages.subList(end, upTo).forEach(follower::offsetOf);
    advance(from);
    follower.highWatermark = Math.min(leader.highWatermark, follower.messages.size());
  }

  private static int commonEnd(Replica follower, Replica leader) {
    int end = 0;
    int most = Math.min(follower.messages.size(), leader.messages.size());
    while (end < most && follower.messages.get(end).id == leader.messages.get(end).id) {
      end++;
    }
    return end;
  }

  private void advance(int site) {
    Replica leader = replicas.get(site);
    if (leader.believed.leader != site) {
      return;
    }
    boolean enough = leader.believed.inSync.size() >= inSyncMin;
    long end = enough ? leader.messages.size() : 0;
    for (int other : leader.believed.inSync) {
      end = other == site ? end : Math.min(end, leader.followerEnds[other]);
    }
    leader.highWatermark = Math.max(leader.highWatermark, end);
    for (Iterator<Acknowledgement> all = leader.waiting.iterator(); all.hasNext(); ) {
      Acknowledgement one = all.next();
      if (one.needed <= leader.highWatermark) {
        all.remove();
        one.reply.accept(enough ? one.batch.stream().map(leader::offsetOf).toList() : List.of());
      }
    }
  }

  /** Followers that have not caught up with the leader within {@code millis}. */
  Set<Integer> behind(Leadership now, long millis) {
    Set<Integer> behind = new TreeSet<>();
    Replica leader = replicas.get(now.leader);
    for (int site : now.inSync) {
      if (site != now.leader && scheduler.nowMillis() - leader.caughtUpMillis[site] > millis) {
        behind.add(site);
      }
    }
    return behind;
  }

  /** Whether its leader knows that a follower has every committed record. */
  boolean hasCaughtUp(Leadership now, int site) {
    Replica leader = replicas.get(now.leader);
    Replica follower = replicas.get(site);
    return leader.believed.equals(now)
        && follower.alignedEpoch == now.epoch
        && leader.followerEnds[site] >= Math.max(leader.highWatermark, leader.epochStart);
  }

  /** What a broker returns to readers; empty if it does not believe itself the leader. */
  Optional<List<LogRecord>> read(int site, long from, int countMax) {
    Replica leader = replicas.get(site);
    if (leader.believed.leader != site) {
      return Optional.empty();
    }
    List<LogRecord> records = new ArrayList<>();
    for (long at = from; at < leader.highWatermark && records.size() < countMax; at++) {
      Message message = leader.messages.get(Math.toIntExact(at));
      show(at, message);
      records.add(new LogRecord(at, message.payload));
    }
    return Optional.of(records);
  }

  /** Guards the simulated log itself: every reader gets the same record at an offset. */
  private void show(long at, Message message) {
    Long first = shown.putIfAbsent(at, message.id);
    if (first != null && first != message.id) {
      throw new IllegalStateException("the simulated log holds two records at " + at);
    }
  }

  /** The high watermark that a broker knows. */
  long highWatermark(int site) {
    return replicas.get(site).highWatermark;
  }

  /** A broker's disk is lost. */
  void burn(int site) {
    Replica replica = replicas.get(site);
    replica.cutTo(0);
    replica.highWatermark = 0;
    replica.alignedEpoch = 0;
  }

  /** A broker's process has ended: pending requests get no answer, and what it believed is lost. */
  void forget(int site) {
    Replica replica = replicas.get(site);
    replica.waiting.clear();
    Leadership was = replica.believed;
    replica.believed = new Leadership(Leadership.NOBODY, was.epoch, Set.of(), 0);
  }
}
