package org.bongsu.matrix.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.KeyCommand.BackedUpKey;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.keys.KeyBackups;
import org.bongsu.keys.KeyBackups.Backup;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Key backups: encrypted room keys that clients store for the user's later devices. */
public final class KeyBackupApi {
  private static final String VERSION = "/_matrix/client/v3/room_keys/version";
  private static final String KEYS = "/_matrix/client/v3/room_keys/keys";

  /** Limit of one request: a client may send all of its keys at once. */
  private static final long KEYS_BYTES_MAX = 16L << 20;

  /** Keys in one command, so that it fits into a log entry. */
  private static final int KEYS_AT_ONCE_MAX = 200;

  private static final int KEY_BYTES_MAX = 4096;

  private final Homeserver homeserver;

  public KeyBackupApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  public void addTo(Routes routes) {
    routes.add("POST", VERSION, this::create);
    routes.add("GET", VERSION, this::current);
    routes.add("GET", VERSION + "/{version}", this::version);
    routes.add("PUT", VERSION + "/{version}", this::update);
    routes.add("DELETE", VERSION + "/{version}", this::delete);
    for (String path : List.of(KEYS, KEYS + "/{roomId}", KEYS + "/{roomId}/{sessionId}")) {
      routes.add("GET", path, this::keys);
      routes.add("DELETE", path, this::deleteKeys);
      routes.add(
          Route.of("PUT", path, Route.Access.TOKEN, this::putKeys)
              .withBodyBytesMax(KEYS_BYTES_MAX));
    }
  }

  /** POST /_matrix/client/v3/room_keys/version: creates a new backup. */
  private Response create(Request request) {
    ObjectNode body = request.json();
    return Response.json(
        homeserver.apply(
            new KeyCommand.CreateBackup(
                request.session().user(), Body.string(body, "algorithm"), authData(body))));
  }

  /** GET /_matrix/client/v3/room_keys/version: the current backup. */
  private Response current(Request request) {
    UserId user = request.session().user();
    return homeserver
        .read(user.value(), db -> new KeyBackups(db).current(user))
        .map(KeyBackupApi::describe)
        .orElseThrow(() -> MatrixError.notFound("There is no backup"));
  }

  /** GET /_matrix/client/v3/room_keys/version/{version}: one backup. */
  private Response version(Request request) {
    return describe(find(request.session().user(), number(request.pathParam("version"))));
  }

  private static Response describe(Backup backup) {
    ObjectNode body =
        Json.object()
            .put("algorithm", backup.algorithm())
            .put("count", backup.count())
            .put("etag", Long.toString(backup.etag()))
            .put("version", Long.toString(backup.version()));
    return Response.json(body.set("auth_data", backup.authData()));
  }

  /** PUT /_matrix/client/v3/room_keys/version/{version}: changes the authentication data. */
  private Response update(Request request) {
    ObjectNode body = request.json();
    String version = request.pathParam("version");
    if (!Body.optionalString(body, "version").orElse(version).equals(version)) {
      throw MatrixError.invalidParam("The version in the body differs from that in the path");
    }
    homeserver.apply(
        new KeyCommand.UpdateBackup(
            request.session().user(),
            number(version),
            Body.string(body, "algorithm"),
            authData(body)));
    return Response.empty();
  }

  /** DELETE /_matrix/client/v3/room_keys/version/{version}: deletes a backup with its keys. */
  private Response delete(Request request) {
    homeserver.apply(
        new KeyCommand.DeleteBackup(
            request.session().user(), number(request.pathParam("version"))));
    return Response.empty();
  }

  /** GET /_matrix/client/v3/room_keys/keys[/{roomId}[/{sessionId}]]: keys of a backup. */
  private Response keys(Request request) {
    UserId user = request.session().user();
    Backup backup = find(user, queryVersion(request));
    RoomId room = request.optionalPathParam("roomId").map(Body::roomId).orElse(null);
    String session = request.optionalPathParam("sessionId").orElse(null);
    if (room == null || session == null) {
      BackedUpKeysBody keys = new BackedUpKeysBody(homeserver, user, backup.version(), room);
      return new Response.Stream(200, Map.of(), "application/json", keys);
    }
    return homeserver
        .read(user.value(), db -> new KeyBackups(db).key(user, backup.version(), room, session))
        .map(key -> Response.json(BackedUpKeysBody.describe(key)))
        .orElseThrow(() -> MatrixError.notFound("There is no such key in the backup"));
  }

