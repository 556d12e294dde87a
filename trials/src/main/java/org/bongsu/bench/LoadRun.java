package org.bongsu.bench;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * One measured load: everybody starts to sync, the senders warm the server up, a window is
 * measured, outstanding deliveries are awaited for a bounded time, and the ledger is closed.
 */
final class LoadRun {
  private static final int READY_SECONDS_MAX = 600;
  private static final int IN_FLIGHT_MILLIS_MAX = 35_000;

  /** Measuring starts when each connection has been answered once, or after this time. */
  private static final int FIRST_ANSWERS_MILLIS_MAX = 30_000;

  /** The drain lasts as long as deliveries come, at most this many quiet times. */
  private static final int DRAINS_MAX = 6;

  /** For about half a minute Java compiles a new server, and the generator. */
  private static final long FIRST_WARMUPS = 6;

  private static final int LOOK_MILLIS = 50;

  private final EventLoop loop;
  private final World world;
  private final BenchOptions.Scale scale;
  private final long seed;
  private final Set<URI> warmed = new HashSet<>();
  private int nextNumber;

  LoadRun(EventLoop loop, World world, BenchOptions.Scale scale, long seed) {
    this.loop = loop;
    this.world = world;
    this.scale = scale;
    this.seed = seed;
  }

  /** Reserves message numbers for messages that no load sends; returns the first. */
  int takeNumbers(int count) {
    int first = nextNumber;
    nextNumber += count;
    return first;
  }

  World world() {
    return world;
  }

  /** Loads a server once, evenly at all its addresses. Each run uses its own message numbers. */
  LoadMeasure run(String name, List<URI> urls, Optional<ProcessGauge> server, LoadShape shape) {
    return run(name, urls, server, shape, () -> {});
  }

  /** The same; {@code meanwhile} is run on the event loop when the measured window opens. */
  LoadMeasure run(
      String name,
      List<URI> urls,
      Optional<ProcessGauge> server,
      LoadShape shape,
      Runnable meanwhile) {
    DeliveryLedger ledger = new DeliveryLedger(nextNumber, world.syncingOf(shape.syncing()));
    Meter meter = new Meter(server);
    Faults faults = new Faults();
    List<HttpConnection.Endpoint> endpoints =
        urls.stream().map(HttpConnection.Endpoint::of).toList();
    Syncers syncers =
        loop.call(
            () -> new Syncers(loop, endpoints, shape.syncing(), world, ledger, meter, faults));
    Senders senders =
        loop.call(() -> new Senders(loop, endpoints, shape, world, ledger, meter, faults, seed));
    try {
      CompletableFuture<Boolean> ready = loop.call(syncers::start);
      EventLoop.await(ready, READY_SECONDS_MAX);
      loop.run(senders::start);
      Calls.sleep(scale.warmupMillis() * (warmed.addAll(urls) ? FIRST_WARMUPS : 1L));
      waitFor(FIRST_ANSWERS_MILLIS_MAX, () -> senders.answered() >= shape.senders());
      Runnable stopSampling = loop.call(() -> open(meter));
      loop.run(meanwhile);
      Calls.sleep(shape.seconds() * 1_000L);
      loop.run(() -> {
        stopSampling.run();
        meter.end();
        senders.stop();
      });
      waitFor(IN_FLIGHT_MILLIS_MAX, () -> senders.inFlight() == 0);
      drain(ledger);
      return loop.call(
          () -> new LoadMeasure(name, shape, meter.window(), ledger.tally(), faults.byKind()));
    } finally {
      loop.run(() -> {
        senders.close();
        syncers.close();
        nextNumber = ledger.end();
      });
    }
  }

  private Runnable open(Meter meter) {
    meter.begin();
    return loop.every(1_000, meter::sample);
  }

  private void drain(DeliveryLedger ledger) {
    for (int i = 0; i < DRAINS_MAX; i++) {
      long before = loop.call(ledger::delivered);
      waitFor(scale.drainMillis(), ledger::settled);
      if (loop.call(() -> ledger.settled() || ledger.delivered() == before)) {
        return;
      }
    }
  }

  private void waitFor(int millisMax, Callable<Boolean> holds) {
    long until = System.nanoTime() + millisMax * 1_000_000L;
    while (!loop.call(holds) && System.nanoTime() - until < 0) {
      Calls.sleep(LOOK_MILLIS);
    }
  }
}
