package org.bongsu.matrix.rooms;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bongsu.command.RoomCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The public room directory. */
public final class DirectoryApi {
  private static final int DEFAULT_LIMIT = 50;
  private static final int LIMIT_MAX = 200;

  private final Homeserver homeserver;

  public DirectoryApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  public void addTo(Routes routes) {
    String list = "/_matrix/client/v3/publicRooms";
    routes.add("GET", list, Route.Access.PUBLIC, this::publicRooms);
    routes.add("POST", list, this::search);
    String room = "/_matrix/client/v3/directory/list/room/{roomId}";
    routes.add("GET", room, Route.Access.PUBLIC, this::visibility);
    routes.add("PUT", room, this::setVisibility);
  }

  /**
   * A query of the directory.
   *
   * @param term that the name, topic or alias must contain; empty for all rooms
   * @param types wanted room types, the empty string for rooms without a type; empty for all
   */
  private record Wanted(String term, Set<String> types, int from, int limit) {
    boolean has(RoomSummary room) {
      if (!types.isEmpty() && !types.contains(room.text("room_type"))) {
        return false;
      }
      return term.isEmpty()
          || folded(room.text("name")).contains(term)
          || folded(room.text("topic")).contains(term)
          || folded(room.text("canonical_alias")).contains(term);
    }
  }

  /** Normalised text for comparisons: case-folded, Korean syllables composed. */
  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
  }

  /** GET /_matrix/client/v3/publicRooms: the rooms in the directory, largest first. */
  private Response publicRooms(Request request) {
    homeserver.limits().take(MatrixLimit.LOOKUPS, request.remoteNetwork());
    requireOwnServer(request);
    int limit = request.queryInt("limit", DEFAULT_LIMIT, LIMIT_MAX);
    return list(new Wanted("", Set.of(), from(request.query("since")), limit));
  }

  /** POST /_matrix/client/v3/publicRooms: the same, with a search term and filters. */
  private Response search(Request request) {
    homeserver.limits().take(MatrixLimit.SEARCHES, request.session().user());
    requireOwnServer(request);
    ObjectNode body = request.json();
    ObjectNode filter = Body.object(body, "filter");
    JsonNode limit = body.path("limit");
    if (!limit.isMissingNode()
        && (!limit.isIntegralNumber() || !limit.canConvertToInt() || limit.intValue() < 0)) {
      throw MatrixError.badJson("limit is not a whole number of at least 0");
    }
    if (Body.optionalString(body, "third_party_instance_id").isPresent()
        && Body.flag(body, "include_all_networks", false)) {
      throw MatrixError.invalidParam(
          "include_all_networks and third_party_instance_id exclude each other");
    }
    return list(
        new Wanted(
            folded(Body.optionalString(filter, "generic_search_term").orElse("")),
            types(filter),
            from(Body.optionalString(body, "since")),
            Math.min(limit.asInt(DEFAULT_LIMIT), LIMIT_MAX)));
  }

  private static Set<String> types(ObjectNode filter) {
    Set<String> types = new HashSet<>();
    for (JsonNode type : Body.array(filter, "room_types")) {
      if (!type.isNull() && !type.isString()) {
        throw MatrixError.badJson("room_types is a list of strings and null");
      }
      types.add(type.stringValue(""));
    }
    return types;
  }

  private void requireOwnServer(Request request) {
    if (request
        .query("server")
        .filter(s -> !s.equals(homeserver.config().serverName()))
        .isPresent()) {
      throw MatrixError.notFound("This server does not talk to other servers");
    }
  }

  private static int from(Optional<String> token) {
    return token
        .map(text -> {
          if (!text.matches("p[0-9]{1,7}")) {
            throw MatrixError.invalidParam("since is not a token of this operation");
          }
          return Integer.parseInt(text.substring(1));
        })
        .orElse(0);
  }

  /** All rooms of the directory are read: on the threads for searches, so that no sync waits. */
  private Response list(Wanted wanted) {
    List<RoomSummary> rooms =
        homeserver
            .shards()
            .searchers()
            .read(reader -> {
              List<RoomSummary> found = new ArrayList<>();
              for (int shard = 0; shard < reader.shards(); shard++) {
                Rooms there = new Rooms(reader.shard(shard));
                for (RoomRow row : there.published()) {
                  found.add(RoomSummary.of(there, row));
                }
              }
              return found;
            });
    List<RoomSummary> chosen =
        rooms.stream()
            .filter(wanted::has)
            .sorted(
                Comparator.comparingLong(RoomSummary::joinedCount)
                    .reversed()
                    .thenComparing(room -> room.text("room_id")))
            .toList();
    ObjectNode answer = Json.object();
    ArrayNode chunk = answer.putArray("chunk");
    chosen.stream()
        .skip(wanted.from)
        .limit(wanted.limit)
        .forEach(room ->
            chunk.add(
                room.json().remove(List.of("allowed_room_ids", "encryption", "room_version"))));
    int end = wanted.from + wanted.limit;
    if (end < chosen.size()) {
      answer.put("next_batch", "p" + end);
    }
    if (wanted.from > 0) {
      answer.put("prev_batch", "p" + Math.max(0, wanted.from - wanted.limit));
    }
    answer.put("total_room_count_estimate", chosen.size());
    return Response.json(answer);
  }

  /** GET /_matrix/client/v3/directory/list/room/{roomId}: whether a room is in the directory. */
  private Response visibility(Request request) {
    RoomId room = Body.roomId(request.pathParam("roomId"));
    RoomRow row =
        homeserver.read(room.value(), db -> new Rooms(db).find(room)).orElseThrow(Joining::noRoom);
    return Response.json(Json.object().put("visibility", row.published() ? "public" : "private"));
  }

  /**
   * PUT /_matrix/client/v3/directory/list/room/{roomId}: adds a room to the directory or removes
   * it; for users who may set its canonical alias.
   */
  private Response setVisibility(Request request) {
    boolean published =
        switch (Body.optionalString(request.json(), "visibility").orElse("public")) {
          case "public" -> true;
          case "private" -> false;
          default -> throw MatrixError.invalidParam("visibility is public or private");
        };
    homeserver.apply(
        new RoomCommand.PublishRoom(
            Body.roomId(request.pathParam("roomId")), request.session().user(), published));
    return Response.empty();
  }
}
