package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.TimelineToken;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.RelatedEvents;
import org.bongsu.room.RelatedEvents.Wanted;
import org.bongsu.room.StoredEvent;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Events that relate to another event, and the threads of a room. */
public final class RelationsApi {
  private static final int DEFAULT_LIMIT = 20;
  private static final int LIMIT_MAX = 500;

  /** Threads examined for one page of threads that the user participates in. */
  private static final int THREADS_EXAMINED_MAX = 2_000;

  private final Homeserver homeserver;
  private final RoomAccess access;

  public RelationsApi(Homeserver homeserver) {
    this.homeserver = homeserver;
    this.access = new RoomAccess(homeserver);
  }

  public void addTo(Routes routes) {
    String room = "/_matrix/client/v1/rooms/{roomId}";
    String event = room + "/relations/{eventId}";
    for (String path : List.of(event, event + "/{relType}", event + "/{relType}/{eventType}")) {
      routes.add("GET", path, this::relations);
    }
    routes.add("GET", room + "/threads", this::threads);
  }

  private static int limit(Request request) {
    int limit = request.queryInt("limit", DEFAULT_LIMIT, LIMIT_MAX);
    if (limit == 0) {
      throw MatrixError.invalidParam("limit is at least 1");
    }
    return limit;
  }

  private String write(TimelineToken token) {
    return homeserver.epoch().write(token);
  }

  /**
   * GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}, and with {@code /{relType}} and
   * {@code /{eventType}}: the events that relate to an event, by pages.
   */
  private Response relations(Request request) {
    RoomId room = Body.roomId(request.pathParam("roomId"));
    boolean backwards = TimelineApi.isBackwards(request, Optional.of("b"));
    Optional<TimelineToken> from = TimelineApi.token(homeserver, request, "from");
    Optional<TimelineToken> to = TimelineApi.token(homeserver, request, "to");
    boolean recurse = request.queryFlag("recurse", false);
    int limit = limit(request);
    Set<UserId> ignored = access.ignoredBy(request.session().user());
    return access.look(
        room,
        request.session(),
        look -> {
          Wanted wanted =
              new Wanted(
                  look.event(request.pathParam("eventId")),
                  request.optionalPathParam("relType").orElse(null),
                  request.optionalPathParam("eventType").orElse(null),
                  recurse ? RelatedEvents.DEPTH_MAX : 1);
          RelatedEvents related = new RelatedEvents(look.db());
          Page page =
              backwards
                  ? Page.backwards(
                      look.seen(),
                      (low, high, count) -> related.backwards(wanted, low, high, count),
                      to.map(TimelineToken::ordering).orElse(0L),
                      from.map(TimelineToken::ordering).orElse(Long.MAX_VALUE),
                      limit,
                      event -> !ignored.contains(event.sender()))
                  : Page.forwards(
                      look.seen(),
                      (low, high, count) -> related.forwards(wanted, low, high, count),
                      from.map(TimelineToken::ordering).orElse(0L),
                      to.map(TimelineToken::ordering).orElse(Long.MAX_VALUE),
                      limit,
                      event -> !ignored.contains(event.sender()));
          ObjectNode answer = Json.object();
          answer.set("chunk", look.writer().write(look.seen(), page.events()));
          page.end().ifPresent(end -> answer.put("next_batch", write(new TimelineToken(end))));
          from.ifPresent(token -> answer.put("prev_batch", write(token)));
          if (request.query("recurse").isPresent()) {
            answer.put("recursion_depth", recurse ? RelatedEvents.DEPTH_MAX : 1);
          }
          return Response.json(answer);
        });
  }

  /**
   * GET /_matrix/client/v1/rooms/{roomId}/threads: the roots of threads, most recently active
   * first.
   */
  private Response threads(Request request) {
    RoomId room = Body.roomId(request.pathParam("roomId"));
    boolean own =
        switch (request.query("include").orElse("all")) {
          case "all" -> false;
          case "participated" -> true;
          default -> throw MatrixError.invalidParam("include is all or participated");
        };
    Optional<TimelineToken> from = TimelineApi.token(homeserver, request, "from");
    int limit = limit(request);
    UserId user = request.session().user();
    Set<UserId> ignored = access.ignoredBy(user);
    return access.look(
        room,
        request.session(),
        look -> {
          RelatedEvents related = new RelatedEvents(look.db());
          List<RelatedEvents.Thread> threads =
              related.threads(
                  look.row(),
                  from.map(TimelineToken::ordering).orElse(Long.MAX_VALUE),
                  THREADS_EXAMINED_MAX + 1);
          List<RelatedEvents.Thread> taken = new ArrayList<>();
          ObjectNode answer = Json.object();
          ArrayNode chunk = answer.putArray("chunk");
          for (RelatedEvents.Thread thread : threads) {
            StoredEvent root = look.rooms().event(thread.root()).orElseThrow();
            if (!look.seen().sees(root.ordering())
                || (own && !related.hasParticipated(user, root))) {
              continue;
            }
            if (taken.size() == limit) {
              answer.put("next_batch", write(new TimelineToken(taken.getLast().latest())));
              break;
            }
            taken.add(thread);
            ObjectNode written = look.write(root);
            if (ignored.contains(root.sender())) {
              written.putObject("content");
            }
            chunk.add(written);
          }
          return Response.json(answer);
        });
  }
}
