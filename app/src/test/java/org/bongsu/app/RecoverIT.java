package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.json.Json;
import org.bongsu.node.Directories;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Kafka loses everything, and one site its disks; the other sites have all data. */
class RecoverIT extends RunningSites {
  private static final List<String> ALL = List.of("a", "b", "c");
  private int runs;

  /** Its output. */
  private String recover(int status, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                LAUNCHER.toString(),
                "recover",
                "--name",
                "a",
                "--peers",
                peerText(),
                "--data",
                data().toString(),
                "--keys",
                data().resolve("keys").resolve("a").toString()));
    command.addAll(List.of(more));
    String name = "recover-" + ++runs;
    Process process = launch(name, command);
    assertTrue(
        process.waitFor(Duration.ofMinutes(10)), () -> name + " does not end" + output(name));
    assertEquals(status, process.exitValue(), () -> output(name));
    return said(name);
  }

  /** Waits until a site is not ready because of the lost log, and returns its reason. */
  private String awaitLost(String site) throws Exception {
    String why = "";
    for (int i = 0; i < TRIES && why.isEmpty(); i++) {
      Answer answer = ask(site, "GET", "/_bongsu/health/ready", "", Json.object());
      why = answer.status() == 503 ? answer.body().path("log_lost").asString("") : "";
      Thread.sleep(why.isEmpty() ? 250 : 0);
    }
    assertNotEquals("", why, () -> "the loss is not noticed" + output(site));
    return why;
  }

  /** All brokers lose their disks while the nodes run, and one site loses everything. */
  private void loseKafkaAndTheDisksOf(String burnt) throws Exception {
    kill(burnt);
    for (String site : ALL) {
      running.get(site).descendants().forEach(ProcessHandle::destroyForcibly);
    }
    for (String site : ALL) {
      for (ProcessHandle broker : running.get(site).descendants().toList()) {
        broker.onExit().join();
      }
      Path kafka = data().resolve(site).resolve("broker").resolve("data");
      if (Files.exists(kafka)) {
        Directories.delete(kafka);
      }
    }
    Directories.delete(data().resolve(burnt));
    start(burnt);
  }

  @Test
  void peopleGoOnAfterKafkaHasLostEverything() throws Exception {
    startAll();
    String token = register("a", "minji");
    String room = makeRoom("b", token);
    String first =
        insist("b", "PUT", send(room, "1"), token, text("봉수")).path("event_id").asString("");
    String leaving = register("c", "jun");
    insist("c", "POST", "/_matrix/client/v3/logout", leaving, Json.object());
    JsonNode before = sync("a", token, "");
    insist("a", "PUT", send(room, "2"), token, text("불이 오른다"));
    for (String site : ALL) {
      awaitBodies(List.of("봉수", "불이 오른다"), site, room, token);
    }
    assertTrue(recover(0).contains("nothing to recover"), () -> output("recover"));

    loseKafkaAndTheDisksOf("c");
    for (String site : List.of("a", "b")) {
      assertTrue(awaitLost(site).contains("run ./bongsu recover"), () -> output(site));
    }
    assertTrue(awaitLost("c").contains("this site has no data"), () -> output("c"));
    assertEquals(503, ask("a", "PUT", send(room, "3"), token, text("?")).status());
    String dry = recover(0);
    assertTrue(dry.contains("c copies it"), dry);
    assertTrue(dry.contains("Nothing was changed"), dry);
    awaitLost("a");

    recover(0, "--yes");
    for (String site : ALL) {
      awaitReady(site);
    }
    JsonNode news = sync("c", token, before.path("next_batch").asString(""));
    assertTrue(news.toString().contains("불이 오른다"), news.toString());
    assertTrue(!news.toString().contains("봉수"), "shown twice: " + news);
    String again =
        insist("c", "PUT", send(room, "1"), token, text("봉수")).path("event_id").asString("");
    assertEquals(first, again, "the transaction was forgotten");
    insist("a", "PUT", send(room, "3"), token, text("이어진다"));
    for (String site : ALL) {
      awaitBodies(List.of("봉수", "불이 오른다", "이어진다"), site, room, token);
      String path = "/_matrix/client/v3/account/whoami";
      assertEquals(401, ask(site, "GET", path, leaving, Json.object()).status(), site);
    }
    assertTrue(recover(0).contains("nothing to recover"));

    kill("b");
    String refused = recover(1, "--yes");
    assertTrue(refused.contains("site b does not answer"), refused);
  }
}
