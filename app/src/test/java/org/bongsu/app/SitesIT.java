package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bongsu.json.Json;
import org.bongsu.node.Directories;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Three sites: one account, one room, one site that burns, and one whose keys are revoked. */
class SitesIT extends RunningSites {
  private static final String READY = "/_bongsu/health/ready";

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
      JsonNode seen = sync("b", token, "");
      if (seen.path("rooms").path("join").path(room).path("ephemeral").toString().contains(user)) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("typing at a is not seen at b" + output("b"));
  }

  /** From the answer on, also at the site that has just come back. */
  private void assertARedactedPhotoIsGoneEverywhere(String room, String token, String uri)
      throws Exception {
    ObjectNode photo = Json.object().put("msgtype", "m.image").put("body", "불").put("url", uri);
    String event = insist("b", "PUT", send(room, "4"), token, photo).path("event_id").asString();
    String redaction =
        "/_matrix/client/v3/rooms/%s/redact/%s/5"
            .formatted(
                URLEncoder.encode(room, StandardCharsets.UTF_8),
                URLEncoder.encode(event, StandardCharsets.UTF_8));
    insist("c", "PUT", redaction, token, Json.object());
    String path = "/_matrix/client/v1/media/download/" + uri.substring("mxc://".length());
    for (String site : List.of("a", "b", "c")) {
      Answer answer = ask(site, "GET", path, token, Json.object());
      assertEquals(404, answer.status(), "redacted at c, and still there at " + site);
    }
  }

  @Test
  void peopleGoOnWhileASiteBurnsAndItCatchesUp() throws Exception {
    startAll();
    String token = register("a", "minji");
    String room = makeRoom("a", token);
    insist("b", "PUT", send(room, "1"), token, text("부산에서"));
    awaitBodies(List.of("부산에서"), "c", room, token);
    JsonNode sync = sync("c", token, "");
    assertTrue(sync.toString().contains("부산에서"), sync.toString());
    assertTypingIsSeenElsewhere(room, "@minji:localhost", token);

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
    // Sent again at another site, as by a client that missed the answer: the same event.
    insist("c", "PUT", send(room, "2"), token, text("서울이 탄다"));

    Directories.delete(data().resolve("a"));
    start("a");
    awaitReady("a");
    assertArrayEquals(photo, download("a", token, uri));
    List<String> all = List.of("부산에서", "서울이 탄다", "우리는 괜찮다");
    for (String site : List.of("a", "b", "c")) {
      awaitBodies(all, site, room, token);
    }
    JsonNode later = sync("a", token, sync.path("next_batch").asString(""));
    assertTrue(later.toString().contains("우리는 괜찮다"), later.toString());
    assertTrue(!later.toString().contains("부산에서"), "shown twice: " + later);

    assertARedactedPhotoIsGoneEverywhere(room, token, uri);

    insist("b", "POST", "/_matrix/client/v3/logout", token, Json.object());
    for (String site : List.of("a", "b", "c")) {
      Answer answer = ask(site, "GET", "/_matrix/client/v3/account/whoami", token, Json.object());
      assertEquals(401, answer.status(), "signed out at b, and still accepted at " + site);
    }
    assertASiteIsShutOutUntilItHasNewKeys();
  }

  /** The operator tells one site; its keys are elsewhere, so that nothing is told by files. */
  private void assertASiteIsShutOutUntilItHasNewKeys() throws Exception {
    Path operator = directory.resolve("operator");
    copy(data().resolve("keys"), operator);
    for (String site : List.of("a", "b", "c")) {
      copy(data().resolve("keys").resolve(site), operator.resolve(site));
    }
    String at = urls.get("a");
    String out = operator.toString();
    assertEquals(0, Main.line().execute("keys", "revoke", "c", "--out", out, "--at", at));
    Answer lost = ask("c", "GET", READY, "", Json.object());
    for (int i = 0; i < TRIES && lost.status() == 200; i++) {
      Thread.sleep(250);
      lost = ask("c", "GET", READY, "", Json.object());
    }
    assertEquals(503, lost.status(), () -> "c goes on" + output("c"));
    String token = register("b", "haneul"); // the others do, without it
    String room = makeRoom("a", token);
    insist("a", "PUT", send(room, "1"), token, text("둘이서"));

    assertEquals(0, Main.line().execute("keys", "renew", "c", "--out", out));
    copy(operator.resolve("c"), data().resolve("keys").resolve("c"));
    awaitReady("c");
    awaitBodies(List.of("둘이서"), "c", room, token);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