  /** PUT /_matrix/client/v3/room_keys/keys[/{roomId}[/{sessionId}]]: adds keys to the backup. */
  private Response putKeys(Request request) {
    UserId user = request.session().user();
    long version = queryVersion(request);
    List<BackedUpKey> keys = readKeys(request);
    ObjectNode result = Json.object();
    for (int from = 0; from == 0 || from < keys.size(); from += KEYS_AT_ONCE_MAX) {
      List<BackedUpKey> some = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE_MAX));
      Outcome outcome =
          homeserver.commands().apply(new KeyCommand.PutBackupKeys(user, version, some));
      result = orCurrentVersion(user, outcome);
    }
    return Response.json(result);
  }

  /** Adds the current version to the error if a client writes to an old backup. */
  private ObjectNode orCurrentVersion(UserId user, Outcome outcome) {
    try {
      return Homeserver.require(outcome);
    } catch (MatrixError error) {
      if (outcome instanceof Outcome.Refused(Refusal why, String ignored)
          && why == Refusal.WRONG_BACKUP_VERSION) {
        homeserver
            .read(user.value(), db -> new KeyBackups(db).current(user))
            .ifPresent(
                current -> error.body().put("current_version", Long.toString(current.version())));
      }
      throw error;
    }
  }

  private static List<BackedUpKey> readKeys(Request request) {
    ObjectNode body = request.json();
    List<BackedUpKey> keys = new ArrayList<>();
    String room = request.optionalPathParam("roomId").orElse(null);
    String session = request.optionalPathParam("sessionId").orElse(null);
    if (room != null && session != null) {
      keys.add(readKey(room, session, body));
    } else if (room != null) {
      readSessions(room, body, keys);
    } else {
      for (Map.Entry<String, JsonNode> entry : Body.object(body, "rooms").properties()) {
        readSessions(entry.getKey(), entry.getValue(), keys);
      }
    }
    return keys;
  }

  private static void readSessions(String room, JsonNode body, List<BackedUpKey> keys) {
    for (Map.Entry<String, JsonNode> entry : Body.object(body, "sessions").properties()) {
      keys.add(readKey(room, entry.getKey(), entry.getValue()));
    }
  }

  private static BackedUpKey readKey(String room, String session, JsonNode key) {
    if (!(key.path("session_data") instanceof ObjectNode data)) {
      throw MatrixError.missingParam("session_data");
    }
    if (Json.bytes(data).length > KEY_BYTES_MAX) {
      throw MatrixError.tooLarge("A backed-up key has at most " + KEY_BYTES_MAX + " bytes");
    }
    return new BackedUpKey(
        Body.roomId(room),
        session,
        wholeNumber(key, "first_message_index"),
        wholeNumber(key, "forwarded_count"),
        Body.flag(key, "is_verified", false),
        data);
  }

  private static long wholeNumber(JsonNode key, String member) {
    JsonNode value = key.path(member);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw MatrixError.badJson(member + " is not a whole number");
    }
    return value.longValue();
  }

  /**
   * DELETE /_matrix/client/v3/room_keys/keys[/{roomId}[/{sessionId}]]: deletes keys of a backup.
   */
  private Response deleteKeys(Request request) {
    return Response.json(
        homeserver.apply(
            new KeyCommand.DeleteBackupKeys(
                request.session().user(),
                queryVersion(request),
                request.optionalPathParam("roomId").map(Body::roomId).orElse(null),
                request.optionalPathParam("sessionId").orElse(null))));
  }

  private Backup find(UserId user, long version) {
    return homeserver
        .read(user.value(), db -> new KeyBackups(db).find(user, version))
        .orElseThrow(() -> MatrixError.notFound("There is no such backup"));
  }

  private static ObjectNode authData(ObjectNode body) {
    if (body.path("auth_data") instanceof ObjectNode data) {
      return data;
    }
    throw MatrixError.missingParam("auth_data");
  }

  private static long queryVersion(Request request) {
    return number(request.query("version").orElseThrow(() -> MatrixError.missingParam("version")));
  }

  /** Parses a version; 404 if it is not a number. */
  private static long number(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      throw MatrixError.notFound("There is no such backup");
    }
  }
}
