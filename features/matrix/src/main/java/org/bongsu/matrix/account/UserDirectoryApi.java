package org.bongsu.matrix.account;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.account.AccountApply;
import org.bongsu.account.Accounts;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.matrix.MatrixSettings.Directory;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.Acquaintance;
import org.bongsu.store.Readers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Search for users by a part of their name, Korean syllables included. */
final class UserDirectoryApi {
  private static final int DEFAULT_LIMIT = 10;
  private static final int LIMIT_MAX = 50;

  /** Candidates of one shard that are ranked; if more users match, the rest are not found. */
  private static final int CANDIDATES_MAX = 500;

  private static final int TERM_CHARS_MAX = 255;
  private static final int MUTUAL_PAGE = 100;

  private final Homeserver homeserver;

  UserDirectoryApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  void addTo(Routes routes) {
    routes.add("POST", "/_matrix/client/v3/user_directory/search", this::search);
    routes.add("GET", "/_matrix/client/v1/mutual_rooms", this::mutualRooms);
  }

  private record Found(Accounts.Account account, Acquaintance acquaintance) {}

  /**
   * POST /_matrix/client/v3/user_directory/search: users whose user id, in part or as a whole, or
   * display name contains the term. Users who share a room with the searcher come first, then those
   * in public rooms, then (if the server is configured so) all others.
   */
  private Response search(Request request) {
    UserId caller = request.session().user();
    homeserver.limits().take(MatrixLimit.SEARCHES, caller);
    ObjectNode body = request.json();
    String term = Body.string(body, "search_term");
    if (term.length() > TERM_CHARS_MAX) {
      throw MatrixError.invalidParam("search_term is too long");
    }
    int limit = limit(body.path("limit"));
    Set<String> folded = new LinkedHashSet<>();
    for (String text : List.of(term.strip(), localpart(term.strip()))) {
      folded.add(AccountApply.folded(text));
    }
    folded.remove("");
    List<Found> found =
        folded.isEmpty()
            ? List.of()
            : homeserver.shards().searchers().read(reader -> search(reader, caller, folded));
    ObjectNode answer = Json.object().put("limited", found.size() > limit);
    ArrayNode results = answer.putArray("results");
    found.stream().limit(limit).forEach(f -> results.add(describe(f.account())));
    return Response.json(answer);
  }

  private static int limit(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return DEFAULT_LIMIT;
    }
    if (!given.isIntegralNumber() || given.longValue() < 0) {
      throw MatrixError.badJson("limit is not a whole number of at least 0");
    }
    return (int) Math.min(given.longValue(), LIMIT_MAX);
  }

  /**
   * If the term is a user id of this server or a part of one, such as {@code @alice} or {@code
   * alice:serv}, the part of the localpart that is in it; else the term.
   */
  private String localpart(String term) {
    String name = term.startsWith("@") ? term.substring(1) : term;
    int colon = name.indexOf(':');
    if (colon < 0) {
      return name;
    }
    boolean ours = homeserver.config().serverName().startsWith(name.substring(colon + 1));
    return ours ? name.substring(0, colon) : term;
  }

  private List<Found> search(Readers.Reader reader, UserId caller, Set<String> folded) {
    Map<UserId, Accounts.Account> candidates = new HashMap<>();
    for (int shard = 0; shard < reader.shards(); shard++) {
      for (String text : folded) {
        new Accounts(reader.shard(shard))
            .search(text, CANDIDATES_MAX)
            .forEach(account -> candidates.put(account.user(), account));
      }
    }
    candidates.remove(caller);
    Map<UserId, Acquaintance> acquaintances = new HashMap<>();
    for (int shard = 0; shard < reader.shards(); shard++) {
      Acquaintance.of(reader.shard(shard), caller, candidates.keySet())
          .forEach((user, how) -> acquaintances.merge(user, how, Acquaintance::closer));
    }
    List<Found> found = new ArrayList<>();
    candidates.forEach((user, account) ->
        found.add(new Found(account, acquaintances.getOrDefault(user, Acquaintance.STRANGER))));
    if (homeserver.settings(MatrixSettings.class).userDirectory() == Directory.SHARED) {
      found.removeIf(f -> f.acquaintance == Acquaintance.STRANGER);
    }
    found.sort(Comparator.comparing(Found::acquaintance).thenComparing(f -> f.account().user()));
    return found;
  }

  private static ObjectNode describe(Accounts.Account account) {
    ObjectNode body = Json.object().put("user_id", account.user().value());
    if (account.profile().path("displayname").isString()) {
      body.set("display_name", account.profile().get("displayname"));
    }
    if (account.profile().path("avatar_url").isString()) {
      body.set("avatar_url", account.profile().get("avatar_url"));
    }
    return body;
  }

  /**
   * GET /_matrix/client/v1/mutual_rooms: the rooms that both the caller and another user are in. A
   * page ends at a room id, and the next one starts after it.
   */
  private Response mutualRooms(Request request) {
    UserId caller = request.session().user();
    homeserver.limits().take(MatrixLimit.SEARCHES, caller);
    UserId other =
        Body.userId(
            request.query("user_id").orElseThrow(() -> MatrixError.missingParam("user_id")));
    if (other.equals(caller)) {
      throw MatrixError.invalidParam("These are your own rooms");
    }
    String from = request.query("from").orElse("");
    if (!from.isEmpty()) {
      Body.roomId(from);
    }
    List<RoomId> all = new ArrayList<>();
    homeserver
        .shards()
        .searchers()
        .read(reader -> {
          for (int shard = 0; shard < reader.shards(); shard++) {
            all.addAll(Acquaintance.sharedRooms(reader.shard(shard), caller, other));
          }
          return all;
        });
    List<RoomId> left =
        all.stream().filter(room -> room.value().compareTo(from) > 0).sorted().toList();
    ObjectNode answer = Json.object().put("count", all.size());
    ArrayNode joined = answer.putArray("joined");
    left.stream().limit(MUTUAL_PAGE).forEach(room -> joined.add(room.value()));
    if (left.size() > MUTUAL_PAGE) {
      answer.put("next_batch", left.get(MUTUAL_PAGE - 1).value());
    }
    return Response.json(answer);
  }
}
