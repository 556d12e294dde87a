package org.bongsu.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/**
 * The members that long-poll all the time, each on its own connection: the first accounts. Belongs
 * to the event loop.
 */
final class Syncers {
  /** Of the first sync, which only gives a token to go on from. */
  static final String FIRST_FILTER =
      Requests.encode(
          "{\"presence\":{\"not_types\":[\"*\"]},\"room\":{\"timeline\":{\"limit\":1},"
              + "\"state\":{\"lazy_load_members\":true}}}");

  /** Of the long-polls; the limit leaves room for what comes in while a member is busy. */
  static final String FILTER =
      Requests.encode(
          "{\"presence\":{\"not_types\":[\"*\"]},\"room\":{\"timeline\":{\"limit\":100},"
              + "\"state\":{\"lazy_load_members\":true}}}");

  private static final int POLL_MILLIS = 30_000;
  private static final int ANSWER_MILLIS_MAX = 60_000;

  /** First syncs at a time. */
  private static final int STARTING_MAX = 16;

  private static final int FIRST_TRIES_MAX = 30;
  private static final int EMPTY_IN_A_ROW_MAX = 20;

  private final EventLoop loop;
  private final World world;
  private final Requests requests;
  private final DeliveryLedger ledger;
  private final Meter meter;
  private final Faults faults;
  private final Map<String, Integer> numberOfRoom;
  private final List<Member> members = new ArrayList<>();
  private final ArrayDeque<Member> waiting = new ArrayDeque<>();
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private int polling;
  private boolean stopped;

  Syncers(
      EventLoop loop,
      List<HttpConnection.Endpoint> endpoints,
      int count,
      World world,
      DeliveryLedger ledger,
      Meter meter,
      Faults faults) {
    this.loop = loop;
    this.world = world;
    this.ledger = ledger;
    this.meter = meter;
    this.faults = faults;
    requests = new Requests(endpoints.getFirst());
    numberOfRoom = world.numberOfRoom();
    for (int i = 0; i < count; i++) {
      members.add(new Member(i, loop.connection(endpoints.get(i % endpoints.size()))));
    }
  }

  /** Completes when everybody has a token and long-polls; fails if the server refuses. */
  CompletableFuture<Boolean> start() {
    waiting.addAll(members);
    for (int i = 0; i < STARTING_MAX; i++) {
      startNext();
    }
    if (members.isEmpty()) {
      ready.complete(true);
    }
    return ready;
  }

  void close() {
    stopped = true;
    members.forEach(member -> member.connection.close());
  }

  private void startNext() {
    Member next = waiting.poll();
    if (next != null) {
      next.poll();
    }
  }

  private final class Member implements HttpConnection.Answer {
    private final int number;
    private final HttpConnection connection;
    private String since = "";
    private int failures;
    private int emptyInARow;

    Member(int number, HttpConnection connection) {
      this.number = number;
      this.connection = connection;
    }

    void poll() {
      if (stopped) {
        return;
      }
      String target =
          since.isEmpty()
              ? Requests.syncTarget("", FIRST_FILTER, 0)
              : Requests.syncTarget(since, FILTER, POLL_MILLIS);
      String token = world.accounts().get(number).token();
      connection.send(requests.get(token, target), ANSWER_MILLIS_MAX, this);
    }

    @Override
    public void answered(int status, byte[] bytes, int from, int to) {
      if (stopped) {
        return;
      }
      String next = status == 200 ? SyncScan.nextBatch(bytes, from, to) : "";
      if (next.isEmpty()) {
        Refusal refusal = Refusal.read(status, bytes, from, to);
        String why = status == 200 ? "200 without next_batch" : status + " " + refusal.errcode();
        retry(why, refusal.retryAfterMillis());
        return;
      }
      boolean first = since.isEmpty();
      since = next;
      failures = 0;
      if (!first) {
        take(bytes, from, to);
      } else if (++polling == members.size()) {
        ready.complete(true);
      }
      if (emptyInARow > EMPTY_IN_A_ROW_MAX) {
        emptyInARow = 0;
        retry("empty at once, again and again", 200);
      } else {
        poll();
      }
      if (first) {
        startNext();
      }
    }

    @Override
    public void failed(String why) {
      retry(why, 500);
    }

    private void take(byte[] bytes, int from, int to) {
      long now = System.nanoTime();
      long[] found = new long[1];
      SyncScan.marks(
          bytes,
          from,
          to,
          mark -> {
            found[0]++;
            if (ledger.arrived(number, mark) == DeliveryLedger.Arrival.FIRST) {
              meter.delivered(ledger.fromNanos(mark), now);
            }
          });
      emptyInARow = found[0] == 0 ? emptyInARow + 1 : 0;
      if (SyncScan.anyLimited(bytes, from, to)) {
        noteLimited(SyncScan.tree(bytes, from, to));
      }
    }

    private void noteLimited(JsonNode response) {
      for (Map.Entry<String, JsonNode> room : response.path("rooms").path("join").properties()) {
        Integer known = numberOfRoom.get(room.getKey());
        if (known != null && room.getValue().path("timeline").path("limited").asBoolean(false)) {
          ledger.limited(number, known);
        }
      }
    }

    private void retry(String why, long afterMillis) {
      if (stopped) {
        return;
      }
      faults.add("sync: " + why);
      if (++failures > FIRST_TRIES_MAX && since.isEmpty()) {
        ready.completeExceptionally(
            new BenchFailed(
                "no first sync for " + world.accounts().get(number).userId() + ": " + why));
        return;
      }
      loop.after(afterMillis, this::poll);
    }
  }
}
