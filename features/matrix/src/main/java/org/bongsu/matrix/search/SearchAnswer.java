package org.bongsu.matrix.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.bongsu.event.EventTypes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.TimelineToken;
import org.bongsu.matrix.search.SearchRequest.Group;
import org.bongsu.node.Epoch;
import org.bongsu.room.ClientEvents;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.Visibility;
import org.bongsu.search.SearchQuery;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes one page of results. */
final class SearchAnswer {
  /** Reads of events, at most, until a context has enough visible ones. */
  private static final int CONTEXT_READS_MAX = 4;

  private final SearchRequest request;
  private final Searcher.Page page;
  private final ClientEvents.Asker asker;
  private final Epoch epoch;
  private final long nowMillis;

  SearchAnswer(
      SearchRequest request,
      Searcher.Page page,
      ClientEvents.Asker asker,
      Epoch epoch,
      long nowMillis) {
    this.request = request;
    this.page = page;
    this.asker = asker;
    this.epoch = epoch;
    this.nowMillis = nowMillis;
  }

  ObjectNode write() {
    ObjectNode answer = Json.object();
    ObjectNode events = answer.putObject("search_categories").putObject("room_events");
    events.put("count", page.count());
    ArrayNode highlights = events.putArray("highlights");
    request.query().map(SearchQuery::words).orElse(List.of()).forEach(highlights::add);
    ArrayNode results = events.putArray("results");
    for (Found found : page.found()) {
      ObjectNode result = results.addObject().put("rank", found.rank());
      result.set("result", writer(found).write(found.seen(), found.event()));
      if (request.context() != null) {
        result.set("context", context(found, request.context()));
      }
    }
    if (request.includeState()) {
      events.set("state", state());
    }
    if (!request.groups().isEmpty()) {
      ObjectNode groups = events.putObject("groups");
      request.groups().forEach(group -> groups.set(group.id(), group(group)));
    }
    if (page.next() != null) {
      events.put("next_batch", epoch.write(page.next()));
    }
    return answer;
  }

  private ClientEvents writer(Found found) {
    return new ClientEvents(found.scope().db(), asker, ClientEvents.Form.WITH_ROOM_ID, nowMillis);
  }

  /** The events around a result; those before it newest first, as in {@code /context}. */
  private ObjectNode context(Found found, SearchRequest.Context wanted) {
    Rooms rooms = new Rooms(found.scope().db());
    List<StoredEvent> before = before(rooms, found, wanted.before());
    List<StoredEvent> after = after(rooms, found, wanted.after());
    StoredEvent first = before.isEmpty() ? found.event() : before.getLast();
    StoredEvent last = after.isEmpty() ? found.event() : after.getLast();
    ObjectNode context = Json.object();
    context.put("start", epoch.write(new TimelineToken(first.ordering())));
    context.put("end", epoch.write(new TimelineToken(last.ordering() + 1)));
    context.set("events_before", writer(found).write(found.seen(), before));
    context.set("events_after", writer(found).write(found.seen(), after));
    if (wanted.includeProfile()) {
      ObjectNode profiles = context.putObject("profile_info");
      Set<UserId> senders = new LinkedHashSet<>();
      Stream.of(before, List.of(found.event()), after)
          .forEach(events -> events.forEach(event -> senders.add(event.sender())));
      senders.forEach(sender -> profiles.set(sender.value(), profile(rooms, found, sender)));
    }
    return context;
  }

  private List<StoredEvent> before(Rooms rooms, Found found, int limit) {
    List<StoredEvent> events = new ArrayList<>();
    long before = found.event().ordering();
    for (int reads = 0; reads < CONTEXT_READS_MAX && events.size() < limit; reads++) {
      List<StoredEvent> read = rooms.backwards(found.room(), 0, before, limit);
      addSeen(events, read, found.seen(), limit);
      if (read.size() < limit) {
        break;
      }
      before = read.getLast().ordering();
    }
    return events;
  }

  private List<StoredEvent> after(Rooms rooms, Found found, int limit) {
    List<StoredEvent> events = new ArrayList<>();
    long from = found.event().ordering() + 1;
    for (int reads = 0; reads < CONTEXT_READS_MAX && events.size() < limit; reads++) {
      List<StoredEvent> read = rooms.forwards(found.room(), from, Long.MAX_VALUE, limit);
      addSeen(events, read, found.seen(), limit);
      if (read.size() < limit) {
        break;
      }
      from = read.getLast().ordering() + 1;
    }
    return events;
  }

  private void addSeen(
      List<StoredEvent> events, List<StoredEvent> read, Visibility seen, int limit) {
    for (StoredEvent event : read) {
      boolean ignored = !event.isState() && asker.ignored().contains(event.sender());
      if (events.size() < limit && seen.sees(event.ordering()) && !ignored) {
        events.add(event);
      }
    }
  }

  /** Display name and avatar of a sender as of the result. */
  private static ObjectNode profile(Rooms rooms, Found found, UserId sender) {
    ObjectNode profile = Json.object();
    rooms
        .stateBefore(found.room(), EventTypes.MEMBER, sender.value(), found.event().ordering() + 1)
        .ifPresent(member -> {
          ObjectNode shown = rooms.seal(found.room()).shown(member);
          for (String field : List.of("displayname", "avatar_url")) {
            shown.path(field).stringValueOpt().ifPresent(value -> profile.put(field, value));
          }
        });
    return profile;
  }

  private ObjectNode state() {
    Map<RoomId, Found> rooms = new LinkedHashMap<>();
    page.found().forEach(found -> rooms.putIfAbsent(found.room().id(), found));
    ObjectNode state = Json.object();
    rooms.forEach((room, found) -> {
      OptionalLong before = found.seen().stateBefore();
      Rooms reading = new Rooms(found.scope().db());
      List<StoredEvent> events =
          before.isEmpty()
              ? List.of()
              : before.getAsLong() == Long.MAX_VALUE
                  ? reading.state(found.room())
                  : reading.stateBefore(found.room(), before.getAsLong());
      state.set(room.value(), writer(found).write(found.seen(), events));
    });
    return state;
  }

  private ObjectNode group(Group group) {
    ObjectNode groups = Json.object();
    for (Found found : page.found()) {
      String value = valueOf(group, found);
      ObjectNode one = (ObjectNode) groups.get(value);
      if (one == null) {
        one = groups.putObject(value).put("order", groups.size());
        one.putArray("results");
        SearchToken next = page.next();
        if (next != null && (next.group() == null || next.group() == group)) {
          one.put("next_batch", epoch.write(next.ofGroup(group, value, sentOf(group, value))));
        }
      }
      ((ArrayNode) one.get("results")).add(found.event().id().value());
    }
    return groups;
  }

  private static String valueOf(Group group, Found found) {
    return switch (group) {
      case ROOM -> found.room().id().value();
      case SENDER -> found.event().sender().value();
    };
  }

  /** By rank: how many results of a group were sent on this page and those before it. */
  private int sentOf(Group group, String value) {
    return (int)
        page.ranked().stream().filter(found -> valueOf(group, found).equals(value)).count();
  }
}
