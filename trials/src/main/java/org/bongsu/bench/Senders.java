package org.bongsu.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bongsu.korean.KoreanText;

/**
 * The connections that send. Closed loop: each sends again as soon as it has its acknowledgement.
 * Open loop: sends are due at fixed times, independent of the server; one that finds no free
 * connection waits, and its latency counts from when it was due.
 *
 * <p>Each message goes to a random room from a random member, with equal probability. Belongs to
 * the event loop.
 */
final class Senders {
  /** Sends of the open loop that may be due and wait for a connection. */
  static final int BACKLOG_MAX = 100_000;

  private static final int TEXTS = 4_096;
  private static final int ANSWER_MILLIS_MAX = 30_000;
  private static final int TICK_MILLIS = 1;

  private final EventLoop loop;
  private final LoadShape shape;
  private final World world;
  private final DeliveryLedger ledger;
  private final Meter meter;
  private final Faults faults;
  private final Requests requests;
  private final SplittableRandom random;
  private final byte[][] texts = new byte[TEXTS][];
  private final List<HttpConnection> connections = new ArrayList<>();
  private final ArrayDeque<HttpConnection> idle = new ArrayDeque<>();
  private final ArrayDeque<Long> backlog = new ArrayDeque<>();
  private Runnable stopTicking = () -> {};
  private boolean stopped;
  private int inFlight;
  private long answered;
  private long startNanos;
  private long scheduled;

  Senders(
      EventLoop loop,
      List<HttpConnection.Endpoint> endpoints,
      LoadShape shape,
      World world,
      DeliveryLedger ledger,
      Meter meter,
      Faults faults,
      long seed) {
    this.loop = loop;
    this.shape = shape;
    this.world = world;
    this.ledger = ledger;
    this.meter = meter;
    this.faults = faults;
    requests = new Requests(endpoints.getFirst());
    random = new SplittableRandom(seed);
    KoreanText korean = new KoreanText(seed);
    for (int i = 0; i < TEXTS; i++) {
      texts[i] = bodyBeforeNumber(korean.next()).getBytes(StandardCharsets.UTF_8);
    }
    for (int i = 0; i < shape.senders(); i++) {
      connections.add(loop.connection(endpoints.get(i % endpoints.size())));
    }
  }

  /** A message's body up to its number; a closing brace follows that. */
  static String bodyBeforeNumber(String text) {
    return "{\"msgtype\":\"m.text\",\"body\":\"" + text + "\",\"" + SyncScan.MARK + "\":";
  }

  void start() {
    startNanos = System.nanoTime();
    if (shape.rate().isPresent()) {
      idle.addAll(connections);
      stopTicking = loop.every(TICK_MILLIS, this::tick);
    } else {
      connections.forEach(connection -> send(connection, System.nanoTime()));
    }
  }

  /** Stops sending; sends in flight may complete. */
  void stop() {
    stopped = true;
    stopTicking.run();
    backlog.clear();
  }

  int inFlight() {
    return inFlight;
  }

  /** Answers and failures so far. */
  long answered() {
    return answered;
  }

  void close() {
    stop();
    connections.forEach(HttpConnection::close);
  }

  private void tick() {
    int rate = shape.rate().orElse(1);
    long now = System.nanoTime();
    while (!stopped) {
      long due = startNanos + scheduled * 1_000_000_000L / rate;
      if (due - now > 0) {
        return;
      }
      scheduled++;
      HttpConnection free = idle.poll();
      if (free != null) {
        send(free, due);
      } else if (backlog.size() < BACKLOG_MAX) {
        backlog.add(due);
      } else {
        faults.add("send: due, but " + BACKLOG_MAX + " wait already");
      }
    }
  }

  private void send(HttpConnection connection, long fromNanos) {
    if (stopped) {
      return;
    }
    if (ledger.count() >= BenchOptions.SENDS_MAX) {
      faults.add("load ended early: " + BenchOptions.SENDS_MAX + " sends are followed at most");
      stop();
      return;
    }
    int roomNumber = random.nextInt(world.rooms().size());
    World.Room room = world.rooms().get(roomNumber);
    int member = room.members()[random.nextInt(room.members().length)];
    int number = ledger.begin(roomNumber, fromNanos);
    byte[] request =
        requests.request(
            "PUT",
            world.accounts().get(member).token(),
            Requests.sendTarget(room.encodedId(), "bench" + number),
            body(number));
    inFlight++;
    connection.send(request, ANSWER_MILLIS_MAX, new Sent(connection, number, fromNanos));
  }

  private byte[] body(int number) {
    byte[] text = texts[random.nextInt(TEXTS)];
    byte[] digits = (number + "}").getBytes(StandardCharsets.US_ASCII);
    byte[] body = new byte[text.length + digits.length];
    System.arraycopy(text, 0, body, 0, text.length);
    System.arraycopy(digits, 0, body, text.length, digits.length);
    return body;
  }

  private void free(HttpConnection connection) {
    if (stopped) {
      return;
    }
    if (shape.rate().isEmpty()) {
      send(connection, System.nanoTime());
      return;
    }
    Long due = backlog.poll();
    if (due != null) {
      send(connection, due);
    } else {
      idle.add(connection);
    }
  }

  /** A send in flight. */
  private final class Sent implements HttpConnection.Answer {
    private static final int PAUSE_AFTER_FAILURE_MILLIS = 100;
    private final HttpConnection connection;
    private final int number;
    private final long fromNanos;

    Sent(HttpConnection connection, int number, long fromNanos) {
      this.connection = connection;
      this.number = number;
      this.fromNanos = fromNanos;
    }

    @Override
    public void answered(int status, byte[] bytes, int from, int to) {
      inFlight--;
      answered++;
      if (status == 200) {
        ledger.acknowledged(number);
        meter.acknowledged(fromNanos, System.nanoTime());
        free(connection);
        return;
      }
      Refusal refusal = Refusal.read(status, bytes, from, to);
      boolean wait = refusal.limitsRate() && shape.rate().isEmpty();
      failed("send: " + status + " " + refusal.errcode(), wait ? refusal.retryAfterMillis() : 0);
    }

    @Override
    public void failed(String why) {
      inFlight--;
      answered++;
      failed("send: " + why, 0);
    }

    private void failed(String kind, long pauseMillis) {
      ledger.failed(number);
      faults.add(kind);
      loop.after(Math.max(pauseMillis, PAUSE_AFTER_FAILURE_MILLIS), () -> free(connection));
    }
  }
}
