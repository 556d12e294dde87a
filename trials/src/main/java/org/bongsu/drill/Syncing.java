package org.bongsu.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bongsu.client.Http;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An app that syncs during the whole drill, at any site that serves, and pages back over the gaps
 * of limited timelines, as apps do.
 */
final class Syncing extends Actor {
  private static final Duration WAITS = Duration.ofSeconds(10);

  /** Apps redraw once or twice a second, however much is written. */
  private static final long PAUSE_MILLIS = 800;

  private static final int TIMELINE_MAX = 200;
  private static final int PAGE = 200;

  private final Account account;
  private final Client client;
  private final View view = new View();
  private String since = "";

  Syncing(Person person, History history) {
    super(person.name(), history);
    this.account = person.account();
    this.client = person.client();
  }

  View view() {
    return view;
  }

  /** The newest sync token; only after it has ended. */
  String since() {
    return since;
  }

  @Override
  void act() throws Client.Unanswered, InterruptedException {
    step();
    Thread.sleep(PAUSE_MILLIS);
  }

  /** Syncs once; the first time before anything is written, so that everything must be shown. */
  void step() throws Client.Unanswered, InterruptedException {
    Client.Reply reply = client.sync(account.ask("GET", path(), null), WAITS);
    if (!reply.isOk()) {
      history()
          .unexplained(
              "a sync of %s was answered with %s by site %s"
                  .formatted(name(), reply.answer(), reply.site()));
      return;
    }
    JsonNode body;
    try {
      body = reply.answer().body();
    } catch (MalformedJson e) {
      history()
          .unexplained(
              "a sync of " + name() + " was answered with no JSON by site " + reply.site());
      return;
    }
    for (JsonNode message : body.path("to_device").path("events")) {
      view.got(message.path("content").path("id").stringValue(""));
    }
    for (Map.Entry<String, JsonNode> room : body.path("rooms").path("join").properties()) {
      take(room.getKey(), room.getValue().path("timeline"));
    }
    since = body.path("next_batch").stringValue("");
  }

  private String path() {
    ObjectNode filter = Json.object();
    filter.putObject("room").putObject("timeline").put("limit", TIMELINE_MAX);
    String path = "/sync?filter=" + Http.encode(Json.text(filter));
    return since.isEmpty()
        ? path
        : path + "&timeout=" + WAITS.toMillis() + "&since=" + Http.encode(since);
  }

  private void take(String room, JsonNode timeline) throws Client.Unanswered, InterruptedException {
    if (timeline.path("limited").booleanValue(false) && !view.newest(room).isEmpty()) {
      fill(room, timeline.path("prev_batch").stringValue(""));
    }
    for (JsonNode event : timeline.path("events")) {
      if (isMessage(event)) {
        view.saw(room, event.path("event_id").stringValue(""));
      }
    }
  }

  /** Pages back from the timeline to the newest known event. */
  private void fill(String room, String before) throws Client.Unanswered, InterruptedException {
    String known = view.newest(room);
    List<String> newestFirst = new ArrayList<>();
    String from = before;
    while (!from.isEmpty()) {
      String path =
          "%s/messages?dir=b&limit=%d&from=%s"
              .formatted(Account.room(room), PAGE, Http.encode(from));
      JsonNode page = client.insist(account.ask("GET", path, null)).answer().body();
      from = page.path("end").stringValue("");
      for (JsonNode event : page.path("chunk")) {
        String id = event.path("event_id").stringValue("");
        if (id.equals(known)) {
          newestFirst.reversed().forEach(missed -> view.saw(room, missed));
          return;
        }
        if (isMessage(event)) {
          newestFirst.add(id);
        }
      }
    }
    history()
        .unexplained("a limited timeline of " + name() + " did not lead back to a known event");
  }

  private static boolean isMessage(JsonNode event) {
    return event.path("type").stringValue("").equals("m.room.message");
  }
}
