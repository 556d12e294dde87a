package org.bongsu.cluster;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bongsu.log.Log;
import org.bongsu.log.LogReader;
import org.bongsu.log.LogRecord;
import org.bongsu.log.LogUnavailable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bus over a log of one shard that is kept for minutes. Every {@link #BEAT} the pending
 * messages are appended, at most 200 in a record: {@code {"from": run, "at": milliseconds, "told":
 * [[topic, content], …]}}.
 */
public final class SiteBus implements Bus, AutoCloseable {
  private static final int WAITING_MAX = 8_192;
  private static final int SENT_AT_ONCE_MAX = 200;
  private static final int READ_AT_ONCE_MAX = 200;
  private static final Duration BEAT = Duration.ofMillis(100);
  private static final Duration READ_WAIT = Duration.ofMillis(200);

  /** One append is in flight at a time, so that an outage does not pile up messages. */
  private static final Duration APPENDED_WITHIN = Duration.ofSeconds(5);

  /** Messages older than this are dropped, so the sites' clocks must differ by less. */
  private static final long AGE_MILLIS_MAX = 15_000;

  private static final System.Logger LOG = System.getLogger(SiteBus.class.getName());

  private record Message(String topic, ObjectNode content) {}

  private final Log log;
  private final String run;
  private final Clock clock;
  private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Map<String, Supplier<Optional<ObjectNode>>> regular = new ConcurrentHashMap<>();
  private final Map<String, Consumer<ObjectNode>> listeners = new ConcurrentHashMap<>();
  private final Thread sender;
  private final Thread receiver;
  private volatile boolean closed;

  private SiteBus(Log log, String run, Clock clock) {
    this.log = log;
    this.run = run;
    this.clock = clock;
    this.sender = Thread.ofPlatform().name("bus-sender").unstarted(this::sendUntilClosed);
    this.receiver = Thread.ofPlatform().name("bus-receiver").unstarted(this::receiveUntilClosed);
  }

  /**
   * Starts to send and to receive.
   *
   * @param log of one shard; the caller closes it, after this
   * @param run unique among all runs of all sites
   */
  public static SiteBus start(Log log, String run, Clock clock) {
    SiteBus bus = new SiteBus(log, run, clock);
    bus.sender.start();
    bus.receiver.start();
    return bus;
  }

  @Override
  public void publish(String topic, ObjectNode message) {
    waiting.offer(new Message(topic, message));
  }

  @Override
  public void publishRegularly(String topic, Supplier<Optional<ObjectNode>> messages) {
    regular.put(topic, messages);
  }

  @Override
  public void subscribe(String topic, Consumer<ObjectNode> listener) {
    listeners.put(topic, listener);
  }

  private void sendUntilClosed() {
    try {
      while (!closed) {
        Thread.sleep(BEAT);
        regular.forEach(
            (topic, messages) -> messages.get().ifPresent(message -> publish(topic, message)));
        List<Message> next = new ArrayList<>();
        while (waiting.drainTo(next, SENT_AT_ONCE_MAX) > 0) {
          append(next);
          next.clear();
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException defect) {
      LOG.log(System.Logger.Level.ERROR, "messages are no longer sent to other sites", defect);
    }
  }

  private void append(List<Message> all) throws InterruptedException {
    ObjectNode record = Json.object().put("from", run).put("at", clock.millis());
    ArrayNode messages = record.putArray("told");
    all.forEach(one -> messages.addArray().add(one.topic).add(one.content));
    try {
      log.append(0, Json.bytes(record)).get(APPENDED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | LogUnavailable lost) {
      LOG.log(System.Logger.Level.DEBUG, "not sent to other sites: " + lost);
    }
  }

  private void receiveUntilClosed() {
    try (LogReader reader = log.reader(0, Log.FIRST_KEPT)) {
      while (!closed) {
        try {
          for (LogRecord record : reader.poll(READ_AT_ONCE_MAX, READ_WAIT)) {
            receive(record.payload());
          }
        } catch (LogUnavailable e) {
          Thread.sleep(READ_WAIT);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException defect) {
      LOG.log(System.Logger.Level.ERROR, "messages of other sites are no longer received", defect);
    }
  }

  private void receive(byte[] payload) {
    JsonNode record;
    try {
      record = Json.parse(payload);
    } catch (MalformedJson e) {
      return;
    }
    boolean isOwn = record.path("from").asString("").equals(run);
    boolean isRecent = Math.abs(clock.millis() - record.path("at").asLong(0)) <= AGE_MILLIS_MAX;
    if (isOwn || !isRecent) {
      return;
    }
    for (JsonNode message : record.path("told")) {
      Consumer<ObjectNode> listener = listeners.get(message.path(0).asString(""));
      if (listener != null && message.path(1) instanceof ObjectNode content) {
        deliver(listener, content);
      }
    }
  }

  private static void deliver(Consumer<ObjectNode> listener, ObjectNode content) {
    try {
      listener.accept(content);
    } catch (IllegalArgumentException | JacksonException newerForm) {
      LOG.log(System.Logger.Level.DEBUG, "a message of another site is not understood", newerForm);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : List.of(sender, receiver)) {
      thread.interrupt();
      try {
        thread.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
