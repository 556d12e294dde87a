package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.bongsu.event.EventTypes;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bongsu.matrix.TimelineToken;
import org.bongsu.matrix.rooms.RoomAccess.RoomView;
import org.bongsu.matrix.sync.EventFilter;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.StoredEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading a room's history. */
public final class TimelineApi {
  private static final int DEFAULT_LIMIT = 10;
  private static final int LIMIT_MAX = 1_000;

  private final Homeserver homeserver;
  private final RoomAccess access;

  public TimelineApi(Homeserver homeserver) {
    this.homeserver = homeserver;
    this.access = new RoomAccess(homeserver);
  }

  public void addTo(Routes routes) {
    String room = "/_matrix/client/v3/rooms/{roomId}";
    routes.add("GET", room + "/messages", this::messages);
    routes.add("GET", room + "/context/{eventId}", this::context);
    routes.add("GET", room + "/event/{eventId}", this::event);
    routes.add(
        "GET", "/_matrix/client/v1/rooms/{roomId}/timestamp_to_event", this::timestampToEvent);
  }

  private static RoomId room(Request request) {
    return Body.roomId(request.pathParam("roomId"));
  }

  static boolean isBackwards(Request request, Optional<String> defaultDirection) {
    return switch (request.query("dir").or(() -> defaultDirection).orElse("")) {
      case "b" -> true;
      case "f" -> false;
      case "" -> throw MatrixError.missingParam("dir");
      default -> throw MatrixError.invalidParam("dir is b or f");
    };
  }

  private Optional<TimelineToken> token(Request request, String name) {
    return token(homeserver, request, name);
  }

  private String write(TimelineToken token) {
    return homeserver.epoch().write(token);
  }

  /** The point of the timeline that a query parameter names. */
  static Optional<TimelineToken> token(Homeserver homeserver, Request request, String name) {
    return request
        .query(name)
        .map(text ->
            TimelineToken.parse(
                homeserver.epoch().read(text),
                homeserver.shards().shardOf(request.pathParam("roomId")),
                homeserver.shards().map().count()));
  }

  private static EventFilter filter(Request request) {
    JsonNode json =
        request
            .query("filter")
            .map(text -> {
              try {
                return Json.parse(text);
              } catch (MalformedJson e) {
                throw MatrixError.invalidParam("filter is not JSON: " + e.getMessage());
              }
            })
            .orElseGet(Json::object);
    if (!json.isObject()) {
      throw MatrixError.invalidParam("filter is not a JSON object");
    }
    return EventFilter.of(json, LIMIT_MAX, LIMIT_MAX);
  }

  private static boolean isWanted(EventFilter filter, Set<UserId> ignored, StoredEvent event) {
    return (event.isState() || !ignored.contains(event.sender()))
        && filter.wantsRoom(event.roomId())
        && filter.wantsType(event.type())
        && filter.wantsSender(event.sender().value())
        && (filter.containsUrl() == null || filter.containsUrl() == event.content().has("url"));
  }

  /**
   * GET /_matrix/client/v3/rooms/{roomId}/messages: a page of the timeline, forwards or backwards
   * from a point.
   */
  private Response messages(Request request) {
    boolean backwards = isBackwards(request, Optional.empty());
    Optional<TimelineToken> from = token(request, "from");
    Optional<TimelineToken> to = token(request, "to");
    EventFilter filter = filter(request);
    int limit = Math.min(request.queryInt("limit", DEFAULT_LIMIT, LIMIT_MAX), filter.limit());
    Set<UserId> ignored = access.ignoredBy(request.session().user());
    return access.look(
        room(request),
        request.session(),
        look -> {
          long start =
              from.map(TimelineToken::ordering).orElse(backwards ? look.row().lastEvent() + 1 : 0L);
          Page page =
              backwards
                  ? Page.backwards(
                      look.seen(),
                      (low, high, count) -> look.rooms().backwards(look.row(), low, high, count),
                      to.map(TimelineToken::ordering).orElse(0L),
                      start,
                      limit,
                      event -> isWanted(filter, ignored, event))
                  : Page.forwards(
                      look.seen(),
                      (low, high, count) -> look.rooms().forwards(look.row(), low, high, count),
                      start,
                      to.map(TimelineToken::ordering).orElse(Long.MAX_VALUE),
                      limit,
                      event -> isWanted(filter, ignored, event));
          ObjectNode answer = Json.object();
          answer.put(
              "start", request.query("from").orElseGet(() -> write(new TimelineToken(start))));
          end(page, backwards)
              .ifPresent(ordering -> answer.put("end", write(new TimelineToken(ordering))));
          answer.set("chunk", look.writer().write(look.seen(), page.events()));
          if (filter.lazyLoadMembers() && !page.events().isEmpty()) {
            answer.set("state", look.writer().write(look.seen(), membersOf(look, page.events())));
          }
          return Response.json(answer);
        });
  }

