package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bongsu.json.Json;
import org.bongsu.launch.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Three sites as processes over real Kafka: one account, one room, and one site that burns. */
class SitesIT {
  private static final int TRIES = 240;
  private static final Path LAUNCHER = Path.of("..", "bongsu").toAbsolutePath().normalize();

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** An answer, or status 0 where nobody answers. */
  private record Answer(int status, JsonNode body) {}

  @TempDir Path data;

  private Peers peers;
  private final Map<String, Process> running = new LinkedHashMap<>();

  private void start(String name) throws IOException {
    Process process =
        new ProcessBuilder(
                LAUNCHER.toString(),
                "site",
                "--with-parent",
                "--name",
                name,
                "--peers",
                peers.text(),
                "--data",
                data.toString(),
                "--keys",
                data.resolve("keys").resolve(name).toString(),
                "--pace",
                "steady",
                "--registration",
                "open",
                "--limited",
                "false",
                "--password-memory",
                "64")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve(name + ".log").toFile()))
            .start();
    running.put(name, process);
  }

  private void startAll() throws Exception {
    List<Peers.Peer> all = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      int http = FreePort.find();
      String url = "http://127.0.0.1:" + http;
      all.add(
          new Peers.Peer(
              name, "127.0.0.1", http, FreePort.find(), FreePort.find(), FreePort.find(), url));
    }
    peers = new Peers(all);
    DeploymentSecret.makeWhereMissing(data.resolve("deployment-secret"));
    KeysCommand.makeWhereMissing(data.resolve("keys"), peers.names());
    for (Peers.Peer peer : peers.all()) {
      start(peer.name());
    }
    for (Peers.Peer peer : peers.all()) {
      awaitReady(peer.name());
    }
  }

  @AfterEach
  void stopAll() throws Exception {
    running.values().forEach(Process::destroy);
    for (Process process : running.values()) {
      if (!process.waitFor(Duration.ofSeconds(60))) {
        process.destroyForcibly();
      }
    }
  }

  private Answer ask(String site, String method, String path, String token, ObjectNode body)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(peers.named(site).url() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofString(Json.text(body)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), Json.parse(response.body()));
    } catch (IOException nobodyThere) {
      return new Answer(0, Json.object());
    }
  }

  /** Asks again while the site says that it cannot now, as every client does. */
  private JsonNode insist(String site, String method, String path, String token, ObjectNode body)
      throws Exception {
    Answer answer = ask(site, method, path, token, body);
    for (int i = 0; i < TRIES && (answer.status == 503 || answer.status == 0); i++) {
      Thread.sleep(250);
      answer = ask(site, method, path, token, body);
    }
    assertEquals(200, answer.status, site + " " + path + ": " + answer.body + output(site));
    return answer.body;
  }

  private void awaitReady(String site) throws Exception {
    insist(site, "GET", "/_bongsu/health/ready", "", Json.object());
  }

  private String output(String site) throws IOException {
    StringBuilder all = new StringBuilder("\nasked was " + site);
    for (String one : running.keySet()) {
      all.append('\n').append(one).append(" said:\n");
      all.append(Files.readString(data.resolve(one + ".log")));
    }
    return all.toString();
  }

  private static String send(String room, String transaction) {
    String id = URLEncoder.encode(room, StandardCharsets.UTF_8);
    return "/_matrix/client/v3/rooms/" + id + "/send/m.room.message/" + transaction;
  }

  private static ObjectNode text(String body) {
    return Json.object().put("msgtype", "m.text").put("body", body);
  }

  private List<String> bodies(String site, String room, String token) throws Exception {
    String id = URLEncoder.encode(room, StandardCharsets.UTF_8);
    String path = "/_matrix/client/v3/rooms/" + id + "/messages?dir=f&limit=100";
    return insist(site, "GET", path, token, Json.object())
        .path("chunk")
        .valueStream()
        .filter(event -> event.path("type").asString("").equals("m.room.message"))
        .map(event -> event.path("content").path("body").asString(""))
        .toList();
  }

  private void assertTypingIsSeenElsewhere(String room, String user, String token)
      throws Exception {
    String path =
        "/_matrix/client/v3/rooms/%s/typing/%s"
            .formatted(
                URLEncoder.encode(room, StandardCharsets.UTF_8),
                URLEncoder.encode(user, StandardCharsets.UTF_8));
    ObjectNode types = Json.object().put("typing", true).put("timeout", 120_000);
    insist("a", "PUT", path, token, types);
    for (int i = 0; i < TRIES; i++) {
      JsonNode seen = insist("b", "GET", "/_matrix/client/v3/sync", token, Json.object());
      if (seen.path("rooms").path("join").path(room).path("ephemeral").toString().contains(user)) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("typing at a is not seen at b" + output("b"));
  }

  private String upload(String site, String token, byte[] content) throws Exception {
    for (int i = 0; i < TRIES; i++) {
      HttpResponse<String> response =
          HTTP.send(
              media(site, "/_matrix/media/v3/upload", token)
                  .POST(HttpRequest.BodyPublishers.ofByteArray(content))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 503) {
        assertEquals(200, response.statusCode(), response.body());
        return Json.object(response.body()).path("content_uri").asString("");
      }
      Thread.sleep(250);
    }
    throw new AssertionError("no upload was taken" + output(site));
  }

  private byte[] download(String site, String token, String uri) throws Exception {
    String path = "/_matrix/client/v1/media/download/" + uri.substring("mxc://".length());
    HttpResponse<byte[]> response =
        HTTP.send(media(site, path, token).build(), HttpResponse.BodyHandlers.ofByteArray());
    assertEquals(200, response.statusCode(), path + " at " + site + output(site));
    return response.body();
  }

  private HttpRequest.Builder media(String site, String path, String token) {
    return HttpRequest.newBuilder(URI.create(peers.named(site).url() + path))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/octet-stream")
        .header("Authorization", "Bearer " + token);
  }

  @Test
  void peopleGoOnWhileASiteBurnsAndItCatchesUp() throws Exception {
    startAll();
    ObjectNode account = Json.object().put("username", "minji").put("password", "봉수대에 불이 올랐다");
    account.putObject("auth").put("type", "m.login.dummy");
    JsonNode minji = insist("a", "POST", "/_matrix/client/v3/register", "", account);
    String token = minji.path("access_token").asString("");
    String room =
        insist("a", "POST", "/_matrix/client/v3/createRoom", token, Json.object())
            .path("room_id")
            .asString("");
    insist("b", "PUT", send(room, "1"), token, text("부산에서"));
    JsonNode sync = insist("c", "GET", "/_matrix/client/v3/sync", token, Json.object());
    assertTrue(sync.toString().contains("부산에서"), sync.toString());
    assertTypingIsSeenElsewhere(room, minji.path("user_id").asString(""), token);

    Process killed = running.get("a");
    List<ProcessHandle> withIt = killed.descendants().toList();
    assertTrue(!withIt.isEmpty(), "the site runs a broker");
    killed.destroyForcibly().waitFor();
    for (ProcessHandle broker : withIt) {
      for (int i = 0; i < TRIES && broker.isAlive(); i++) {
        Thread.sleep(50);
      }
      assertTrue(!broker.isAlive(), "the broker outlives its site");
    }
    insist("b", "PUT", send(room, "2"), token, text("서울이 탄다"));
    byte[] photo = new byte[1_300_000];
    new Random(7).nextBytes(photo);
    String uri = upload("b", token, photo);
    assertArrayEquals(photo, download("c", token, uri));
    insist("c", "PUT", send(room, "3"), token, text("우리는 괜찮다"));
    // Sent again at another site, as a client does that missed the answer: it is the same event.
    insist("c", "PUT", send(room, "2"), token, text("서울이 탄다"));

    Directories.delete(data.resolve("a"));
    start("a");
    awaitReady("a");
    assertArrayEquals(photo, download("a", token, uri));
    List<String> all = List.of("부산에서", "서울이 탄다", "우리는 괜찮다");
    for (String site : List.of("a", "b", "c")) {
      assertEquals(all, bodies(site, room, token), "at " + site);
    }
    JsonNode later =
        insist(
            "a",
            "GET",
            "/_matrix/client/v3/sync?since=" + sync.path("next_batch").asString(""),
            token,
            Json.object());
    assertTrue(later.toString().contains("우리는 괜찮다"), later.toString());
    assertTrue(!later.toString().contains("부산에서"), "told twice: " + later);

    insist("b", "POST", "/_matrix/client/v3/logout", token, Json.object());
    for (String site : List.of("a", "b", "c")) {
      Answer answer = ask(site, "GET", "/_matrix/client/v3/account/whoami", token, Json.object());
      assertEquals(401, answer.status, "signed out at b, and still known at " + site);
    }
  }
}
