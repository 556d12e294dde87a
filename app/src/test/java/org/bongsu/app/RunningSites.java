package org.bongsu.app;

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
import org.bongsu.json.Json;
import org.bongsu.launch.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Three sites as processes on real Kafka, with the deployment's keys, and a client. */
abstract class RunningSites {
  /** At four a second three minutes: sites and brokers also start on a busy machine. */
  static final int TRIES = 720;

  static final Path LAUNCHER = Path.of("..", "bongsu").toAbsolutePath().normalize();

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /**
   * An answer, or status 0 if there was none.
   *
   * @param servedBy the site that answered, if a proxy reports it; otherwise empty
   */
  record Answer(int status, JsonNode body, String servedBy) {
    /** Whether clients repeat the request; 502 and 504 come from proxies. */
    boolean isRetried() {
      return status == 0 || status >= 502;
    }
  }

  private static final List<String> QUICK =
      List.of("--registration", "open", "--limited", "false", "--password-memory", "64");

  @TempDir Path directory;

  /** The address of each server, by name. */
  final Map<String, String> urls = new LinkedHashMap<>();

  final Map<String, Process> running = new LinkedHashMap<>();
  private List<String> settings = List.of();
  private PeerList peers;

  /** The deployment's directory, as in bongsu up. */
  Path data() {
    return directory.resolve("deployment");
  }

  /**
   * The launcher's first run prepares the archive for faster starts, which three at once should not
   * do.
   */
  @BeforeAll
  static void prepareLauncher() throws Exception {
    Process first =
        new ProcessBuilder(LAUNCHER.toString(), "--version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(first.waitFor(Duration.ofMinutes(15)), "the launcher does not end");
    assertEquals(0, first.exitValue());
  }

  /**
   * Starts a program whose output is shown if a test fails. Java compiles cheaply in it, as in
   * {@code bongsu up}: up to six processes start on the cores of one machine.
   */
  Process launch(String name, List<String> command) throws IOException {
    ProcessBuilder program =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(outputOf(name).toFile()));
    program.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
    Process process = program.start();
    running.put(name, process);
    return process;
  }

  private Path outputOf(String name) {
    return directory.resolve(name + ".log");
  }

  /** Starts Bongsu with settings for fast tests. */
  static List<String> bongsu(String... arguments) {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    command.addAll(QUICK);
    return command;
  }

  void start(String name) throws IOException {
    List<String> command =
        bongsu(
            "site",
            "--with-parent",
            "--name",
            name,
            "--peers",
            peers.text(),
            "--data",
            data().toString(),
            "--keys",
            data().resolve("keys").resolve(name).toString(),
            "--pace",
            "steady");
    command.addAll(settings);
    launch(name, command);
  }

  /** All sites, in the form of {@code --peers}. */
  String peerText() {
    return peers.text();
  }

