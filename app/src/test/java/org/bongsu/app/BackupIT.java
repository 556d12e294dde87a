package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bongsu.json.Json;
import org.bongsu.launch.FreePort;
import org.bongsu.node.Directories;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Everything burns, and people find what they had, from the backup alone. */
class BackupIT extends RunningSites {
  private static final int TRIES_FOR_BACKUP = 240;

  private Path place() {
    return directory.resolve("elsewhere");
  }

  private Path password() throws Exception {
    Path file = directory.resolve("backup-password");
    return Files.exists(file) ? file : Files.writeString(file, "나만 아는 열두 글자 이상\n");
  }

  private void serve(String name, Path data, String... more) throws Exception {
    int port = FreePort.find();
    urls.put(name, "http://127.0.0.1:" + port);
    List<String> command =
        bongsu(
            "serve",
            "--data",
            data.toString(),
            "--port",
            "" + port,
            "--metrics-from",
            "127.0.0.0/8");
    command.addAll(List.of(more));
    launch(name, command);
    awaitReady(name);
  }

  private String[] backedUp() throws Exception {
    return new String[] {
      "--backup-to", place().toString(), "--backup-password", password().toString()
    };
  }

  private int run(String name, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    Process process = launch(name, command);
    assertTrue(process.waitFor(Duration.ofMinutes(2)), name + " does not end" + output(name));
    return process.exitValue();
  }

