package org.bongsu.watch.page;

import static org.bongsu.watch.page.Markup.tag;
import static org.bongsu.watch.page.Markup.text;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.bongsu.watch.Incident;
import org.bongsu.watch.IncidentEntry;
import org.bongsu.watch.StatusView;

/**
 * The incidents as an Atom feed (RFC 4287), one entry for each, with its whole timeline. Ids are
 * tag URIs (RFC 4151) of the operator's host and the incident's day, and never change.
 */
final class AtomFeed {
  private static final int ENTRIES_MAX = 50;

  private AtomFeed() {}

  static String of(StatusView view, Words words, String directory) {
    String authority = authority(view.about().url());
    Instant updated =
        view.incidents().stream()
            .map(Incident::changed)
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    Markup feed =
        tag(
            "feed",
            tag("id", text("tag:%s,2026:status:%s".formatted(authority, words.language()))),
            tag("title", text(words.title(words.of(view.about().name())))),
            tag("updated", text(updated.toString())),
            tag("author", tag("name", text(words.of(view.about().name())))));
    feed.with("xmlns", "http://www.w3.org/2005/Atom").with("xml:lang", words.language());
    if (!view.about().url().isEmpty()) {
      feed.add(
          tag("link").with("rel", "self").with("href", address(view, directory + "feed.atom")));
    }
    view.incidents().stream()
        .limit(ENTRIES_MAX)
        .forEach(incident -> feed.add(entry(incident, view, words, directory, authority)));
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + feed + "\n";
  }

  private static Markup entry(
      Incident incident, StatusView view, Words words, String directory, String authority) {
    StringBuilder content = new StringBuilder();
    for (IncidentEntry entry : incident.timeline().reversed()) {
      content
          .append(words.time(entry.at(), view.about().zone()))
          .append('\n')
          .append(StatusJson.text(entry, view.situation(), words))
          .append("\n\n");
    }
    LocalDate day = LocalDate.ofInstant(incident.began(), ZoneOffset.UTC);
    return tag(
        "entry",
        tag("id", text("tag:%s,%s:%s".formatted(authority, day, incident.id()))),
        tag("title", text(Summary.title(incident, view.situation(), words))),
        tag("published", text(incident.began().toString())),
        tag("updated", text(incident.changed().toString())),
        tag("link")
            .with("rel", "alternate")
            .with("href", address(view, directory + "incidents/" + incident.id() + ".html")),
        tag("content", text(content.toString().strip())).with("type", "text"));
  }

  private static String address(StatusView view, String path) {
    String url = view.about().url();
    return url.isEmpty() ? path : url + (url.endsWith("/") ? "" : "/") + path;
  }

  private static String authority(String url) {
    String host = url.replaceFirst("^[a-z]+://", "").replaceFirst("[:/].*", "");
    return host.isEmpty() ? "bongsu.invalid" : host;
  }
}
