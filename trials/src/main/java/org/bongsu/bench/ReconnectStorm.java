package org.bongsu.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/**
 * Clients that all reconnect with their sync tokens at the same time, each on its own connection,
 * and retry when the server asks them to. Belongs to the event loop.
 */
final class ReconnectStorm {
  private static final int ANSWER_MILLIS_MAX = 30_000;
  private static final int PAUSE_AFTER_FAILURE_MILLIS = 1_000;
  private static final long LATENCY_MICROS_MAX = 600_000_000;

  private final EventLoop loop;
  private final List<Client> clients = new ArrayList<>();
  private final Histogram backMicros = new Histogram(LATENCY_MICROS_MAX, 3);
  private final Faults faults = new Faults();
  private long begunNanos;
  private long askedAgain;
  private CompletableFuture<Boolean> allBack = new CompletableFuture<>();
  private boolean closed;

  /**
   * A storm that has not started.
   *
   * @param since the sync token of each account
   */
  ReconnectStorm(
      EventLoop loop,
      List<HttpConnection.Endpoint> endpoints,
      List<World.Account> accounts,
      String[] since) {
    this.loop = loop;
    Requests requests = new Requests(endpoints.getFirst());
    for (int i = 0; i < accounts.size(); i++) {
      String target = Requests.syncTarget(since[i], Syncers.FILTER, 0);
      byte[] request = requests.get(accounts.get(i).token(), target);
      HttpConnection connection = loop.connection(endpoints.get(i % endpoints.size()));
      clients.add(new Client(connection, request));
    }
  }

  /** Starts all at once; {@code all} completes when the last one has been answered. */
  void begin(CompletableFuture<Boolean> all) {
    allBack = all;
    begunNanos = System.nanoTime();
    clients.forEach(Client::arrive);
  }

  /** By client, the time from the start of the storm to its answer. */
  Histogram backMicros() {
    return backMicros;
  }

  /** How often a client was asked to come again. */
  long askedAgain() {
    return askedAgain;
  }

  Faults faults() {
    return faults;
  }

  void close() {
    closed = true;
    clients.forEach(client -> client.connection.close());
  }

  private final class Client implements HttpConnection.Answer {
    private final HttpConnection connection;
    private final byte[] request;

    Client(HttpConnection connection, byte[] request) {
      this.connection = connection;
      this.request = request;
    }

    void arrive() {
      if (!closed) {
        connection.send(request, ANSWER_MILLIS_MAX, this);
      }
    }

    @Override
    public void answered(int status, byte[] bytes, int from, int to) {
      if (status == 200) {
        backMicros.recordValue((System.nanoTime() - begunNanos) / 1_000);
        if (backMicros.getTotalCount() == clients.size()) {
          allBack.complete(true);
        }
        return;
      }
      Refusal refusal = Refusal.read(status, bytes, from, to);
      if (refusal.limitsRate()) {
        askedAgain++;
      } else {
        faults.add("arrival: " + status + " " + refusal.errcode());
      }
      loop.after(refusal.retryAfterMillis(), this::arrive);
    }

    @Override
    public void failed(String why) {
      faults.add("arrival: " + why);
      loop.after(PAUSE_AFTER_FAILURE_MILLIS, this::arrive);
    }
  }
}
