package org.bongsu.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The memory of each further idle long-poll: memory is read with some long-polls and again with
 * many more, after a garbage collection if the server is Java. Several long-polls share an account
 * if there are fewer accounts.
 *
 * <p>Resident memory alone can hide growth inside of a heap that was touched before, so for Java
 * the growth of the live heap is read as well and the larger of the two counts.
 */
final class IdlePollsPart {
  private static final int POLL_MILLIS = 600_000;

  /** Open files reserved for the generator. */
  private static final int FILES_KEPT = 300;

  /** Connections opened at a time. */
  private static final int OPENING = 100;

  private static final double KIBIBYTES_TARGET = 12;

  private final Stage stage;
  private final Requests requests;
  private final List<World.Account> accounts;
  private final String[] since;
  private final List<HttpConnection> connections = new ArrayList<>();
  private final Faults faults = new Faults();
  private long answeredEarly;

  /** Memory at one moment. */
  private record Reading(long rssBytes, OptionalLong heapBytes) {}

  private IdlePollsPart(Stage stage, List<World.Account> accounts) {
    this.stage = stage;
    this.accounts = accounts;
    requests = new Requests(HttpConnection.Endpoint.of(stage.url()));
    since = new String[accounts.size()];
  }

  static void measure(Stage stage, World world, BenchOptions options, Findings findings) {
    if (stage.gauge().isEmpty()) {
      findings.note("long-poll memory: not measured, since the server's process is not known");
      return;
    }
    BenchOptions.Scale scale = options.scale();
    int most = Math.min(scale.pollsTo(), ProcessGauge.openFilesMax() - FILES_KEPT);
    if (most <= scale.pollsFrom()) {
      findings.note("long-poll memory: not measured, since too few files may be open (ulimit -n)");
      return;
    }
    stage.out().printf("long-polls: memory from %,d to %,d idle ones%n", scale.pollsFrom(), most);
    IdlePollsPart part = new IdlePollsPart(stage, world.accounts());
    part.measure(scale, most, findings);
  }

  private void measure(BenchOptions.Scale scale, int most, Findings findings) {
    Calls.inParallel(accounts.size(), this::firstSync);
    try {
      open(scale.pollsFrom());
      Reading before = read(scale.settleMillis());
      open(most);
      Reading after = read(scale.settleMillis());
      int more = most - scale.pollsFrom();
      double rss = (after.rssBytes() - before.rssBytes()) / 1024.0 / more;
      boolean java = before.heapBytes().isPresent() && after.heapBytes().isPresent();
      double heap =
          java ? (after.heapBytes().orElse(0) - before.heapBytes().orElse(0)) / 1024.0 / more : 0;
      findings.add(
          Measure.atMost(
              "longpoll_kib",
              "memory for each further idle long-poll",
              Math.max(rss, heap),
              "KiB",
              KIBIBYTES_TARGET));
      findings.add(
          Measure.withoutTarget(
              "longpoll_rss_kib", "long-poll: growth of resident memory", rss, "KiB"));
      if (java) {
        findings.add(
            Measure.withoutTarget(
                "longpoll_heap_kib", "long-poll: growth of the live heap", heap, "KiB"));
      }
      stage.loop().run(() -> faults.byKind().forEach(findings::fault));
      if (answeredEarly > 0) {
        findings.note("long-polls: " + answeredEarly + " were answered early and asked again");
      }
    } finally {
      stage.loop().run(() -> connections.forEach(HttpConnection::close));
    }
  }

  private void firstSync(int number) {
    String target = Requests.syncTarget("", Syncers.FIRST_FILTER, 0);
    var reply = stage.calls().must("GET", accounts.get(number).token(), target, new byte[0]);
    since[number] = SyncScan.nextBatch(reply.body(), 0, reply.body().length);
  }

  private void open(int upTo) {
    while (connections.size() < upTo) {
      int more = Math.min(OPENING, upTo - connections.size());
      stage
          .loop()
          .run(() -> {
            for (int i = 0; i < more; i++) {
              new Idle(connections.size() % accounts.size()).poll();
            }
          });
      Calls.sleep(20);
    }
  }

  private Reading read(int settleMillis) {
    Calls.sleep(settleMillis);
    ProcessGauge server = stage.gauge().orElseThrow();
    OptionalLong heap = LiveHeap.afterCollection(server.pid());
    Calls.sleep(settleMillis / 5);
    return new Reading(server.rssBytesExact(), heap);
  }

  /** A member that waits and asks again. */
  private final class Idle implements HttpConnection.Answer {
    private final int number;
    private final HttpConnection connection;

    Idle(int number) {
      this.number = number;
      connection = stage.loop().connection(HttpConnection.Endpoint.of(stage.url()));
      connections.add(connection);
    }

    void poll() {
      String target = Requests.syncTarget(since[number], Syncers.FILTER, POLL_MILLIS);
      byte[] request = requests.get(accounts.get(number).token(), target);
      connection.send(request, POLL_MILLIS + 30_000, this);
    }

    @Override
    public void answered(int status, byte[] bytes, int from, int to) {
      if (status != 200) {
        faults.add(Faults.refusal("long-poll", status, bytes, from, to));
        return;
      }
      answeredEarly++;
      since[number] = SyncScan.nextBatch(bytes, from, to);
      stage.loop().after(100, this::poll);
    }

    @Override
    public void failed(String why) {
      faults.add("long-poll: " + why);
    }
  }
}
