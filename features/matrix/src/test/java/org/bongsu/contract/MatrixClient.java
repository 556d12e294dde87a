package org.bongsu.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Matrix client for tests. Every answer is checked against the specification ({@link Contract}),
 * and the exercised operation is recorded ({@link Coverage}).
 *
 * <p>Paths that don't begin with {@code /_} or {@code /.} are below {@code /_matrix/client/v3}. A
 * body may be a string (sent unchanged), bytes, or anything that Jackson writes. Immutable: {@code
 * as}, {@code registerUser} and {@code login} return new clients.
 */
public final class MatrixClient {
  /** Timeout of a request: twice the longest default long-poll. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Number of syncs of {@link #syncUntil}, and how long each one waits. */
  private static final int SYNCS_MAX = 30;

  private static final Duration SYNC_WAIT = Duration.ofSeconds(1);

  private static final String PREFIX = "/_matrix/client/v3";

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private static final Contract CONTRACT = new Contract(Specification.find());
  private static final AtomicLong TRANSACTIONS = new AtomicLong();

  /** The session; empty strings for what isn't known. */
  private record Session(String token, String userId, String deviceId, String password) {}

  private final URI server;
  private final Session session;

  private MatrixClient(URI server, Session session) {
    this.server = server;
    this.session = session;
  }

  public static MatrixClient anonymous(URI server) {
    return new MatrixClient(server, new Session("", "", "", ""));
  }

  /** The same server with another access token. */
  public MatrixClient as(String token) {
    return new MatrixClient(server, new Session(token, "", "", ""));
  }

  /** The same account and token on another server: what a client does when its site is lost. */
  public MatrixClient at(URI other) {
    return new MatrixClient(other, session);
  }

  public URI server() {
    return server;
  }

  public String token() {
    return session.token();
  }

  public String userId() {
    return session.userId();
  }

  public String deviceId() {
    return session.deviceId();
  }

