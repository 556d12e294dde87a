package org.bongsu.watch.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bongsu.json.Json;
import org.bongsu.watch.Health;
import org.bongsu.watch.Incident;
import org.bongsu.watch.IncidentEntry;
import org.bongsu.watch.Service;
import org.bongsu.watch.ServiceState;
import org.bongsu.watch.Situation;
import org.bongsu.watch.StatusView;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code status.json}, for programs; {@code schema.json} describes it. */
final class StatusJson {
  private static final int INCIDENTS_MAX = 50;
  private static final Words KOREAN = new Korean();
  private static final Words ENGLISH = new English();

  private final StatusView view;
  private final Situation now;

  private StatusJson(StatusView view) {
    this.view = view;
    this.now = view.situation();
  }

  static ObjectNode of(StatusView view) {
    return new StatusJson(view).toJson();
  }

  static ObjectNode told(Incident incident, IncidentEntry entry, StatusView view) {
    StatusJson status = new StatusJson(view);
    ObjectNode json = Json.object();
    json.set("line", status.line(entry));
    json.set("incident", status.incident(incident));
    both(json, "headline", words -> Summary.headline(status.now, words));
    return json;
  }

  private ObjectNode toJson() {
    ObjectNode json = Json.object().put("as_of", view.asOf().toString());
    json.putObject("name")
        .put("ko", view.about().name().korean())
        .put("en", view.about().name().english());
    both(json, "headline", words -> Summary.headline(now, words));
    json.put("state", Summary.worst(now).id());
    view.incidents().stream()
        .filter(one -> one.isOpen() && !one.isByHand())
        .findFirst()
        .ifPresent(open -> json.put("since", open.began().toString()));
    json.put("contact", view.about().contact());
    json.putObject("watchers")
        .put("reporting", view.watchersReporting())
        .put("configured", view.watchers());
    ArrayNode services = json.putArray("services");
    for (Service service : now.services()) {
      ObjectNode one = services.addObject().put("id", service.id());
      both(one, "name", words -> words.service(service));
      one.put("state", now.of(service).id());
    }
    ArrayNode sites = json.putArray("sites");
    now.sites().forEach(site -> sites.add(site(site)));
    ArrayNode incidents = json.putArray("incidents");
    view.incidents().stream().limit(INCIDENTS_MAX).forEach(one -> incidents.add(incident(one)));
    return json;
  }

  private static void both(ObjectNode json, String member, Function<Words, String> text) {
    json.putObject(member).put("ko", text.apply(KOREAN)).put("en", text.apply(ENGLISH));
  }

  private ObjectNode site(String site) {
    ObjectNode json = Json.object().put("name", site);
    List<Optional<Health>> all =
        now.services().stream().map(service -> now.at(site, service)).toList();
    boolean anyDown = all.stream().anyMatch(one -> one.filter(Health.DOWN::equals).isPresent());
    ServiceState state =
        now.isDown(site)
            ? ServiceState.DOWN
            : anyDown
                ? ServiceState.PARTLY_DOWN
                : all.stream().anyMatch(Optional::isEmpty)
                    ? ServiceState.UNKNOWN
                    : ServiceState.WORKS;
    json.put("state", state.id());
    ObjectNode services = json.putObject("services");
    for (Service service : now.services()) {
      services.put(
          service.id(),
          now.at(site, service)
              .map(health -> ServiceState.valueOf(health.name()).id())
              .orElse(ServiceState.UNKNOWN.id()));
    }
    return json;
  }

  private ObjectNode incident(Incident incident) {
    ObjectNode json =
        Json.object()
            .put("id", incident.id())
            .put("url", "incidents/" + incident.id() + ".html")
            .put("began", incident.began().toString());
    incident.ended().ifPresent(end -> json.put("ended", end.toString()));
    both(json, "title", words -> Summary.title(incident, now, words));
    ArrayNode entries = json.putArray("entries");
    incident.timeline().reversed().forEach(entry -> entries.add(line(entry)));
    return json;
  }

  private ObjectNode line(IncidentEntry entry) {
    ObjectNode one = Json.object().put("at", entry.at().toString());
    switch (entry) {
      case IncidentEntry.Disturbed disturbed -> {
        one.put("kind", "disturbed");
        down(one.putObject("down"), disturbed.down());
      }
      case IncidentEntry.Recovered _ -> one.put("kind", "recovered");
      case IncidentEntry.Words said ->
          one.put("kind", "words")
              .put("phase", said.phase().name().toLowerCase(java.util.Locale.ROOT));
    }
    both(one, "text", words -> text(entry, now, words));
    return one;
  }

  private static void down(ObjectNode json, Map<String, java.util.Set<Service>> down) {
    down.forEach((site, services) -> {
      ArrayNode all = json.putArray(site);
      services.forEach(service -> all.add(service.id()));
    });
  }

  /** A line of a timeline as text. */
  static String text(IncidentEntry entry, Situation deployment, Words words) {
    return switch (entry) {
      case IncidentEntry.Disturbed disturbed ->
          words.disturbed(disturbed.down(), deployment.services());
      case IncidentEntry.Recovered _ -> words.recovered();
      case IncidentEntry.Words said -> words.of(said.text());
    };
  }
}
