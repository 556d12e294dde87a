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
 * Kafka's idempotent producer of one site and partition: one batch under way at a time, sent again
 * to whoever leads by then until it is acknowledged, so that order stays and nothing stands twice;
 * given up after a while, when nobody knows what became of it.
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
  private final Scheduler agenda;
  private final Deque<Pending> queue = new ArrayDeque<>();
  private long attempt;
  private boolean underWay;
  private boolean closed;

  SimulatedProducer(
      int site,
      int sites,
      SimulatedPartition partition,
      SimulatedNetwork network,
      Scheduler agenda) {
    this.site = site;
    this.sites = sites;
    this.partition = partition;
    this.network = network;
    this.agenda = agenda;
  }

  void append(byte[] payload, LongConsumer done) {
    Message message = new Message(partition.nextId(), payload);
    queue.add(new Pending(message, done, agenda.nowMillis() + GIVE_UP_AFTER_MILLIS));
    send();
  }

  /** The process ends; what it has sent may still arrive. */
  void close() {
    closed = true;
    queue.clear();
  }

  private void send() {
    if (closed || underWay) {
      return;
    }
    while (!queue.isEmpty() && queue.peek().deadlineMillis < agenda.nowMillis()) {
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
      agenda.after(AGAIN_AFTER_MILLIS, () -> again(number));
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
    agenda.after(ANSWER_WITHIN_MILLIS, () -> again(number));
  }

  /** Who leads, by what the best informed broker within reach believes. */
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
      return; // it is under way anew; the leader will find it twice, and count it once
    }
    if (offsets.isEmpty()) {
      agenda.after(AGAIN_AFTER_MILLIS, () -> again(number));
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
        agenda.after(AGAIN_AFTER_MILLIS, () -> again(number)); // it is frozen
        return;
      }
      underWay = false;
      send();
    }
  }
}
