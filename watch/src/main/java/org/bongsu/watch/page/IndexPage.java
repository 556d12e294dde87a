package org.bongsu.watch.page;

import static org.bongsu.watch.page.Markup.tag;
import static org.bongsu.watch.page.Markup.text;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.bongsu.watch.Health;
import org.bongsu.watch.Incident;
import org.bongsu.watch.IncidentEntry;
import org.bongsu.watch.Service;
import org.bongsu.watch.ServiceState;
import org.bongsu.watch.Situation;
import org.bongsu.watch.StatusView;
import org.bongsu.watch.StatusView.Day;

/** The pages of one language. */
final class IndexPage {
  private static final Duration RECENT = Duration.ofDays(14);

  private final StatusView view;
  private final Words words;
  private final Words otherWords;
  private final Situation now;
  private final ZoneId zone;

  IndexPage(StatusView view, Words words, Words otherWords) {
    this.view = view;
    this.words = words;
    this.otherWords = otherWords;
    this.now = view.situation();
    this.zone = view.about().zone();
  }

  /** {@code index.html}. */
  PageFile index(String otherLanguage, String toData) {
    ServiceState state = Summary.worst(now);
    List<Markup> body = new ArrayList<>();
    body.add(header(title(), otherLanguage));
    body.add(tag("section", headline(state)).of("now " + state.id()));
    List<Incident> open = view.incidents().stream().filter(Incident::isOpen).toList();
    open.forEach(incident -> body.add(openIncident(incident)));
    body.add(services());
    body.add(sites());
    body.add(recent());
    body.add(
        tag(
            "footer",
            tag("p", "", words.watchers(view.watchersReporting(), view.watchers())),
            tag(
                "p",
                link(words.history(), "history.html"),
                text(" · "),
                link(words.feed(), "feed.atom"),
                text(" · "),
                link(words.data(), toData + "status.json"))));
    return Page.of(words, title(), state, "", body);
  }

  private String title() {
    return words.title(words.of(view.about().name()));
  }

  private Markup header(String heading, String otherLanguage) {
    return tag(
        "header",
        tag("h1", text(heading)),
        link(words.otherLanguage(), otherLanguage)
            .with("lang", otherWords.language())
            .with("hreflang", otherWords.language()));
  }

  private static Markup link(String text, String to) {
    return tag("a", text(text)).with("href", to);
  }

  private Markup[] headline(ServiceState state) {
    List<Markup> all = new ArrayList<>();
    all.add(tag("p", "headline", Summary.headline(now, words)));
    if (state == ServiceState.UNKNOWN) {
      all.add(tag("p", text(words.watchersTooFew())));
    }
    view.incidents().stream()
        .filter(one -> one.isOpen() && !one.isByHand())
        .findFirst()
        .ifPresent(one -> all.add(tag("p", "since", words.since(time(one.began())))));
    if (state == ServiceState.DOWN || state == ServiceState.PARTLY_DOWN) {
      boolean hasText =
          EnumSet.of(ServiceState.WORKS, ServiceState.SLOW).contains(now.of(Service.TEXT));
      all.add(tag("p", text(hasText ? words.meanwhileWithText() : words.meanwhileWithoutText())));
    }
    all.add(tag("p", "quiet", words.asOf(time(view.asOf()))));
    if (!view.about().contact().isBlank()) {
      all.add(tag("p", text(words.contact(view.about().contact()))));
    }
    return all.toArray(Markup[]::new);
  }

  private Markup openIncident(Incident incident) {
    Markup section =
        tag(
                "section",
                tag(
                    "h2",
                    text(words.incidentsNow() + ": "),
                    link(
                        Summary.title(incident, now, words),
                        "incidents/" + incident.id() + ".html")))
            .of("incident");
    return section.add(timeline(incident, 4));
  }

  /** The newest lines, newest first. */
  private Markup timeline(Incident incident, int most) {
    Markup list = tag("ol").of("timeline");
    incident.timeline().reversed().stream()
        .limit(most)
        .forEach(entry -> list.add(tag("li", line(entry))));
    return list;
  }