  /** SIGKILL, for a site's node and its broker. Returns at once. */
  void kill(String name) {
    Process node = running.get(name);
    List<ProcessHandle> withIt = node.descendants().toList();
    node.destroyForcibly();
    withIt.forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * Starts the sites and returns when all are ready.
   *
   * @param settings for all sites, in addition to those for fast tests
   */
  void startAll(String... settings) throws Exception {
    this.settings = List.of(settings);
    List<PeerList.Peer> all = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      int http = FreePort.find();
      String url = "http://127.0.0.1:" + http;
      all.add(
          new PeerList.Peer(
              name, "127.0.0.1", http, FreePort.find(), FreePort.find(), FreePort.find(), url));
    }
    peers = new PeerList(all);
    peers.all().forEach(peer -> urls.put(peer.name(), peer.url()));
    Files.createDirectories(data());
    DeploymentSecret.makeIfMissing(data().resolve("deployment-secret"));
    KeysCommand.makeIfDue(data().resolve("keys"), peers.names());
    for (PeerList.Peer peer : peers.all()) {
      start(peer.name());
    }
    for (PeerList.Peer peer : peers.all()) {
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

  Answer ask(String site, String method, String path, String token, ObjectNode body)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(urls.get(site) + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofString(Json.text(body)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String answer = response.body();
      boolean isJson = answer.startsWith("{"); // a proxy's own answers are not JSON
      return new Answer(
          response.statusCode(),
          isJson ? Json.parse(answer) : Json.object(),
          response.headers().firstValue("X-Served-By").orElse(""));
    } catch (IOException nobodyThere) {
      return new Answer(0, Json.object(), "");
    }
  }

  /** Repeats the request while the site answers 503. */
  JsonNode insist(String site, String method, String path, String token, ObjectNode body)
      throws Exception {
    Answer answer = ask(site, method, path, token, body);
    for (int i = 0; i < TRIES && answer.isRetried(); i++) {
      Thread.sleep(250);
      answer = ask(site, method, path, token, body);
    }
    assertEquals(200, answer.status, site + " " + path + ": " + answer.body + output(site));
    return answer.body;
  }

  void awaitReady(String site) throws Exception {
    insist(site, "GET", "/_bongsu/health/ready", "", Json.object());
  }

  /** The output of a program. */
  String said(String name) {
    try {
      return Files.readString(outputOf(name));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The output of all programs, for failed tests. */
  String output(String asked) {
    StringBuilder all = new StringBuilder("\nasked was " + asked);
    running.keySet().forEach(one -> all.append("\n%s said:\n%s".formatted(one, said(one))));
    return all.toString();
  }

  /** The access token of a new account. */
  String register(String site, String name) throws Exception {
    ObjectNode account = Json.object().put("username", name).put("password", "봉수대에 불이 올랐다");
    account.putObject("auth").put("type", "m.login.dummy");
    return insist(site, "POST", "/_matrix/client/v3/register", "", account)
        .path("access_token")
        .asString("");
  }

  /** The id of a new room. */
  String makeRoom(String site, String token) throws Exception {
    return insist(site, "POST", "/_matrix/client/v3/createRoom", token, Json.object())
        .path("room_id")
        .asString("");
  }

  /** The sync after a token; an initial sync if it is empty. */
  JsonNode sync(String site, String token, String since) throws Exception {
    String path = "/_matrix/client/v3/sync" + (since.isEmpty() ? "" : "?since=" + since);
    return insist(site, "GET", path, token, Json.object());
  }

  static String send(String room, String transaction) {
    String id = URLEncoder.encode(room, StandardCharsets.UTF_8);
    return "/_matrix/client/v3/rooms/" + id + "/send/m.room.message/" + transaction;
  }

  static ObjectNode text(String body) {
    return Json.object().put("msgtype", "m.text").put("body", body);
  }

  List<String> bodies(String site, String room, String token) throws Exception {
    String id = URLEncoder.encode(room, StandardCharsets.UTF_8);
    String path = "/_matrix/client/v3/rooms/" + id + "/messages?dir=f&limit=100";
    return insist(site, "GET", path, token, Json.object())
        .path("chunk")
        .valueStream()
        .filter(event -> event.path("type").asString("").equals("m.room.message"))
        .map(event -> event.path("content").path("body").asString(""))
        .toList();
  }

  /**
   * Waits until a site has exactly these texts; messages accepted by another site arrive a moment
   * later.
   */
  void awaitBodies(List<String> expected, String site, String room, String token) throws Exception {
    List<String> seen = bodies(site, room, token);
    for (int i = 0; i < TRIES && !seen.equals(expected); i++) {
      Thread.sleep(250);
      seen = bodies(site, room, token);
    }
    assertEquals(expected, seen, () -> "at " + site + output(site));
  }

  String upload(String site, String token, byte[] content) throws Exception {
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
    throw new AssertionError("no upload was accepted" + output(site));
  }

  /** Waits until a site has the file; uploads accepted by another site arrive a moment later. */
  byte[] download(String site, String token, String uri) throws Exception {
    String path = "/_matrix/client/v1/media/download/" + uri.substring("mxc://".length());
    HttpRequest request = media(site, path, token).build();
    HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    for (int i = 0; i < TRIES && response.statusCode() == 404; i++) {
      Thread.sleep(250);
      response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
    assertEquals(200, response.statusCode(), path + " at " + site + output(site));
    return response.body();
  }

  private HttpRequest.Builder media(String site, String path, String token) {
    return HttpRequest.newBuilder(URI.create(urls.get(site) + path))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/octet-stream")
        .header("Authorization", "Bearer " + token);
  }
}
