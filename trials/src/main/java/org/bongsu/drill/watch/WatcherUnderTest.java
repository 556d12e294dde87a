package org.bongsu.drill.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bongsu.client.Http;
import org.bongsu.drill.watch.Disturbance.Kind;
import org.bongsu.json.MalformedJson;
import org.bongsu.launch.WatchProcess;
import tools.jackson.databind.JsonNode;

/** One watcher: its process, its host, its page. */
final class WatcherUnderTest {
  private static final Duration PAGE_WITHIN = Duration.ofSeconds(2);

  private final String name;
  private final Outside host;
  private final List<String> arguments;
  private final Path output;
  private final Http http;
  private WatchProcess process;

  WatcherUnderTest(String name, Outside host, List<String> arguments, Path output, Http http) {
    this.name = name;
    this.host = host;
    this.arguments = List.copyOf(arguments);
    this.output = output;
    this.http = http;
    this.process = WatchProcess.start(host.through(), arguments, output);
  }

  String name() {
    return name;
  }

  boolean canBeCut() {
    return host.canBeCut();
  }

  void begin(Kind kind) throws IOException, InterruptedException {
    switch (kind) {
      case KILLED -> process.kill();
      case FROZEN -> process.signal("STOP");
      case CUT_OFF -> host.cut();
      case MISLED -> host.cutFromSites();
    }
  }

  void end(Kind kind) throws IOException, InterruptedException {
    switch (kind) {
      case KILLED -> process = WatchProcess.start(host.through(), arguments, output);
      case FROZEN -> process.signal("CONT");
      case CUT_OFF, MISLED -> host.heal();
    }
  }

  /** Its page now. */
  PageSample page() throws InterruptedException {
    long nanos = System.nanoTime();
    try {
      Http.Ask index = Http.Ask.json("GET", "/", null, null).within(PAGE_WITHIN);
      Http.Ask data = Http.Ask.json("GET", "/status.json", null, null).within(PAGE_WITHIN);
      Http.Answer page = http.ask(host.url(), index);
      Http.Answer status = http.ask(host.url(), data);
      if (page.isOk() && status.isOk()) {
        return sample(nanos, status.body());
      }
    } catch (IOException | MalformedJson gone) {
      // Said below.
    }
    return PageSample.missing(name, nanos);
  }

  private PageSample sample(long nanos, JsonNode status) {
    JsonNode open =
        status
            .path("incidents")
            .valueStream()
            .filter(one -> !one.has("ended"))
            .findFirst()
            .orElse(status.path("none"));
    Map<String, Set<String>> down = new TreeMap<>();
    JsonNode newest =
        open.path("entries")
            .valueStream()
            .filter(entry -> entry.has("down"))
            .findFirst()
            .orElse(status.path("none"));
    newest
        .path("down")
        .properties()
        .forEach(site -> {
          Set<String> services = new TreeSet<>();
          site.getValue().forEach(service -> services.add(service.asString()));
          down.put(site.getKey(), services);
        });
    return new PageSample(
        name,
        nanos,
        true,
        Duration.between(Instant.parse(status.path("as_of").asString()), Instant.now()),
        !status.path("state").asString().equals("unknown"),
        open.has("id"),
        down);
  }

  void close() {
    try {
      process.signal("CONT");
    } catch (IOException gone) {
      // Nothing to thaw.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.close();
  }
}
