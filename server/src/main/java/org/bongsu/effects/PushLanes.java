package org.bongsu.effects;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.bongsu.command.AccountDataCommand;
import org.bongsu.gateway.CommandGateway;
import org.bongsu.id.DeviceId;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.RevocationUnconfirmed;
import org.bongsu.shard.Shards;
import org.bongsu.store.Remembered;
import org.bongsu.store.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Sends pushes: each pusher has a lane of its own, in which they go one after the other and wait
 * longer and longer where the gateway fails.
 */
final class PushLanes implements AutoCloseable {
  /** Pushes of one pusher that wait; beyond, the oldest is given up, for the newest tells more. */
  static final int WAITING_MAX = 20;

  /** Requests under way at once, to all gateways and to one host. */
  private static final int UNDER_WAY_MAX = 1_000;

  private static final int UNDER_WAY_TO_ONE_MAX = 32;
  private static final int HOSTS_REMEMBERED_MAX = 10_000;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration WAIT_MAX = Duration.ofMinutes(5);

  /** 1 + 2 + 4 ... + 256 s and then every five minutes: for about an hour. */
  private static final int TRIES_MAX = 20;

  private static final Duration CLOSING_MAX = Duration.ofSeconds(2);
  private static final System.Logger LOG = System.getLogger(PushLanes.class.getName());

  private record Waiting(Notification notification, Ledger ledger) {}

  private static final class LaneOf {
    final Deque<Waiting> queue = new ArrayDeque<>();
    final Thread thread;
    boolean sending;

    LaneOf(Thread thread) {
      this.thread = thread;
    }
  }

  private final Shards shards;
  private final CommandGateway commands;
  private final PushBody bodies;
  private final PushGateway gateway;
  private final Charge charge;
  private final Map<Notification.Lane, LaneOf> lanes = new HashMap<>();
  private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
  private final Remembered<String, Semaphore> toHost = new Remembered<>(HOSTS_REMEMBERED_MAX);
  private boolean closed;

  PushLanes(
      Shards shards, CommandGateway commands, PushBody bodies, PushGateway gateway, Charge charge) {
    this.shards = shards;
    this.commands = commands;
    this.bodies = bodies;
    this.gateway = gateway;
    this.charge = charge;
  }

  /** Queues a push; the ledger, in which it stands, is told when it is done or given up. */
  void add(Notification notification, Ledger ledger) {
    synchronized (lanes) {
      if (closed) {
        return;
      }
      LaneOf lane = lanes.get(notification.lane());
      if (lane == null) {
        Thread thread =
            Thread.ofVirtual().name("push").unstarted(() -> sendAll(notification.lane()));
        lane = new LaneOf(thread);
        lanes.put(notification.lane(), lane);
        thread.start();
      }
      lane.queue.addLast(new Waiting(notification, ledger));
      if (lane.queue.size() > WAITING_MAX) {
        giveUp(lane.queue.removeFirst(), "newer ones are waiting");
      }
    }
  }

  private static void giveUp(Waiting waiting, String why) {
    LOG.log(
        System.Logger.Level.DEBUG,
        "a push to " + waiting.notification.user() + " was given up: " + why);
    waiting.ledger.done(waiting.notification);
  }

