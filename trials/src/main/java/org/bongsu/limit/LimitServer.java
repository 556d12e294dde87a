package org.bongsu.limit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.bongsu.http.Admission;
import org.bongsu.http.ClientLimits;
import org.bongsu.http.Gateway;
import org.bongsu.http.Request;
import org.bongsu.http.RequestError;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;

/**
 * Uses the server's HTTP with one route like a Matrix send, parses the message, and sends an answer
 * of the same length once a fixed row has been committed to SQLite, in groups and with a real
 * fsync. No sessions, no events, no rooms, no checks, no sync.
 *
 * <p>Prints {@code port N} when it listens and ends when its standard input does.
 */
public final class LimitServer {
  /** Requests in one transaction. */
  private static final int BATCH_MAX = 512;

  /** Requests that wait for a transaction; more are refused. */
  private static final int WAITING_MAX = 16_384;

  private static final int ROW_BYTES = 400;

  /** As long as the answer to a Matrix send. */
  private static final Response ANSWER =
      Response.json(
          200,
          ("{\"event_id\":\"$" + "limit".repeat(8) + "abc\"}").getBytes(StandardCharsets.UTF_8));

  private final BlockingQueue<CompletableFuture<Response>> waiting =
      new ArrayBlockingQueue<>(WAITING_MAX);
  private final GroupCommits rows;

  private LimitServer(GroupCommits rows) {
    this.rows = rows;
  }

  /**
   * Serves.
   *
   * @param arguments the directory for the database
   */
  public static void main(String[] arguments) throws IOException {
    try {
      LimitServer limit = new LimitServer(GroupCommits.open(Path.of(arguments[0])));
      Thread.ofPlatform().daemon().name("limit-writer").start(limit::write);
      Gateway gateway =
          Gateway.listen("127.0.0.1", 0, limit.routes(), ClientLimits.NONE, Admission.ALWAYS);
      System.out.println("port " + gateway.port());
    } catch (RuntimeException e) {
      System.err.println("the limit cannot serve: " + e.getMessage());
      System.exit(1);
    }
    while (System.in.read() >= 0) {
      // waits for the end of the input
    }
    System.exit(0);
  }

  private Routes routes() {
    return new Routes()
        .add(
            Route.later(
                "PUT",
                "/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}",
                Route.Access.PUBLIC,
                Routes.BODY_BYTES_MAX,
                this::send));
  }

  /** PUT /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}. */
  private CompletionStage<Response> send(Request request) {
    if (!request.json().path("body").isString()) {
      throw new RequestError(RequestError.Reason.BAD_PARAMETER, "body is a text");
    }
    CompletableFuture<Response> answer = new CompletableFuture<>();
    if (!waiting.offer(answer)) {
      throw RequestError.unavailable("Too many requests are waiting");
    }
    return answer;
  }

  private void write() {
    List<CompletableFuture<Response>> batch = new ArrayList<>(BATCH_MAX);
    byte[] row = new byte[ROW_BYTES];
    Arrays.fill(row, (byte) 'x');
    try {
      while (true) {
        CompletableFuture<Response> first = waiting.poll(1, TimeUnit.HOURS);
        if (first != null) {
          batch.add(first);
          waiting.drainTo(batch, BATCH_MAX - 1);
          rows.commit(batch.size(), row);
          batch.forEach(answer -> answer.complete(ANSWER));
          batch.clear();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      System.err.println("the limit cannot write: " + e.getMessage());
      System.exit(1);
    }
  }
}
