package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.ClientEvents;
import org.bongsu.room.Seal;
import org.bongsu.room.StoredEvent;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Spaces: the tree of their rooms. */
public final class HierarchyApi {
  private static final int DEFAULT_LIMIT = 50;
  private static final int LIMIT_MAX = 100;
  private static final int DEPTH_MAX = 10;

  /** Rooms of a space that are found; further ones are left out. */
  private static final int ROOMS_MAX = 1_000;

  /** Rooms that are looked for, whether or not they exist and are visible. */
  private static final int VISITED_MAX = 5_000;

  /** Characters of children on one page; a page that is longer ends, and the next one goes on. */
  private static final long PAGE_LENGTH_MAX = 4L << 20;

  /** Characters of children that are read for one page, those of the pages before it included. */
  private static final long READ_LENGTH_MAX = 64L << 20;

  private final RoomAccess access;
  private final Summaries summaries;

  public HierarchyApi(Homeserver homeserver) {
    this.access = new RoomAccess(homeserver);
    this.summaries = new Summaries(access);
  }

  public void addTo(Routes routes) {
    routes.add("GET", "/_matrix/client/v1/rooms/{roomId}/hierarchy", this::hierarchy);
  }

  /** The parameters of a traversal, which must be equal for all pages. */
  private record Walk(UserId user, boolean suggestedOnly, int depthMax) {
    /** Token for the page that begins with the room at this index. */
    String token(int index) {
      return "h%d.%d.%d".formatted(index, depthMax, suggestedOnly ? 1 : 0);
    }
  }

  /**
   * GET /_matrix/client/v1/rooms/{roomId}/hierarchy: the rooms of a space that are visible to the
   * caller, each space before its children, by pages.
   */
  private Response hierarchy(Request request) {
    RoomId space = Body.roomId(request.pathParam("roomId"));
    int limit = request.queryInt("limit", DEFAULT_LIMIT, LIMIT_MAX);
    if (limit == 0) {
      throw MatrixError.invalidParam("limit is at least 1");
    }
    Walk walk =
        new Walk(
            request.session().user(),
            request.queryFlag("suggested_only", false),
            request.queryInt("max_depth", DEPTH_MAX, DEPTH_MAX));
    int from = request.query("from").map(token -> index(token, walk)).orElse(0);
    if (summaries.find(space, Optional.of(walk.user)).filter(Summaries.Found::mayKnow).isEmpty()) {
      throw MatrixError.forbidden("You may not see this room");
    }
    Traversal traversal = new Traversal(walk, from, limit);
    traversal.visit(space, 0);
    ObjectNode answer = Json.object();
    answer.putArray("rooms").addAll(traversal.page);
    if (traversal.more) {
      answer.put("next_batch", walk.token(from + traversal.page.size()));
    }
    return Response.json(answer);
  }

  private static int index(String token, Walk walk) {
    String[] parts = token.substring(Math.min(1, token.length())).split("\\.", -1);
    if (!token.matches("h[0-9]{1,6}\\.[0-9]{1,2}\\.[01]")) {
      throw MatrixError.invalidParam("from is not a token of this operation");
    }
    int index = Integer.parseInt(parts[0]);
    if (!token.equals(walk.token(index))) {
      throw MatrixError.invalidParam("suggested_only and max_depth stay the same on all pages");
    }
    return index;
  }

  /** A walk from the space to the end of one page. */
  private final class Traversal {
    private final Walk walk;
    private final int from;
    private final int limit;
    private final Set<RoomId> visited = new HashSet<>();
    private final List<ObjectNode> page = new ArrayList<>();
    private int found;
    private long pageLength;
    private long readLength;

    /** Whether there is a room after the page. */
    private boolean more;

    Traversal(Walk walk, int from, int limit) {
      this.walk = walk;
      this.from = from;
      this.limit = limit;
    }

    void visit(RoomId room, int depth) {
      if (isOver() || !visited.add(room)) {
        return;
      }
      Optional<Summaries.Found> seen =
          summaries.find(room, Optional.of(walk.user)).filter(Summaries.Found::mayKnow);
      if (seen.isEmpty()) {
        return;
      }
      if (page.size() == limit || pageLength > PAGE_LENGTH_MAX) {
        more = true;
        return;
      }
      List<StoredEvent> children =
          seen.get().children().stream()
              .filter(child ->
                  !walk.suggestedOnly || child.content().path("suggested").booleanValue(false))
              .toList();
      long length = children.stream().mapToLong(child -> child.contentText().length()).sum();
      readLength += length;
      if (found++ >= from) {
        page.add(written(seen.get().summary(), children));
        pageLength += length;
      }
      if (depth < walk.depthMax) {
        for (StoredEvent child : children) {
          childRoom(child).ifPresent(id -> visit(id, depth + 1));
        }
      }
    }

    private boolean isOver() {
      return more
          || found == ROOMS_MAX
          || visited.size() == VISITED_MAX
          || readLength > READ_LENGTH_MAX;
    }
  }

  private static ObjectNode written(RoomSummary summary, List<StoredEvent> children) {
    ObjectNode json = summary.json();
    ArrayNode stripped = json.putArray("children_state");
    for (StoredEvent child : children) { // a seal does not hide them
      stripped.add(
          ClientEvents.stripped(Seal.NONE, child).put("origin_server_ts", child.timeMillis()));
    }
    return json;
  }

  private static Optional<RoomId> childRoom(StoredEvent child) {
    try {
      return Optional.of(new RoomId(String.valueOf(child.stateKey())));
    } catch (IllegalArgumentException noRoomId) {
      return Optional.empty();
    }
  }
}
