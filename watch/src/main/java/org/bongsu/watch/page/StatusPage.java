package org.bongsu.watch.page;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bongsu.json.Json;
import org.bongsu.watch.Incident;
import org.bongsu.watch.IncidentEntry;
import org.bongsu.watch.StatusView;
import tools.jackson.databind.node.ObjectNode;

/** All files of the page. */
public final class StatusPage {
  public static final String INDEX = "index.html";
  public static final String DATA = "status.json";

  private StatusPage() {}

  /**
   * The files by their paths. Those that lead to others come last: in this order they can be
   * written one after another.
   */
  public static Map<String, PageFile> of(StatusView view) {
    Map<String, PageFile> files = new LinkedHashMap<>();
    files.put("schema.json", json(Page.resource("schema.json")));
    files.put("style.css", PageFile.of("text/css; charset=utf-8", Page.STYLE));
    add(view, new Korean(), new English(), "", "en/", "", files);
    add(view, new English(), new Korean(), "en/", "../", "../", files);
    files.put(DATA, json(Json.text(StatusJson.of(view))));
    files.put(
        "en/" + INDEX,
        new IndexPage(view, new English(), new Korean()).index("../" + INDEX, "../"));
    files.put(INDEX, new IndexPage(view, new Korean(), new English()).index("en/" + INDEX, ""));
    return files;
  }

  private static void add(
      StatusView view,
      Words words,
      Words otherWords,
      String directory,
      String other,
      String otherFromIncident,
      Map<String, PageFile> files) {
    IndexPage pages = new IndexPage(view, words, otherWords);
    String toOther =
        directory.isEmpty() ? "../en/incidents/" : "../" + otherFromIncident + "incidents/";
    for (Incident incident : view.incidents()) {
      String name = incident.id() + ".html";
      files.put(directory + "incidents/" + name, pages.incident(incident, toOther + name));
    }
    files.put(directory + "history.html", pages.history(other + "history.html"));
    files.put(
        directory + "feed.atom",
        PageFile.of("application/atom+xml; charset=utf-8", AtomFeed.of(view, words, directory)));
  }

  /** A line of an incident, for those who are told. */
  public static ObjectNode told(Incident incident, IncidentEntry entry, StatusView view) {
    return StatusJson.told(incident, entry, view);
  }

  private static PageFile json(String text) {
    return PageFile.of("application/json; charset=utf-8", text);
  }
}
