package org.bongsu.watch;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bongsu.json.Json;
import org.bongsu.watch.StatusView.Day;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How each service was on each of the last days. Not thread-safe. */
final class Availability {
  /** A longer time between two calls was not watched. */
  private static final Duration STEP_MAX = Duration.ofSeconds(2);

  private static final int DAYS_KEPT = StatusView.DAYS + 1;

  private final ZoneId zone;
  private final Map<Service, TreeMap<LocalDate, Day>> days = new EnumMap<>(Service.class);
  private Moment last;

  Availability(ZoneId zone, Moment now) {
    this.zone = zone;
    this.last = now;
  }

  /** Adds the time since the last call, in which this was so. */
  void step(Situation situation, Moment now) {
    Duration step = now.since(last);
    last = now;
    if (step.compareTo(STEP_MAX) > 0) {
      return;
    }
    LocalDate date = LocalDate.ofInstant(now.time(), zone);
    for (Service service : situation.services()) {
      ServiceState state = situation.of(service);
      if (state != ServiceState.UNKNOWN) {
        boolean isDown = state == ServiceState.DOWN;
        boolean isPartly = state == ServiceState.PARTLY_DOWN || state == ServiceState.SLOW;
        add(
            service,
            new Day(date, step, isDown ? step : Duration.ZERO, isPartly ? step : Duration.ZERO));
      }
    }
  }

  private void add(Service service, Day more) {
    TreeMap<LocalDate, Day> all = days.computeIfAbsent(service, one -> new TreeMap<>());
    all.merge(
        more.date(),
        more,
        (day, step) ->
            new Day(
                day.date(),
                day.watched().plus(step.watched()),
                day.down().plus(step.down()),
                day.partly().plus(step.partly())));
    while (all.size() > DAYS_KEPT) {
      all.pollFirstEntry();
    }
  }

  /** For each service its days, oldest first. */
  Map<Service, List<Day>> all() {
    Map<Service, List<Day>> all = new EnumMap<>(Service.class);
    days.forEach((service, own) -> all.put(service, List.copyOf(own.values())));
    return all;
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    days.forEach((service, own) -> {
      ArrayNode list = json.putArray(service.id());
      for (Day day : own.values()) {
        list.addObject()
            .put("date", day.date().toString())
            .put("watched_ms", day.watched().toMillis())
            .put("down_ms", day.down().toMillis())
            .put("partly_ms", day.partly().toMillis());
      }
    });
    return json;
  }

  /** Takes from a file or another watcher each day that was watched longer there. */
  void merge(JsonNode json) {
    for (Service service : Service.values()) {
      for (JsonNode one : json.path(service.id())) {
        Day day =
            new Day(
                LocalDate.parse(one.path("date").asString("")),
                millis(one, "watched_ms"),
                millis(one, "down_ms"),
                millis(one, "partly_ms"));
        days.computeIfAbsent(service, own -> new TreeMap<>())
            .merge(
                day.date(),
                day,
                (mine, other) -> mine.watched().compareTo(other.watched()) < 0 ? other : mine);
      }
    }
  }

  private static Duration millis(JsonNode json, String member) {
    return Duration.ofMillis(json.path(member).asLong(0));
  }
}
