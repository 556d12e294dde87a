package org.bongsu.matrix.sync;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.bongsu.accountdata.AccountData;
import org.bongsu.command.AccountDataCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.node.ObjectNode;

/** Filters that clients store on the server. */
final class FilterApi {
  private static final int FILTER_BYTES_MAX = 64 * 1024;
  private static final long CACHE_BYTES_MAX = 32L << 20;

  /** Approximate size in memory of an empty filter, and of a character of its JSON. */
  private static final int BYTES_OF_FILTER = 1_024;

  private static final int BYTES_OF_CHARACTER = 8;

  private static final int ID_CHARS_MAX = 9;

  private record Key(UserId user, String text) {}

  private record Parsed(SyncFilter filter, int bytes) {
    static Parsed of(ObjectNode json) {
      int length = Json.text(json).length();
      return new Parsed(SyncFilter.of(json), BYTES_OF_FILTER + BYTES_OF_CHARACTER * length);
    }
  }

  private final Homeserver homeserver;

  /** Parsed filters; they are immutable, so entries never become stale. */
  private final Cache<Key, Parsed> read =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_BYTES_MAX)
          .weigher((Key key, Parsed filter) -> filter.bytes)
          .executor(Runnable::run)
          .build();

  FilterApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  void addTo(Routes routes) {
    routes.add("POST", "/_matrix/client/v3/user/{userId}/filter", this::define);
    routes.add("GET", "/_matrix/client/v3/user/{userId}/filter/{filterId}", this::get);
  }

  /** POST /_matrix/client/v3/user/{userId}/filter: stores a filter of at most 64 KiB. */
  private Response define(Request request) {
    UserId user = AccountDataApi.ownUser(request);
    ObjectNode filter = request.json();
    SyncFilter.of(filter);
    if (Json.bytes(filter).length > FILTER_BYTES_MAX) {
      throw MatrixError.tooLarge("A filter has at most 64 KiB");
    }
    return Response.json(homeserver.apply(new AccountDataCommand.StoreFilter(user, filter)));
  }

  /** GET /_matrix/client/v3/user/{userId}/filter/{filterId}: a stored filter. */
  private Response get(Request request) {
    UserId user = AccountDataApi.ownUser(request);
    return Response.json(stored(user, request.pathParam("filterId")));
  }

  private ObjectNode stored(UserId user, String id) {
    if (id.isEmpty()
        || id.length() > ID_CHARS_MAX
        || !id.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw MatrixError.notFound("There is no such filter");
    }
    return homeserver
        .read(user.value(), db -> new AccountData(db).filter(user, Long.parseLong(id)))
        .orElseThrow(() -> MatrixError.notFound("There is no such filter"));
  }

  /** The filter of a sync: inline JSON, or the id of a stored one. */
  SyncFilter find(UserId user, String text) {
    Key key = new Key(text.startsWith("{") ? ANYBODY : user, text);
    Parsed found = read.getIfPresent(key);
    if (found == null) {
      found = Parsed.of(text.startsWith("{") ? parse(text) : stored(user, text));
      read.put(key, found);
    }
    return found.filter;
  }

  /** Cache key for inline filters, which do not depend on the user. */
  private static final UserId ANYBODY = new UserId("@anybody:any");

  private static ObjectNode parse(String text) {
    try {
      if (Json.parse(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (MalformedJson e) {
      throw new MatrixError(400, "M_NOT_JSON", "The filter is not JSON: " + e.getMessage());
    }
    throw MatrixError.badJson("The filter is not a JSON object");
  }
}
