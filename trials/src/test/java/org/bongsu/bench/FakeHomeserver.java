package org.bongsu.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The few calls of a homeserver that the bench makes, in memory, on one event loop. It can be told
 * to misbehave in a counted way.
 */
final class FakeHomeserver implements AutoCloseable {
  static final String SECRET = "비밀 secret";

  /**
   * What it does wrong; each happens to every n-th send, 0 for never. Of those who sync on without
   * waiting the first {@code crowdOut} are asked to come again.
   */
  record Misdeeds(int lose, int doubleUp, int refuse, int limitRate, int leak, int crowdOut) {
    static final Misdeeds NONE = new Misdeeds(0, 0, 0, 0, 0, 0);

    static Misdeeds losing(int every) {
      return new Misdeeds(every, 0, 0, 0, 0, 0);
    }

    static Misdeeds doubling(int every) {
      return new Misdeeds(0, every, 0, 0, 0, 0);
    }

    static Misdeeds refusing(int every) {
      return new Misdeeds(0, 0, every, 0, 0, 0);
    }

    static Misdeeds limiting(int every) {
      return new Misdeeds(0, 0, 0, every, 0, 0);
    }

    static Misdeeds leaking(int every) {
      return new Misdeeds(0, 0, 0, 0, every, 0);
    }

    static Misdeeds crowdingOut(int first) {
      return new Misdeeds(0, 0, 0, 0, 0, first);
    }
  }

  /** An event in its room's order; one that is lost is seen by nobody but its sender. */
  private record Happened(String roomId, String content, Set<String> seenBy) {}

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Misdeeds misdeeds;
  private final URI url;
  private final Map<String, String> userOfToken = new HashMap<>();
  private final Map<String, String> passwordOf = new HashMap<>();
  private final Map<String, Set<String>> membersOf = new HashMap<>();
  private final List<Happened> timeline = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private int sends;
  int lost;
  int doubled;
  int refused;
  int leaked;
  int crowdedOut;

