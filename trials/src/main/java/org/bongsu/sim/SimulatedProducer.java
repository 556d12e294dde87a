package org.bongsu.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.bongsu.sim.SimulatedPartition.Leadership;
import org.bongsu.sim.SimulatedPartition.Message;

/**
 * Kafka's idempotent producer of one site and partition. One batch is in flight at a time and is
 * sent again, to the current leader, until it is acknowledged, so order is kept and nothing is
 * appended twice. After a timeout a record is given up as {@link SimulatedLog#UNDECIDED}.
 */
final class SimulatedProducer {
  private static final int BATCH_MAX = 10;
  private static final long ANSWER_WITHIN_MILLIS = 120;
  private static final long AGAIN_AFTER_MILLIS = 15;
  private static final long GIVE_UP_AFTER_MILLIS = 1_500;

  private record Pending(Message message, LongConsumer done, long deadlineMillis) {}

  private final int site;
  private final int sites;
  private final SimulatedPartition partition;
  private final SimulatedNetwork network;
  private final Scheduler scheduler;
  private final Deque<Pending> queue = new ArrayDeque<>();
  private long attempt;
  private boolean underWay;
  private boolean closed;

  SimulatedProducer(
      int site,
      int sites,
      SimulatedPartition partition,
      SimulatedNetwork network,
      Scheduler scheduler) {
    this.site = site;
    this.sites = sites;
    this.partition = partition;
    this.network = network;
    this.scheduler = scheduler;
  }

  void append(byte[] payload, LongConsumer done) {
    Message message = new Message(partition.nextId(), payload);
    queue.add(new Pending(message, done, scheduler.nowMillis() + GIVE_UP_AFTER_MILLIS));
    send();
  }

  /** Ends the process; what it has sent may still arrive. */
  void close() {
    closed = true;
    queue.clear();
  }

  private void send() {
    if (closed || underWay) {
      return;
    }
    while (!queue.isEmpty() && queue.peek().deadlineMillis < scheduler.nowMillis()) {
      queue.remove().done.accept(SimulatedLog.UNDECIDED);
    }
    if (queue.isEmpty()) {
      return;
    }
    underWay = true;
    long number = ++attempt;
    List<Message> batch = queue.stream().limit(BATCH_MAX).map(Pending::message).toList();
    int leader = leader();
    if (leader == Leadership.NOBODY) {
      scheduler.after(AGAIN_AFTER_MILLIS, () -> again(number));
      return;
    }
    network.send(
        site,
        leader,
        () ->
            partition.produce(
                leader,
                batch,
                offsets -> network.send(leader, site, () -> answered(number, offsets))));
    scheduler.after(ANSWER_WITHIN_MILLIS, () -> again(number));
  }

  /** The leader, as the reachable broker with the newest version believes. */
  private int leader() {
    Leadership best = new Leadership(Leadership.NOBODY, 0, Set.of(), 0);
    for (int broker = 0; broker < sites; broker++) {
      if (network.connects(site, broker)
          && partition.believedAt(broker).version() > best.version()) {
        best = partition.believedAt(broker);
      }
    }
    return best.leader();
  }

  private void answered(long number, List<Long> offsets) {
    if (closed || number != attempt || !underWay) {
      return; // it was sent again; the leader appends it once
    }
    if (offsets.isEmpty()) {
      scheduler.after(AGAIN_AFTER_MILLIS, () -> again(number));
      return;
    }
    underWay = false;
    List<Pending> done = new ArrayList<>();
    offsets.forEach(offset -> done.add(queue.remove()));
    for (int i = 0; i < done.size(); i++) {
      done.get(i).done.accept(offsets.get(i));
    }
    send();
  }

  private void again(long number) {
    if (!closed && number == attempt && underWay) {
      if (!network.isUp(site)) {
        scheduler.after(AGAIN_AFTER_MILLIS, () -> again(number)); // frozen
        return;
      }
      underWay = false;
      send();
    }
  }
}
