package org.bongsu.matrix.account;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bongsu.http.Request;
import org.bongsu.http.Session;
import org.bongsu.json.Json;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * User-interactive authentication (specification: user-interactive authentication API). Every
 * operation here asks for one stage, so a stage that is passed ends the session in the same request
 * and a session never holds a right of its own: it only remembers which operation, of whom, it was
 * opened for, and what the client wanted then.
 */
public final class InteractiveAuth {
  private static final int SESSIONS_MAX = 10_000;
  private static final long SESSION_MILLIS_MAX = 15 * 60 * 1000;

  /** What a client sent first is remembered up to here; whoever sends more sends it again. */
  private static final int REMEMBERED_BYTES_MAX = 4 * 1024;

  /** Looks at what a client has put into {@code auth}. */
  interface Stage<T> {
    /**
     * What is proven by it.
     *
     * @throws MatrixError where nothing is
     */
    T check(ObjectNode auth);
  }

  /**
   * A request that may be done.
   *
   * @param params the body without {@code auth}; where that was all, the body of the first request
   */
  record Passed<T>(ObjectNode params, T proof) {}

  private record Pending(String operation, ObjectNode params, long sinceMillis) {}

  private final Homeserver homeserver;
  private final Map<String, Pending> sessions =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pending> eldest) {
          return size() > SESSIONS_MAX;
        }
      };

  public InteractiveAuth(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  /**
   * Lets a request through that has passed the stage.
   *
   * @param type the stage's login type
   * @throws MatrixError 401 with the flows where it has not
   */
  <T> Passed<T> require(Request request, String type, Stage<T> stage) {
    ObjectNode params = request.jsonOrEmpty();
    JsonNode given = params.remove("auth");
    String operation = operation(request);
    if (given == null || given.isNull()) {
      throw challenge(open(operation, params), type);
    }
    if (!(given instanceof ObjectNode auth)) {
      throw MatrixError.badJson("auth is not an object");
    }
    String id = Body.optionalString(auth, "session").orElse(null);
    Pending pending = find(id);
    if (pending != null && !pending.operation.equals(operation)) {
      throw MatrixError.forbidden("This session was opened for another operation");
    }
    String session = id != null && pending != null ? id : open(operation, params);
    Optional<String> chosen = Body.optionalString(auth, "type");
    if (chosen.isEmpty()) {
      throw challenge(session, type);
    }
    if (!chosen.get().equals(type)) {
      throw challenge(session, type, "M_UNRECOGNIZED", "The stage here is " + type);
    }
    T proof = check(stage, auth, session, type);
    close(session);
    return new Passed<>(params.isEmpty() && pending != null ? pending.params : params, proof);
  }

  private static <T> T check(Stage<T> stage, ObjectNode auth, String session, String type) {
    try {
      return stage.check(auth);
    } catch (MatrixError e) {
      if (e.status() == 429 || e.status() >= 500) {
        throw e;
      }
      throw challenge(
          session,
          type,
          e.body().path("errcode").asString(""),
          e.body().path("error").asString(""));
    }
  }

  /** Which operation, and whose: a session opened for one does not serve another. */
  private static String operation(Request request) {
    return request.method()
        + " "
        + request.path()
        + " "
        + request.optionalSession().map(Session::tokenHash).orElse("");
  }

  private String open(String operation, ObjectNode params) {
    String id = homeserver.chance().letters(24);
    boolean small = Json.bytes(params).length <= REMEMBERED_BYTES_MAX;
    ObjectNode kept = small ? params.deepCopy() : Json.object();
    synchronized (sessions) {
      sessions.put(id, new Pending(operation, kept, homeserver.clock().millis()));
    }
    return id;
  }

  private @Nullable Pending find(@Nullable String id) {
    if (id == null) {
      return null;
    }
    synchronized (sessions) {
      Pending pending = sessions.get(id);
      if (pending != null
          && homeserver.clock().millis() - pending.sinceMillis > SESSION_MILLIS_MAX) {
        sessions.remove(id);
        return null;
      }
      return pending;
    }
  }

  private void close(String id) {
    synchronized (sessions) {
      sessions.remove(id);
    }
  }

  private static MatrixError challenge(String session, String type) {
    return new MatrixError(401, challengeBody(session, type));
  }

  private static MatrixError challenge(String session, String type, String errcode, String error) {
    ObjectNode body = challengeBody(session, type).put("errcode", errcode).put("error", error);
    return new MatrixError(401, body);
  }

  private static ObjectNode challengeBody(String session, String type) {
    ObjectNode body = Json.object().put("session", session);
    body.putArray("flows").addObject().putArray("stages").add(type);
    body.putObject("params");
    body.putArray("completed");
    return body;
  }
}
