package org.bongsu.matrix.account;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bongsu.http.Request;
import org.bongsu.http.Session;
import org.bongsu.json.Json;
import org.bongsu.node.AccessTokens;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * User-interactive authentication (specification: user-interactive authentication API). Every
 * operation here requires one stage, so passing it ends the session in the same request. A session
 * grants nothing: it only stores which operation and user it was opened for, and the parameters of
 * the first request, which the second one may not contradict.
 */
public final class InteractiveAuth {
  private static final int SESSIONS_MAX = 10_000;
  private static final long SESSION_MILLIS_MAX = 15 * 60 * 1000;

  /** Parameters up to this size are stored; a client with larger ones must send them again. */
  private static final int PARAMS_CHARS_MAX = 4 * 1024;

  /** Checks what a client has put into {@code auth}. */
  interface Stage<T> {
    /**
     * What the stage proves.
     *
     * @throws MatrixError if the stage is not passed
     */
    T check(ObjectNode auth);
  }

  /**
   * A request that has passed its stage.
   *
   * @param params the body without {@code auth}; if the body holds nothing else, that of the first
   *     request
   */
  record Passed<T>(ObjectNode params, T proof) {}

  /** Whether the request that passes the stage may name other parameters than the first one. */
  enum SecondRequest {
    /** Nothing belongs to anybody yet: a user may choose another name for a new account. */
    MAY_CHANGE,
    /** What is allowed is what was shown when the password was asked for. */
    MUST_AGREE
  }

  /**
   * An open session.
   *
   * @param params of the first request; empty if they are too large
   * @param largeHash of the first request's parameters if they are too large, else empty
   */
  private record Pending(String operation, ObjectNode params, String largeHash, long sinceMillis) {

    /** Whether parameters are those of the first request, or add to them. */
    boolean agreesWith(ObjectNode others) {
      if (!largeHash.isEmpty() && !others.isEmpty()) {
        return largeHash.equals(AccessTokens.hash(Json.text(others)));
      }
      return params.properties().stream()
          .allMatch(param ->
              !others.has(param.getKey()) || others.get(param.getKey()).equals(param.getValue()));
    }
  }

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
   * Lets a request through if it has passed the stage.
   *
   * @param type the stage's login type
   * @throws MatrixError 401 with the flows if it has not
   */
  <T> Passed<T> require(Request request, SecondRequest second, String type, Stage<T> stage) {
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
    if (pending != null && second == SecondRequest.MUST_AGREE && !pending.agreesWith(params)) {
      throw MatrixError.forbidden("This session was opened for another request");
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

  /**
   * The operation and its user: a session that was opened for one operation is not valid for
   * another.
   */
  private static String operation(Request request) {
    return request.method()
        + " "
        + request.path()
        + " "
        + request.optionalSession().map(Session::tokenHash).orElse("");
  }

  private String open(String operation, ObjectNode params) {
    String id = homeserver.random().letters(24);
    String text = Json.text(params);
    boolean small = text.length() <= PARAMS_CHARS_MAX;
    ObjectNode kept = small ? params.deepCopy() : Json.object();
    String largeHash = small ? "" : AccessTokens.hash(text);
    synchronized (sessions) {
      sessions.put(id, new Pending(operation, kept, largeHash, homeserver.clock().millis()));
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
