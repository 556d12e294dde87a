package org.bongsu.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ArrayNode;

/**
 * Three sites on this machine: {@code ./bongsu up} with a data directory of its own and open
 * registration. All are ready when the constructor returns, and gone when {@link #close} has.
 */
final class SitesProcess implements AutoCloseable {
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final int PORTS_EACH = 10;

  /** Three nodes and three brokers at once, on a machine that is busy with a build. */
  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

  private final int base = freeRange();
  private final Path log;
  private final Process process;
  private final Thread endWithParent;

  /**
   * @param repository the folder with the launcher
   * @param folder where the data directories and the output are put
   * @throws IllegalStateException if not all are ready in time; with what was printed
   */
  SitesProcess(Path repository, Path folder) throws IOException, InterruptedException {
    this.log = folder.resolve("up.log");
    List<String> command =
        List.of(
            repository.resolve("bongsu").toString(),
            "up",
            "--ports",
            String.valueOf(base),
            "--data",
            folder.resolve("data").toString(),
            "--registration",
            "open",
            "--limited",
            "false");
    this.process =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    this.endWithParent = Thread.ofPlatform().unstarted(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(endWithParent);
    awaitAll();
  }

  /** The address of a site. */
  URI url(String name) {
    return URI.create("http://127.0.0.1:" + (base + PORTS_EACH * NAMES.indexOf(name)));
  }

  /** Name, address and process of each site, for the trial. */
  String json() {
    ArrayNode sites = Json.array();
    for (String name : NAMES) {
      sites.addObject().put("name", name).put("url", url(name).toString()).put("pid", pid(name));
    }
    return Json.text(sites);
  }

  private long pid(String name) {
    return process
        .descendants()
        .filter(child -> isSite(child, name))
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no process of site " + name));
  }

  /** From the kernel: the JDK does not tell arguments of which there are more than 4 KB. */
  private static boolean isSite(ProcessHandle child, String name) {
    List<String> arguments;
    try {
      Path line = Path.of("/proc", String.valueOf(child.pid()), "cmdline");
      arguments = List.of(Files.readString(line).split("\0", -1));
    } catch (IOException ended) {
      return false;
    }
    int at = arguments.indexOf("--name");
    return arguments.contains("site") && at >= 0 && arguments.get(at + 1).equals(name);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(endWithParent);
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitAll() throws IOException, InterruptedException {
    List<String> waiting = new ArrayList<>(NAMES);
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      long attempts = START_LIMIT.dividedBy(BETWEEN_ATTEMPTS);
      for (long attempt = 0; attempt < attempts && !waiting.isEmpty(); attempt++) {
        waiting.removeIf(name -> isReady(client, url(name)));
        Thread.sleep(BETWEEN_ATTEMPTS);
      }
    }
    if (!waiting.isEmpty()) {
      process.destroyForcibly();
      throw new IllegalStateException(waiting + " did not come:\n" + Files.readString(log));
    }
  }

  private static boolean isReady(HttpClient client, URI url) {
    HttpRequest ready =
        HttpRequest.newBuilder(url.resolve("/_bongsu/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return client.send(ready, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The first of as many ports as three sites need, below those of outgoing connections. */
  private static int freeRange() {
    while (true) {
      int first = ThreadLocalRandom.current().nextInt(1_200, 3_100) * PORTS_EACH;
      if (isFree(first) && isFree(first + PORTS_EACH) && isFree(first + 2 * PORTS_EACH)) {
        return first;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