  /**
   * A path with values inserted for each {@code {}}, percent-encoded: {@code
   * path("/rooms/{}/messages?dir={}", room, "b")}.
   */
  public static String path(String template, Object... values) {
    StringBuilder path = new StringBuilder();
    int from = 0;
    for (Object value : values) {
      int at = template.indexOf("{}", from);
      path.append(template, from, at);
      path.append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).replace("+", "%20"));
      from = at + 2;
    }
    return path.append(template.substring(from)).toString();
  }

  public Answer get(String path) {
    return request("GET", path, null, Map.of());
  }

  public Answer delete(String path) {
    return request("DELETE", path, null, Map.of());
  }

  public Answer delete(String path, Object body) {
    return request("DELETE", path, body, Map.of());
  }

  /** With an empty JSON object as body. */
  public Answer post(String path) {
    return post(path, "{}");
  }

  public Answer post(String path, Object body) {
    return request("POST", path, body, Map.of());
  }

  public Answer put(String path, Object body) {
    return request("PUT", path, body, Map.of());
  }

  /** Any request; headers given here override those that the client sets. */
  public Answer request(
      String method, String path, @Nullable Object body, Map<String, String> headers) {
    String target = path.startsWith("/_") || path.startsWith("/.") ? path : PREFIX + path;
    byte[] bytes = body == null ? new byte[0] : bytes(body);
    Map<String, String> all = new HashMap<>();
    if (!session.token().isEmpty()) {
      all.put("authorization", "Bearer " + session.token());
    }
    if (body != null) {
      all.put("content-type", "application/json");
    }
    headers.forEach((name, value) -> all.put(name.toLowerCase(java.util.Locale.ROOT), value));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(target))
            .timeout(TIMEOUT)
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes));
    all.forEach(request::header);
    return checked(method, target, bytes, send(request.build()));
  }

  private static byte[] bytes(Object body) {
    if (body instanceof byte[] raw) {
      return raw;
    }
    if (body instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    return Json.mapper().writeValueAsBytes(body);
  }

  private static HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Answer checked(
      String method, String target, byte[] sent, HttpResponse<byte[]> response) {
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name, String.join(", ", values)));
    Contract.Exchange exchange =
        new Contract.Exchange(
            method,
            target,
            new String(sent, StandardCharsets.UTF_8),
            response.statusCode(),
            headers,
            response.body());
    CONTRACT.check(exchange);
    CONTRACT.operation(exchange).ifPresent(o -> Coverage.covered(o, response.statusCode()));
    boolean json = exchange.header("content-type").startsWith("application/json");
    JsonNode body =
        json && response.body().length > 0
            ? Json.parse(response.body())
            : MissingNode.getInstance();
    return new Answer(exchange.toString(), response.statusCode(), headers, body, response.body());
  }

  /** Registers with a password by {@code m.login.dummy}; the result is that user's first device. */
  public MatrixClient registerUser(String name) {
    return registerUser(name, "password of " + name);
  }

  public MatrixClient registerUser(String name, String password) {
    ObjectNode body = Json.object().put("username", name).put("password", password);
    Answer first = post("/register", body);
    if (first.status() == 401) {
      body.putObject("auth").put("type", "m.login.dummy").put("session", first.text("session"));
      first = post("/register", body);
    }
    return loggedIn(first, password);
  }

  /** Logs in as a new device. */
  public MatrixClient login(String user, String password) {
    ObjectNode body = Json.object().put("type", "m.login.password").put("password", password);
    body.putObject("identifier").put("type", "m.id.user").put("user", user);
    return loggedIn(anonymous(server).post("/login", body), password);
  }

  /** The same user on another device. */
  public MatrixClient anotherDevice() {
    return login(session.userId(), session.password());
  }

  private MatrixClient loggedIn(Answer answer, String password) {
    answer.expect(200);
    return new MatrixClient(
        server,
        new Session(
            answer.text("access_token"),
            answer.text("user_id"),
            answer.text("device_id"),
            password));
  }

  /** Posts, and if the server requires the password (401 with flows), posts again with it. */
  public Answer postWithPassword(String path, Object body) {
    Answer first = post(path, body);
    if (first.status() != 401 || !first.body().has("flows")) {
      return first;
    }
    ObjectNode again = (ObjectNode) Json.parse(bytes(body));
    ObjectNode auth = again.putObject("auth").put("type", "m.login.password");
    auth.put("session", first.text("session")).put("password", session.password());
    auth.putObject("identifier").put("type", "m.id.user").put("user", session.userId());
    return post(path, again);
  }

  /** Creates a room that anyone may join, and returns its id. */
  public String createRoom() {
    return createRoom(Map.of("preset", "public_chat"));
  }

  public String createRoom(Object request) {
    return post("/createRoom", request).expect(200).text("room_id");
  }

  public Answer invite(String room, String userId) {
    return post(path("/rooms/{}/invite", room), Map.of("user_id", userId)).expect(200);
  }

  public Answer join(String roomOrAlias) {
    return post(path("/join/{}", roomOrAlias)).expect(200);
  }

  public Answer leave(String room) {
    return post(path("/rooms/{}/leave", room)).expect(200);
  }

  /** Sends {@code m.text} with a new transaction id and returns the event's id. */
  public String sendText(String room, String text) {
    return send(room, "m.room.message", Map.of("msgtype", "m.text", "body", text));
  }

  /** Sends any event with a new transaction id and returns its id. */
  public String send(String room, String type, Object content) {
    return put(path("/rooms/{}/send/{}/{}", room, type, newTransactionId()), content)
        .expect(200)
        .text("event_id");
  }

  public String sendState(String room, String type, String stateKey, Object content) {
    return put(path("/rooms/{}/state/{}/{}", room, type, stateKey), content)
        .expect(200)
        .text("event_id");
  }

  /** A transaction id that no other request of this JVM has. */
  public static String newTransactionId() {
    return "t" + ProcessHandle.current().pid() + "." + TRANSACTIONS.incrementAndGet();
  }

  /** The initial sync. */
  public Answer sync() {
    return sync(null, Duration.ZERO, null);
  }

  /** Changes since a token, without waiting. */
  public Answer sync(String since) {
    return sync(since, Duration.ZERO, null);
  }

  /**
   * A sync.
   *
   * @param timeout how long the server may wait for something new
   * @param filter a filter's id, or its JSON
   */
  public Answer sync(@Nullable String since, Duration timeout, @Nullable String filter) {
    String query = "/sync?timeout=" + timeout.toMillis();
    query += since == null ? "" : path("&since={}", since);
    query += filter == null ? "" : path("&filter={}", filter);
    return get(query).expect(200);
  }

  /**
   * Syncs from a token until an answer satisfies the condition, and returns that answer. Data that
   * one shard sends to another arrives a moment after it was acknowledged.
   */
  public Answer syncUntil(@Nullable String since, Predicate<Answer> wanted) {
    String token = since;
    Answer answer = null;
    for (int i = 0; i < SYNCS_MAX; i++) {
      answer = sync(token, SYNC_WAIT, null);
      if (wanted.test(answer)) {
        return answer;
      }
      token = answer.text("next_batch");
    }
    return fail("no sync answer was as wanted in " + SYNCS_MAX + " syncs; last: " + answer);
  }

  /** Uploads and returns the {@code mxc://} URI. */
  public String uploadMedia(byte[] content, String contentType, String filename) {
    return request(
            "POST",
            path("/_matrix/media/v3/upload?filename={}", filename),
            content,
            Map.of("content-type", contentType))
        .expect(200)
        .text("content_uri");
  }

  /** Downloads an {@code mxc://} URI, authenticated. */
  public Answer downloadMedia(String mxc) {
    URI uri = URI.create(mxc);
    assertEquals("mxc", uri.getScheme());
    return get("/_matrix/client/v1/media/download/" + uri.getAuthority() + uri.getPath());
  }
}