  private int restore(String name, Path to, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "restore",
                "--from",
                place().toString(),
                "--password",
                password().toString(),
                "--data",
                to.toString()));
    arguments.addAll(List.of(more));
    return run(name, arguments.toArray(String[]::new));
  }

  private String logIn(String site, String name) throws Exception {
    ObjectNode body = Json.object().put("type", "m.login.password").put("password", "봉수대에 불이 올랐다");
    body.putObject("identifier").put("type", "m.id.user").put("user", name);
    return insist(site, "POST", "/_matrix/client/v3/login", "", body)
        .path("access_token")
        .asString("");
  }

  /** When everything was last saved, in seconds since 1970. */
  private double saved(String site) throws Exception {
    JsonNode health = insist(site, "GET", "/_bongsu/health/ready", "", Json.object());
    String detail = health.path("features").path("backup").path(0).path("detail").asString("");
    return detail.startsWith("written at ")
        ? Instant.parse(detail.substring("written at ".length())).toEpochMilli() / 1000.0
        : 0;
  }

  private void awaitSaved(String site) throws Exception {
    double now = Instant.now().toEpochMilli() / 1000.0;
    for (int i = 0; i < TRIES_FOR_BACKUP && saved(site) <= now; i++) {
      Thread.sleep(250);
    }
    assertTrue(saved(site) > now, () -> "no backup is written" + output(site));
  }

  private JsonNode redact(String site, String token, String room, String event) throws Exception {
    String path =
        "/_matrix/client/v3/rooms/%s/redact/%s/r1"
            .formatted(
                URLEncoder.encode(room, StandardCharsets.UTF_8),
                URLEncoder.encode(event, StandardCharsets.UTF_8));
    return insist(site, "PUT", path, token, Json.object());
  }

  private void burn(String name, Path data) throws Exception {
    Process server = running.get(name);
    kill(name);
    server.waitFor();
    Directories.delete(data);
  }

  @Test
  void afterTheFirePeopleFindWhatTheyHad() throws Exception {
    Path data = directory.resolve("one");
    serve("one", data, backedUp());
    String token = register("one", "minji");
    String room = makeRoom("one", token);
    insist("one", "PUT", send(room, "1"), token, text("남는 말"));
    byte[] photo = new byte[2_300_000];
    new Random(5).nextBytes(photo);
    String uri = upload("one", token, photo);
    String since = sync("one", token, "").path("next_batch").asString("");
    String secret =
        insist("one", "PUT", send(room, "2"), token, text("지울 말")).path("event_id").asString("");
    awaitSaved("one");
    Instant withSecret = Instant.now();
    redact("one", token, room, secret); // and at once everything burns
    burn("one", data);

    assertEquals(0, restore("restore", directory.resolve("newest")), () -> said("restore"));
    serve("newest", directory.resolve("newest"));
    assertEquals(
        401, ask("newest", "GET", "/_matrix/client/v3/sync", token, Json.object()).status());
    String again = logIn("newest", "minji");
    assertEquals(List.of("남는 말", ""), bodies("newest", room, again));
    assertArrayEquals(photo, download("newest", again, uri));
    Answer old =
        ask("newest", "GET", "/_matrix/client/v3/sync?since=" + since, again, Json.object());
    assertEquals(400, old.status());
    assertEquals("M_UNKNOWN_POS", old.body().path("errcode").asString(""));
    insist("newest", "PUT", send(room, "3"), again, text("다시 쓴다"));
    running.get("newest").destroy();

    // The moment before the deletion does not bring the deleted message back, either.
    int earlier =
        restore("earlier", directory.resolve("earlier"), "--to-time", withSecret.toString());
    assertEquals(0, earlier, () -> said("earlier"));
    serve("earlier-server", directory.resolve("earlier"));
    String there = logIn("earlier-server", "minji");
    assertEquals(List.of("남는 말", ""), bodies("earlier-server", room, there));
  }

  @Test
  void withoutTheLedgerEverythingIsHiddenUntilItsOwnerShowsIt() throws Exception {
    Path data = directory.resolve("one");
    serve("one", data, backedUp());
    String token = register("one", "minji");
    String room = makeRoom("one", token);
    insist("one", "PUT", send(room, "1"), token, text("숨을 말"));
    awaitSaved("one");
    burn("one", data);
    String[] place = {"--from", place().toString(), "--password", password().toString()};
    assertEquals(0, run("list", "backup", "list", place[0], place[1], place[2], place[3]));
    assertTrue(said("list").contains("localhost"), () -> said("list"));

    List<String> ledger = List.of("--ledger", directory.resolve("nowhere").toString());
    assertNotEquals(
        0, restore("no-ledger", directory.resolve("no"), ledger.toArray(String[]::new)));
    assertFalse(Files.exists(directory.resolve("no")));

    assertEquals(
        0,
        run(
            "empty-ledger",
            "backup",
            "--data",
            directory.resolve("other").toString(),
            "--to",
            directory.resolve("other-place").toString(),
            "--password",
            password().toString()),
        () -> said("empty-ledger"));
    String[] wrong = {"--ledger", directory.resolve("other-place").toString()};
    assertEquals(3, restore("refused", directory.resolve("hidden"), wrong), () -> said("refused"));
    String[] hidden = {wrong[0], wrong[1], "--without-ledger"};
    assertEquals(0, restore("sealed", directory.resolve("hidden"), hidden), () -> said("sealed"));
    serve("hidden", directory.resolve("hidden"));
    String again = logIn("hidden", "minji");
    assertEquals(List.of(), bodies("hidden", room, again));
    String release =
        "/_bongsu/v1/rooms/%s/release".formatted(URLEncoder.encode(room, StandardCharsets.UTF_8));
    insist("hidden", "POST", release, again, Json.object());
    assertEquals(List.of("숨을 말"), bodies("hidden", room, again));
  }

  @Test
  void whatIsWrongIsSaidAndChangesNothing() throws Exception {
    Path data = directory.resolve("one");
    Files.writeString(directory.resolve("file"), "no directory");
    serve(
        "one",
        data,
        "--backup-to",
        directory.resolve("file").toString(),
        "--backup-password",
        password().toString());
    String token = register("one", "minji"); // works although no backup can be written
    String room = makeRoom("one", token);
    insist("one", "PUT", send(room, "1"), token, text("쓸 수 있다"));
    JsonNode health = insist("one", "GET", "/_bongsu/health/ready", "", Json.object());
    String detail = health.path("features").path("backup").path(0).path("detail").asString("");
    assertTrue(detail.startsWith("not written now: "), detail);
    running.get("one").destroy();
    running.get("one").waitFor();

    String[] backup = {
      "backup", "--data", data.toString(), "--to", place().toString(), "--password", ""
    };
    backup[6] = password().toString();
    assertEquals(0, run("backup", backup), () -> said("backup"));
    assertEquals(0, run("backup-again", backup), () -> said("backup-again"));
    String[] place = {"--from", place().toString(), "--password", password().toString()};
    assertEquals(
        0,
        run("verify", "backup", "verify", "--read-data", place[0], place[1], place[2], place[3]),
        () -> said("verify"));
    assertNotEquals(0, restore("in-use", data));
    assertTrue(said("in-use").contains("in use"), () -> said("in-use"));
    Files.writeString(password(), "another password than before");
    assertNotEquals(0, restore("wrong", directory.resolve("wrong")));
    assertTrue(said("wrong").contains("password"), () -> said("wrong"));
    assertFalse(said("wrong").contains("at org.bongsu"), () -> said("wrong"));
    assertFalse(Files.exists(directory.resolve("wrong")));
  }
}
