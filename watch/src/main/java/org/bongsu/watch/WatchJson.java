package org.bongsu.watch;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bongsu.json.Json;
import org.bongsu.watch.IncidentEntry.Disturbed;
import org.bongsu.watch.IncidentEntry.Phase;
import org.bongsu.watch.IncidentEntry.Recovered;
import org.bongsu.watch.IncidentEntry.Words;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reports and incidents as watchers exchange and keep them. What is not understood, for example
 * from a newer version, is left out.
 */
final class WatchJson {
  private static final String AT = "at";
  private static final String WATCHER = "watcher";
  private static final String DOWN = "down";

  private WatchJson() {}

  static ObjectNode of(Report report) {
    ObjectNode json = Json.object().put(WATCHER, report.watcher()).put("number", report.number());
    ArrayNode found = json.putArray("found");
    new TreeMap<>(report.found())
        .forEach((probe, health) ->
            found
                .addObject()
                .put("site", probe.site())
                .put("service", probe.service().id())
                .put("health", health.name()));
    return json;
  }

  static Report report(JsonNode json) {
    Map<Probe, Health> found = new TreeMap<>();
    for (JsonNode one : json.path("found")) {
      Optional<Service> service = Service.of(one.path("service").asString(""));
      Optional<Health> health = constant(Health.class, one.path("health"));
      if (service.isPresent() && health.isPresent()) {
        found.put(new Probe(one.path("site").asString(""), service.get()), health.get());
      }
    }
    return new Report(json.path(WATCHER).asString(""), json.path("number").asLong(0), found);
  }

  static ArrayNode of(List<Incident> incidents) {
    ArrayNode json = Json.array();
    for (Incident incident : incidents) {
      ObjectNode one = json.addObject().put("id", incident.id());
      ArrayNode entries = one.putArray("entries");
      incident.entries().forEach(entry -> entries.add(of(entry)));
    }
    return json;
  }

  private static ObjectNode of(IncidentEntry entry) {
    ObjectNode json = Json.object().put(AT, entry.at().toString()).put(WATCHER, entry.watcher());
    switch (entry) {
      case Disturbed disturbed -> {
        ObjectNode down = json.putObject(DOWN);
        disturbed
            .down()
            .forEach((site, services) -> {
              ArrayNode all = down.putArray(site);
              services.forEach(service -> all.add(service.id()));
            });
      }
      case Recovered _ -> json.putObject(DOWN);
      case Words words ->
          json.put("phase", words.phase().name())
              .put("ko", words.text().korean())
              .put("en", words.text().english());
    }
    return json;
  }

  static List<Incident> incidents(JsonNode json) {
    List<Incident> incidents = new ArrayList<>();
    for (JsonNode one : json) {
      String id = one.path("id").asString("");
      List<IncidentEntry> entries = new ArrayList<>();
      one.path("entries").forEach(entry -> entry(entry).ifPresent(entries::add));
      if (Incident.isId(id) && !entries.isEmpty()) {
        incidents.add(new Incident(id, entries));
      }
    }
    return incidents;
  }

  private static Optional<IncidentEntry> entry(JsonNode json) {
    Instant at;
    try {
      at = Instant.parse(json.path(AT).asString(""));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    String watcher = json.path(WATCHER).asString("");
    if (json.has(DOWN)) {
      Map<String, Set<Service>> down = down(json.path(DOWN));
      return Optional.of(
          down.isEmpty() ? new Recovered(at, watcher) : new Disturbed(at, watcher, down));
    }
    Text text = new Text(json.path("ko").asString(""), json.path("en").asString(""));
    return constant(Phase.class, json.path("phase"))
        .map(phase -> new Words(at, watcher, phase, text));
  }

  private static Map<String, Set<Service>> down(JsonNode json) {
    Map<String, Set<Service>> down = new TreeMap<>();
    json.properties()
        .forEach(site -> {
          Set<Service> services = EnumSet.noneOf(Service.class);
          site.getValue()
              .forEach(service -> Service.of(service.asString("")).ifPresent(services::add));
          if (!services.isEmpty()) {
            down.put(site.getKey(), services);
          }
        });
    return down;
  }

  static <E extends Enum<E>> Optional<E> constant(Class<E> type, JsonNode name) {
    for (E one : type.getEnumConstants()) {
      if (one.name().equals(name.asString(""))) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
