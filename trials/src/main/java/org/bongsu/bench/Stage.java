package org.bongsu.bench;

import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The server that is measured now: started and stopped if the bench launches it, only measured if
 * it ran before.
 */
final class Stage implements AutoCloseable {
  /** The longest a server may take until its first answer. */
  private static final int FIRST_ANSWER_MILLIS_MAX = 120_000;

  /** How long one attempt waits. */
  private static final int ANSWER_MILLIS_MAX = 15_000;

  private static final int KNOCK_MILLIS = 5;
  private static final String VERSIONS = "/_matrix/client/versions";

  private final EventLoop loop;
  private final ServerUnderTest.Launcher launcher;
  private final boolean launches;
  private final PrintStream out;
  private @Nullable ServerUnderTest server;
  private @Nullable Calls calls;

  private Stage(
      EventLoop loop, ServerUnderTest.Launcher launcher, boolean launches, PrintStream out) {
    this.loop = loop;
    this.launcher = launcher;
    this.launches = launches;
    this.out = out;
  }

  static Stage launching(EventLoop loop, ServerUnderTest.Launcher launcher, PrintStream out) {
    return new Stage(loop, launcher, true, out);
  }

  static Stage running(EventLoop loop, ServerUnderTest server, PrintStream out) {
    return new Stage(loop, () -> server, false, out);
  }

  /** Whether the server can be stopped and started again. */
  boolean canRestart() {
    return launches;
  }

  EventLoop loop() {
    return loop;
  }

  PrintStream out() {
    return out;
  }

  ServerUnderTest server() {
    if (server == null) {
      throw new IllegalStateException("no server is running");
    }
    return server;
  }

  URI url() {
    return server().url();
  }

  List<URI> urls() {
    return server().urls();
  }

  Calls calls() {
    if (calls == null) {
      throw new IllegalStateException("no server is running");
    }
    return calls;
  }

  /** CPU and memory of the server, if its process is known. */
  Optional<ProcessGauge> gauge() {
    var pid = server().pid();
    return pid.isPresent() ? Optional.of(new ProcessGauge(pid.getAsLong())) : Optional.empty();
  }

  /**
   * Starts the server and waits for its first answer.
   *
   * @return milliseconds from launching to having the answer; empty if it ran before
   */
  OptionalDouble start() {
    long begun = System.nanoTime();
    return await(launcher.launch(), begun);
  }

  /** Starts it with continuous backups; false if that is not possible. */
  boolean startBackedUp() {
    long begun = System.nanoTime();
    Optional<ServerUnderTest> launched = launcher.launchBackedUp();
    launched.ifPresent(one -> await(one, begun));
    return launched.isPresent();
  }

  private OptionalDouble await(ServerUnderTest launched, long begun) {
    server = launched;
    awaitFirstAnswer(launched, begun);
    double millis = (System.nanoTime() - begun) / 1e6;
    calls = new Calls(loop, launched.url());
    return launches ? OptionalDouble.of(millis) : OptionalDouble.empty();
  }

  void stop() {
    if (calls != null) {
      calls.close();
      calls = null;
    }
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @Override
  public void close() {
    stop();
  }

  private void awaitFirstAnswer(ServerUnderTest launched, long begun) {
    HttpConnection.Endpoint endpoint = HttpConnection.Endpoint.of(launched.url());
    byte[] request = new Requests(endpoint).get(null, VERSIONS);
    HttpConnection connection = loop.call(() -> loop.connection(endpoint));
    try {
      while (true) {
        String answer = knock(connection, request);
        if (answer.equals("200")) {
          return;
        }
        long waited = (System.nanoTime() - begun) / 1_000_000;
        boolean gone = launched.pid().isPresent() && !isAlive(launched.pid().getAsLong());
        if (!launches || gone || waited > FIRST_ANSWER_MILLIS_MAX) {
          String why = gone ? "its process has ended" : answer;
          throw new BenchFailed("no Matrix server answers at " + launched.url() + ": " + why);
        }
        Calls.sleep(KNOCK_MILLIS);
      }
    } finally {
      loop.run(connection::close);
    }
  }

  private String knock(HttpConnection connection, byte[] request) {
    CompletableFuture<String> done = new CompletableFuture<>();
    loop.run(() ->
        connection.send(
            request,
            ANSWER_MILLIS_MAX,
            new HttpConnection.Answer() {
              @Override
              public void answered(int status, byte[] bytes, int from, int to) {
                done.complete(Integer.toString(status));
              }

              @Override
              public void failed(String why) {
                done.complete(why);
              }
            }));
    return EventLoop.await(done, ANSWER_MILLIS_MAX / 1_000 + 5);
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
