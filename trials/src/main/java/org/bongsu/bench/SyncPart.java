package org.bongsu.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.bongsu.korean.KoreanText;
import tools.jackson.databind.JsonNode;

/**
 * Initial and incremental sync of a user in 200 rooms of real sizes, each with some messages.
 * Before each incremental sync somebody writes into one of the rooms; that message must be in it.
 */
final class SyncPart {
  private static final int MESSAGES_IN_ROOM = 12;
  private static final int WARMUP_INCREMENTAL = 100;
  private static final int WARMUP_INITIAL = 10;
  private static final double INCREMENTAL_P50_MILLIS_TARGET = 5;
  private static final double INITIAL_P50_MILLIS_TARGET = 150;
  private static final int ROOMS_OF_TARGET = 200;

  /** As large clients ask. */
  private static final String FILTER =
      Requests.encode(
          "{\"room\":{\"timeline\":{\"limit\":20},\"state\":{\"lazy_load_members\":true}}}");

  private final Stage stage;
  private final LoadRun runs;
  private final BenchOptions options;
  private final Findings findings;
  private final List<World.Account> accounts;
  private final List<World.Room> rooms;
  private final World.Account busy;
  private final KoreanText korean;

  private SyncPart(
      Stage stage, WorldBuilder builder, LoadRun runs, BenchOptions options, Findings findings) {
    this.stage = stage;
    this.runs = runs;
    this.options = options;
    this.findings = findings;
    korean = new KoreanText(options.crowd().seed());
    accounts = new ArrayList<>(runs.world().accounts());
    busy = builder.accounts("busy", 1).getFirst();
    accounts.add(busy);
    rooms = builder.rooms(accounts, planned());
  }

  static void measure(
      Stage stage, WorldBuilder builder, LoadRun runs, BenchOptions options, Findings findings) {
    stage.out().printf("sync: a user in %,d rooms%n", options.scale().busyRooms());
    SyncPart part = new SyncPart(stage, builder, runs, options, findings);
    part.talk();
    String since = part.initial();
    part.incremental(since);
  }

  /** Rooms of real sizes in which the busy user has the last seat. */
  private List<RoomPlan.PlannedRoom> planned() {
    int users = accounts.size() - 1;
    var plan = RoomPlan.draw(users, options.scale().busyRooms(), options.crowd().seed() + 1);
    plan.rooms().forEach(room -> room.members()[room.members().length - 1] = users);
    return plan.rooms();
  }

  private void talk() {
    int count = rooms.size() * MESSAGES_IN_ROOM;
    int first = runs.takeNumbers(count);
    AtomicInteger texts = new AtomicInteger();
    String[] said = new String[count];
    for (int i = 0; i < count; i++) {
      said[i] = korean.next();
    }
    Calls.inParallel(
        count, i -> say(rooms.get(i % rooms.size()), first + i, said[texts.getAndIncrement()]));
  }

  private void say(World.Room room, int number, String text) {
    String body = Senders.bodyBeforeNumber(text) + number + "}";
    stage
        .calls()
        .must(
            "PUT",
            accounts.get(room.members()[0]).token(),
            Requests.sendTarget(room.encodedId(), "bench" + number),
            body.getBytes(StandardCharsets.UTF_8));
  }

  private String initial() {
    int tries = Math.max(1, options.scale().syncTries() / 10);
    Histogram micros = new Histogram(3);
    JsonNode first = null;
    long bytes = 0;
    long coldMicros = 0;
    for (int i = 0; i < WARMUP_INITIAL + tries; i++) {
      Calls.Reply reply = sync("");
      if (i == 0) {
        coldMicros = reply.micros();
      }
      if (i >= WARMUP_INITIAL) {
        micros.recordValue(reply.micros());
      }
      bytes = reply.body().length;
      first = i == 0 ? reply.json() : first;
    }
    int seen = first == null ? 0 : first.path("rooms").path("join").size();
    findings.fault("initial sync: rooms missing", rooms.size() - seen);
    Measure p50 =
        Measure.atMost(
            "initial_sync_p50_ms",
            "initial sync of a user in %,d rooms, p50".formatted(rooms.size()),
            micros.getValueAtPercentile(50) / 1e3,
            "ms",
            INITIAL_P50_MILLIS_TARGET);
    findings.add(asTargeted(p50));
    findings.add(
        Measure.withoutTarget(
            "initial_sync_cold_ms", "the first initial sync of all", coldMicros / 1e3, "ms"));
    findings.add(
        Measure.withoutTarget("initial_sync_bytes", "size of that initial sync", bytes, "B"));
    return first == null ? "" : first.path("next_batch").asString("");
  }

  private void incremental(String token) {
    String since = token;
    int tries = WARMUP_INCREMENTAL + options.scale().syncTries();
    int first = runs.takeNumbers(tries);
    Random random = new Random(options.crowd().seed());
    Histogram micros = new Histogram(3);
    for (int i = 0; i < tries; i++) {
      int number = first + i;
      say(rooms.get(random.nextInt(rooms.size())), number, korean.next());
      Calls.Reply reply = sync(since);
      byte[] body = reply.body();
      if (i >= WARMUP_INCREMENTAL) {
        micros.recordValue(reply.micros());
      }
      boolean[] found = new boolean[1];
      SyncScan.marks(body, 0, body.length, mark -> found[0] |= mark == number);
      findings.fault("incremental sync: an acknowledged message missing", found[0] ? 0 : 1);
      since = SyncScan.nextBatch(body, 0, body.length);
    }
    Measure p50 =
        Measure.atMost(
            "incremental_sync_p50_ms",
            "incremental sync of the same user, p50",
            micros.getValueAtPercentile(50) / 1e3,
            "ms",
            INCREMENTAL_P50_MILLIS_TARGET);
    findings.add(asTargeted(p50));
    findings.add(
        Measure.withoutTarget(
            "incremental_sync_p99_ms",
            "the same incremental sync, p99",
            micros.getValueAtPercentile(99) / 1e3,
            "ms"));
  }

  private Measure asTargeted(Measure measure) {
    return rooms.size() >= ROOMS_OF_TARGET ? measure : measure.withoutTarget();
  }

  private Calls.Reply sync(String since) {
    String target = Requests.syncTarget(since, FILTER, 0);
    return stage.calls().must("GET", busy.token(), target, new byte[0]);
  }
}