  /**
   * Where the next page starts. Forwards there may always be more, later: clients that follow a
   * room in this way go on from the last event they got.
   */
  private static OptionalLong end(Page page, boolean backwards) {
    return backwards || page.end().isPresent() || page.events().isEmpty()
        ? page.end()
        : OptionalLong.of(page.events().getLast().ordering() + 1);
  }

  /** The member events of the senders, as of the last of the events. */
  private static List<StoredEvent> membersOf(RoomView look, List<StoredEvent> events) {
    long last = events.stream().mapToLong(StoredEvent::ordering).max().orElse(0);
    Set<UserId> senders = new LinkedHashSet<>();
    events.forEach(event -> senders.add(event.sender()));
    List<StoredEvent> members = new ArrayList<>();
    for (UserId sender : senders) {
      look.rooms()
          .stateBefore(look.row(), EventTypes.MEMBER, sender.value(), last + 1)
          .ifPresent(members::add);
    }
    return members;
  }

  /**
   * GET /_matrix/client/v3/rooms/{roomId}/context/{eventId}: an event, the events before and after
   * it, and the state at that point.
   */
  private Response context(Request request) {
    EventFilter filter = filter(request);
    int limit = Math.min(request.queryInt("limit", DEFAULT_LIMIT, LIMIT_MAX), filter.limit());
    Set<UserId> ignored = access.ignoredBy(request.session().user());
    return access.look(
        room(request),
        request.session(),
        look -> {
          StoredEvent event = look.event(request.pathParam("eventId"));
          int half = (limit + 1) / 2;
          List<StoredEvent> before =
              Page.backwards(
                      look.seen(),
                      (low, high, count) -> look.rooms().backwards(look.row(), low, high, count),
                      0,
                      event.ordering(),
                      half,
                      other -> isWanted(filter, ignored, other))
                  .events();
          List<StoredEvent> after =
              Page.forwards(
                      look.seen(),
                      (low, high, count) -> look.rooms().forwards(look.row(), low, high, count),
                      event.ordering() + 1,
                      Long.MAX_VALUE,
                      limit - half,
                      other -> isWanted(filter, ignored, other))
                  .events();
          StoredEvent first = before.isEmpty() ? event : before.getLast();
          StoredEvent last = after.isEmpty() ? event : after.getLast();
          List<StoredEvent> all = new ArrayList<>(before);
          all.add(event);
          all.addAll(after);
          ObjectNode answer = Json.object();
          answer.put("start", write(new TimelineToken(first.ordering())));
          answer.put("end", write(new TimelineToken(last.ordering() + 1)));
          answer.set("event", look.write(event));
          answer.set("events_before", look.writer().write(look.seen(), before));
          answer.set("events_after", look.writer().write(look.seen(), after));
          answer.set(
              "state", look.writer().write(look.seen(), stateAfter(look, last, all, filter)));
          return Response.json(answer);
        });
  }

  private static List<StoredEvent> stateAfter(
      RoomView look, StoredEvent last, List<StoredEvent> shown, EventFilter filter) {
    List<StoredEvent> state =
        new ArrayList<>(look.rooms().stateBefore(look.row(), last.ordering() + 1));
    if (filter.lazyLoadMembers()) {
      state.removeIf(event -> event.type().equals(EventTypes.MEMBER));
      state.addAll(membersOf(look, shown));
    }
    state.removeIf(event -> !isWanted(filter, Set.of(), event));
    return state;
  }

  /**
   * GET /_matrix/client/v3/rooms/{roomId}/event/{eventId}: one event; 404 also if the caller may
   * not see it.
   */
  private Response event(Request request) {
    return access.look(
        room(request),
        request.session(),
        RoomAccess::noEvent,
        look -> Response.json(look.write(look.event(request.pathParam("eventId")))));
  }

  /**
   * GET /_matrix/client/v1/rooms/{roomId}/timestamp_to_event: the event closest to a time in one
   * direction.
   */
  private Response timestampToEvent(Request request) {
    boolean backwards = isBackwards(request, Optional.empty());
    if (request.query("ts").isEmpty()) {
      throw MatrixError.missingParam("ts");
    }
    long time = request.queryLong("ts", 0, Long.MAX_VALUE - 1);
    return access.look(
        room(request),
        request.session(),
        look -> {
          // Backwards, an event of exactly that millisecond counts, too.
          long ordering = look.rooms().orderingAt(look.row(), backwards ? time + 1 : time);
          Page page =
              backwards
                  ? Page.backwards(
                      look.seen(),
                      (low, high, count) -> look.rooms().backwards(look.row(), low, high, count),
                      0,
                      ordering,
                      1,
                      event -> true)
                  : Page.forwards(
                      look.seen(),
                      (low, high, count) -> look.rooms().forwards(look.row(), low, high, count),
                      ordering,
                      Long.MAX_VALUE,
                      1,
                      event -> true);
          StoredEvent found =
              page.events().stream()
                  .findFirst()
                  .orElseThrow(() -> MatrixError.notFound("There is no event in that direction"));
          return Response.json(
              Json.object()
                  .put("event_id", found.id().value())
                  .put("origin_server_ts", found.timeMillis()));
        });
  }
}