  FakeHomeserver(Misdeeds misdeeds) throws Exception {
    this.misdeeds = misdeeds;
    int port =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.body().onSuccess(body -> take(request, body)))
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS)
            .actualPort();
    url = URI.create("http://127.0.0.1:" + port);
  }

  URI url() {
    return url;
  }

  @Override
  public void close() throws java.util.concurrent.TimeoutException {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private void take(HttpServerRequest request, Buffer body) {
    String[] path = request.path().split("/");
    JsonNode json = body.length() == 0 ? Json.object() : Json.parse(body.getBytes());
    String last = path[path.length - 1];
    String what = path.length == 4 ? path[3] : path[4];
    switch (path[1] + " " + what) {
      case "_matrix versions" -> answer(request, 200, Json.object());
      case "_synapse register" -> register(request, json);
      default -> refuse(request, 404, "M_UNRECOGNIZED");
      case "_matrix login" -> login(request, json);
      case "_matrix createRoom" -> createRoom(request);
      case "_matrix join" -> join(request, URLDecoder.decode(last, StandardCharsets.UTF_8));
      case "_matrix rooms" ->
          send(request, URLDecoder.decode(path[5], StandardCharsets.UTF_8), json);
      case "_matrix sync" -> sync(request);
    }
  }

  private void register(HttpServerRequest request, JsonNode json) {
    if (request.method().name().equals("GET")) {
      answer(request, 200, Json.object().put("nonce", "n1"));
      return;
    }
    String name = json.path("username").stringValue();
    String password = json.path("password").stringValue();
    if (!mac("n1\0" + name + "\0" + password + "\0notadmin")
        .equals(json.path("mac").stringValue())) {
      refuse(request, 403, "M_FORBIDDEN");
      return;
    }
    String userId = "@" + name + ":fake";
    passwordOf.put(userId, password);
    answer(request, 200, token(userId));
  }

  private void login(HttpServerRequest request, JsonNode json) {
    String userId = json.path("identifier").path("user").stringValue();
    if (json.path("password").stringValue().equals(passwordOf.get(userId))) {
      answer(request, 200, token(userId));
    } else {
      refuse(request, 403, "M_FORBIDDEN");
    }
  }

  private ObjectNode token(String userId) {
    String token = "t" + userOfToken.size();
    userOfToken.put(token, userId);
    return Json.object().put("user_id", userId).put("access_token", token);
  }

  private void createRoom(HttpServerRequest request) {
    String roomId = "!room/" + membersOf.size() + ":fake";
    membersOf.put(roomId, new HashSet<>(Set.of(user(request))));
    answer(request, 200, Json.object().put("room_id", roomId));
  }

  private void join(HttpServerRequest request, String roomId) {
    membersOf.get(roomId).add(user(request));
    answer(request, 200, Json.object().put("room_id", roomId));
  }

  private void send(HttpServerRequest request, String roomId, JsonNode content) {
    sends++;
    if (hits(misdeeds.refuse)) {
      refused++;
      refuse(request, 500, "M_UNKNOWN");
      return;
    }
    if (hits(misdeeds.limitRate)) {
      refused++;
      refuse(request, 429, "M_LIMIT_EXCEEDED");
      return;
    }
    Set<String> seenBy = new HashSet<>(membersOf.get(roomId));
    if (hits(misdeeds.lose)) {
      lost += seenBy.size();
      seenBy.clear();
    }
    if (hits(misdeeds.leak)) {
      int before = seenBy.size();
      seenBy.addAll(userOfToken.values());
      leaked += seenBy.size() - before;
    }
    timeline.add(new Happened(roomId, Json.text(content), seenBy));
    if (hits(misdeeds.doubleUp)) {
      doubled += seenBy.size();
      timeline.add(timeline.getLast());
    }
    answer(request, 200, Json.object().put("event_id", "$e" + sends));
    List<Runnable> woken = List.copyOf(waiting);
    waiting.clear();
    woken.forEach(Runnable::run);
  }

  private void sync(HttpServerRequest request) {
    String since = request.getParam("since");
    int from = since == null ? timeline.size() : Integer.parseInt(since.substring(1));
    long timeout = Long.parseLong(request.getParam("timeout"));
    if (since != null && timeout == 0 && crowdedOut < misdeeds.crowdOut) {
      crowdedOut++;
      refuse(request, 429, "M_LIMIT_EXCEEDED");
      return;
    }
    look(request, user(request), from, System.nanoTime() + timeout * 1_000_000);
  }

  private void look(HttpServerRequest request, String user, int from, long untilNanos) {
    if (request.response().closed()) {
      return;
    }
    Map<String, List<String>> found = new HashMap<>();
    for (Happened event : timeline.subList(from, timeline.size())) {
      if (event.seenBy.contains(user)) {
        found.computeIfAbsent(event.roomId, _ -> new ArrayList<>()).add(event.content);
      }
    }
    if (request.getParam("since") == null) {
      membersOf.forEach((room, members) -> {
        if (members.contains(user)) {
          found.put(room, new ArrayList<>());
        }
      });
    }
    if (found.isEmpty() && System.nanoTime() - untilNanos < 0) {
      waiting.add(() -> look(request, user, from, untilNanos));
      return;
    }
    ObjectNode response = Json.object();
    ObjectNode join = response.putObject("rooms").putObject("join");
    found.forEach((room, contents) -> {
      ArrayNode events =
          join.putObject(room).putObject("timeline").put("limited", false).putArray("events");
      contents.forEach(content -> events.addObject().set("content", Json.parse(content)));
    });
    answer(request, 200, response.put("next_batch", "s" + timeline.size()));
  }

  private boolean hits(int every) {
    return every > 0 && sends % every == 0;
  }

  private String user(HttpServerRequest request) {
    return userOfToken.get(request.getHeader("Authorization").substring("Bearer ".length()));
  }

  private static void refuse(HttpServerRequest request, int status, String errcode) {
    answer(
        request,
        status,
        Json.object().put("errcode", errcode).put("error", "no").put("retry_after_ms", 100));
  }

  private static void answer(HttpServerRequest request, int status, JsonNode body) {
    request.response().setStatusCode(status).end(Buffer.buffer(Json.bytes(body)));
  }

  private static String mac(String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
