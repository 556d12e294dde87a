package org.bongsu.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bongsu.client.Http;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads rooms back over HTTP and compares them with the acknowledgements. */
final class Judge {
  private static final int PAGE = 1_000;

  /** The result. */
  record Verdict(long acknowledged, long lost, long doubled, long reordered, long tokensLost) {
    boolean isClean() {
      return lost == 0 && doubled == 0 && reordered == 0 && tokensLost == 0;
    }
  }

  /** A message in a room. */
  private record Message(String eventId, String body) {}

  private final KilledServer server;
  private final Ledger ledger;

  Judge(KilledServer server, Ledger ledger) {
    this.server = server;
    this.ledger = ledger;
  }

  /** Checks everything in the ledger; the people must have stopped. */
  Verdict judge(String token) throws IOException, InterruptedException {
    List<Ledger.Sent> sent = ledger.sent();
    Map<String, List<Message>> rooms = new HashMap<>();
    for (String room : new TreeSet<>(sent.stream().map(Ledger.Sent::room).toList())) {
      rooms.put(room, read(room, token));
    }
    long doubled = rooms.values().stream().mapToLong(Judge::doubled).sum();
    long lost = 0;
    long reordered = 0;
    Map<String, Map<String, Integer>> places = new HashMap<>();
    rooms.forEach((room, messages) -> places.put(room, places(messages)));
    Map<String, Integer> last = new HashMap<>();
    for (Ledger.Sent one : sent) { // per person, in the order in which they were sent
      Integer place =
          places
              .getOrDefault(one.room(), Map.of())
              .get(one.eventId() + Person.body(one.sender(), one.number()));
      if (place == null) {
        lost++;
        continue;
      }
      Integer before = last.put(one.room() + one.sender(), place);
      if (before != null && before > place) {
        reordered++;
      }
    }
    return new Verdict(sent.size(), lost, doubled, reordered, tokensLost());
  }

  private static long doubled(List<Message> messages) {
    Set<String> bodies = new HashSet<>();
    return messages.stream().filter(message -> !bodies.add(message.body)).count();
  }

  private static Map<String, Integer> places(List<Message> messages) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < messages.size(); i++) {
      places.put(messages.get(i).eventId + messages.get(i).body, i);
    }
    return places;
  }

  /** All messages of a room, oldest first. */
  private List<Message> read(String room, String token) throws IOException, InterruptedException {
    List<Message> newestFirst = new ArrayList<>();
    String from = null;
    do {
      Http.Answer page = server.ask("GET", pagePath(room, from), token, null);
      if (!page.isOk()) {
        throw new IOException("reading a room was answered with " + page);
      }
      for (JsonNode event : page.body().path("chunk")) {
        if (event.path("type").stringValue("").equals("m.room.message")) {
          newestFirst.add(
              new Message(
                  event.path("event_id").stringValue(""),
                  event.path("content").path("body").stringValue("")));
        }
      }
      from = page.body().has("end") ? page.text("end") : null;
    } while (from != null);
    return newestFirst.reversed();
  }

  private static String pagePath(String room, @Nullable String from) {
    String path =
        "%s/rooms/%s/messages?dir=b&limit=%d".formatted(Http.CLIENT, Http.encode(room), PAGE);
    return from == null ? path : path + "&from=" + Http.encode(from);
  }

  private long tokensLost() throws IOException, InterruptedException {
    long lost = 0;
    for (String token : ledger.tokens()) {
      lost += server.ask("GET", Http.CLIENT + "/account/whoami", token, null).isOk() ? 0 : 1;
    }
    return lost;
  }
}