  private Markup[] line(IncidentEntry entry) {
    Markup at = tag("time", text(time(entry.at()))).with("datetime", entry.at().toString());
    return switch (entry) {
      case IncidentEntry.Disturbed disturbed ->
          new Markup[] {at, tag("p", text(words.disturbed(disturbed.down(), now.services())))};
      case IncidentEntry.Recovered _ -> new Markup[] {at, tag("p", text(words.recovered()))};
      case IncidentEntry.Words said ->
          new Markup[] {
            at,
            tag("p", "phase", words.phase(said.phase())),
            tag("p", "said", words.of(said.text()))
          };
    };
  }

  private Markup services() {
    Markup section = tag("section", tag("h2", text(words.services())));
    LocalDate today = LocalDate.ofInstant(view.asOf(), zone);
    for (Service service : now.services()) {
      List<Day> days = view.days().getOrDefault(service, List.of());
      ServiceState state = now.of(service);
      section.add(
          tag(
              "article",
              tag("h3", text(words.service(service))),
              state(state),
              Charts.bars(service, days, today, words),
              tag(
                      "p",
                      tag("span", "many", words.days(StatusView.DAYS)),
                      tag("span", "few", words.days(StatusView.DAYS / 3)),
                      tag(
                          "span",
                          "",
                          days.isEmpty()
                              ? ""
                              : words.availability(Charts.availability(days), days.size())),
                      tag("span", "", words.today()))
                  .of("under")));
      section.add(
          Charts.plot(
              service, view.times().getOrDefault(service, List.of()), view.asOf(), zone, words));
    }
    return section.add(tag("p", "quiet", words.plotCaption()));
  }

  private Markup state(ServiceState state) {
    return tag("p", "state " + state.id(), words.state(state));
  }

  private Markup sites() {
    Markup head = tag("tr", tag("th", text(words.site())).with("scope", "col"));
    now.services()
        .forEach(service -> head.add(tag("th", text(words.service(service))).with("scope", "col")));
    Markup body = tag("tbody");
    for (String site : now.sites()) {
      Markup row = tag("tr", tag("th", text(site)).with("scope", "row"));
      for (Service service : now.services()) {
        ServiceState state =
            now.at(site, service).map(IndexPage::state).orElse(ServiceState.UNKNOWN);
        row.add(tag("td", state(state)));
      }
      body.add(row);
    }
    return tag(
        "section",
        tag("h2", text(words.sites())),
        tag("div", tag("table", tag("thead", head), body))
            .of("scrolls")
            .with("tabindex", "0")
            .with("role", "region")
            .with("aria-label", words.sites()));
  }

  private static ServiceState state(Health health) {
    return switch (health) {
      case WORKS -> ServiceState.WORKS;
      case SLOW -> ServiceState.SLOW;
      case DOWN -> ServiceState.DOWN;
    };
  }

  private Markup recent() {
    Instant since = view.asOf().minus(RECENT);
    List<Incident> recent =
        view.incidents().stream()
            .filter(one -> !one.isOpen() && one.changed().isAfter(since))
            .toList();
    return tag("section", tag("h2", text(words.incidentsBefore()))).add(list(recent));
  }

  private Markup list(List<Incident> incidents) {
    if (incidents.isEmpty()) {
      return tag("p", text(words.noIncidents()));
    }
    Markup list = tag("ul").of("incidents");
    for (Incident incident : incidents) {
      list.add(
          tag(
              "li",
              link(Summary.title(incident, now, words), "incidents/" + incident.id() + ".html"),
              tag("p", "quiet", when(incident))));
    }
    return list;
  }

  private String when(Incident incident) {
    return incident
        .ended()
        .map(end ->
            time(incident.began()) + ", " + words.lasted(Duration.between(incident.began(), end)))
        .orElse(words.lastsSince(time(incident.began())));
  }

  /** {@code history.html}. */
  PageFile history(String otherLanguage) {
    return Page.of(
        words,
        words.history(),
        Summary.worst(now),
        "",
        List.of(
            header(words.history(), otherLanguage),
            tag("p", link(words.overview(), "index.html")),
            tag("section", list(view.incidents()))));
  }

  /** {@code incidents/ID.html}. */
  PageFile incident(Incident incident, String otherLanguage) {
    String title = Summary.title(incident, now, words);
    return Page.of(
        words,
        title + " - " + title(),
        Summary.worst(now),
        "../",
        List.of(
            header(title, otherLanguage),
            tag("p", "since", when(incident)),
            tag("p", link(words.overview(), "../index.html")),
            tag("section", timeline(incident, Integer.MAX_VALUE))));
  }

  private String time(Instant time) {
    return words.time(time, zone);
  }
}