  private void sendAll(Notification.Lane key) {
    try {
      int failures = 0;
      for (Waiting next = next(key, null); next != null; ) {
        PushGateway.Result result = attempt(key, next.notification);
        failures = failures(failures, result);
        boolean again = result instanceof PushGateway.Result.Failed && failures < TRIES_MAX;
        if (!again) {
          finish(next, result);
        }
        Waiting done = again ? null : next;
        if (result instanceof PushGateway.Result.Failed) {
          Thread.sleep(pause(failures));
        }
        next = next(key, done);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private static int failures(int before, PushGateway.Result result) {
    return switch (result) {
      case PushGateway.Result.Taken taken -> 0;
      case PushGateway.Result.Failed failed -> before + 1;
      case PushGateway.Result.Refused refused -> before;
    };
  }

  private static Duration pause(int failures) {
    Duration pause = FIRST_WAIT.multipliedBy(1L << Math.min(20, failures - 1));
    return pause.compareTo(WAIT_MAX) < 0 ? pause : WAIT_MAX;
  }

  /** The first push of a lane, after {@code done} is taken out; null where the lane has ended. */
  private @Nullable Waiting next(Notification.Lane key, @Nullable Waiting done) {
    synchronized (lanes) {
      LaneOf lane = lanes.get(key);
      if (lane == null || closed) {
        return null;
      }
      lane.sending = false;
      if (done != null) {
        lane.queue.remove(done);
      }
      if (lane.queue.isEmpty()) {
        lanes.remove(key);
      }
      return lane.queue.peekFirst();
    }
  }

  private PushGateway.Result attempt(Notification.Lane key, Notification notification)
      throws InterruptedException {
    if (!charge.isOurs(notification.shard())) {
      return new PushGateway.Result.Refused("another site is in charge");
    }
    try {
      Optional<PushBody.Request> push =
          shards.readers().read(reader -> bodies.write(reader, notification));
      return push.isEmpty()
          ? new PushGateway.Result.Refused("there is nothing to tell any more")
          : send(key, push.get());
    } catch (StoreUnavailable e) {
      return new PushGateway.Result.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a push met a defect", e);
      return new PushGateway.Result.Refused("a defect");
    }
  }

  private PushGateway.Result send(Notification.Lane key, PushBody.Request push)
      throws InterruptedException {
    Semaphore host = host(push.url());
    host.acquire();
    try {
      underWay.acquire();
      try {
        synchronized (lanes) {
          LaneOf lane = lanes.get(key);
          if (lane == null || closed) {
            throw new InterruptedException("closing");
          }
          lane.sending = true;
        }
        return gateway.send(push);
      } finally {
        underWay.release();
      }
    } finally {
      host.release();
    }
  }

  private Semaphore host(String url) {
    String host = url.substring(0, Math.max(0, url.indexOf('/', "https://".length())));
    synchronized (toHost) {
      Semaphore known = toHost.get(host);
      if (known == null) {
        known = new Semaphore(UNDER_WAY_TO_ONE_MAX);
        toHost.put(host, known);
      }
      return known;
    }
  }

  private void finish(Waiting waiting, PushGateway.Result result) {
    switch (result) {
      case PushGateway.Result.Taken taken -> {
        waiting.ledger.done(waiting.notification);
        if (taken.rejected().contains(waiting.notification.pushKey())) {
          removePusher(waiting.notification);
        }
      }
      case PushGateway.Result.Failed failed -> giveUp(waiting, failed.why());
      case PushGateway.Result.Refused refused -> giveUp(waiting, refused.why());
    }
  }

  /** The gateway must not be sent this push key again. */
  private void removePusher(Notification of) {
    try {
      commands.apply(
          new AccountDataCommand.SetPusher(
              of.user(), new DeviceId("none"), of.appId(), of.pushKey(), null, true));
    } catch (LogUnavailable | RevocationUnconfirmed | StoreUnavailable e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a rejected pusher stays until it is rejected again: " + e.getMessage());
    }
  }

  /** Lets what is being sent end, within two seconds; what waits stays in the ledgers. */
  @Override
  public void close() {
    Deque<Thread> sending = new ArrayDeque<>();
    synchronized (lanes) {
      closed = true;
      for (LaneOf lane : lanes.values()) {
        if (lane.sending) {
          sending.add(lane.thread);
        } else {
          lane.thread.interrupt();
        }
      }
    }
    long deadline = Clock.systemUTC().millis() + CLOSING_MAX.toMillis();
    for (Thread thread : sending) {
      try {
        thread.join(Duration.ofMillis(Math.max(1, deadline - Clock.systemUTC().millis())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      thread.interrupt();
    }
  }
}
