package org.bongsu.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bongsu.json.Json;
import org.bongsu.watch.StatusView.Times;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How long the probes of each service took in the last day, by five minutes. Not thread-safe. */
final class ResponseTimes {
  private static final long EVERY_SECONDS = 300;
  private static final int POINTS = (int) (Duration.ofDays(1).toSeconds() / EVERY_SECONDS);

  /** Results in five minutes: of some sites, every five seconds. */
  private static final int RESULTS_MAX = 2000;

  private final Map<Service, Deque<Times>> points = new EnumMap<>(Service.class);
  private final Map<Service, List<Duration>> current = new EnumMap<>(Service.class);
  private Instant from = Instant.MIN;

  /** Takes a probe that succeeded. */
  void add(Service service, Duration took, Instant now) {
    Instant begun = Instant.ofEpochSecond(now.getEpochSecond() / EVERY_SECONDS * EVERY_SECONDS);
    if (!begun.equals(from)) {
      endPoint();
      from = begun;
    }
    List<Duration> results = current.computeIfAbsent(service, one -> new ArrayList<>());
    if (results.size() < RESULTS_MAX) {
      results.add(took);
    }
  }

  private void endPoint() {
    current.forEach((service, results) -> {
      results.sort(null);
      add(service, new Times(from, results.get(results.size() / 2), results.getLast()));
    });
    current.clear();
  }

  private void add(Service service, Times point) {
    Deque<Times> own = points.computeIfAbsent(service, one -> new ArrayDeque<>());
    own.addLast(point);
    while (own.size() > POINTS) {
      own.removeFirst();
    }
  }

  /** For each service, the points of the day before now, oldest first. */
  Map<Service, List<Times>> all(Instant now) {
    Instant first = now.minusSeconds(EVERY_SECONDS * POINTS);
    Map<Service, List<Times>> all = new EnumMap<>(Service.class);
    points.forEach((service, own) ->
        all.put(service, own.stream().filter(one -> one.from().isAfter(first)).toList()));
    return all;
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    points.forEach((service, own) -> {
      ArrayNode list = json.putArray(service.id());
      for (Times point : own) {
        list.addObject()
            .put("from", point.from().getEpochSecond())
            .put("median_ms", point.median().toMillis())
            .put("slowest_ms", point.slowest().toMillis());
      }
    });
    return json;
  }

  /** Takes the points from the file, before any other is added. */
  void load(JsonNode json) {
    for (Service service : Service.values()) {
      for (JsonNode one : json.path(service.id())) {
        add(
            service,
            new Times(
                Instant.ofEpochSecond(one.path("from").asLong(0)),
                Duration.ofMillis(one.path("median_ms").asLong(0)),
                Duration.ofMillis(one.path("slowest_ms").asLong(0))));
      }
    }
  }
}
