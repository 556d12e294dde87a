package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.bongsu.launch.FreePort;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A single machine becomes three sites without any change for its users. */
class GrowIT extends RunningSites {
  private void startAlone() throws Exception {
    int port = FreePort.find();
    urls.put("alone", "http://127.0.0.1:" + port);
    launch(
        "alone",
        bongsu("serve", "--data", directory.resolve("one").toString(), "--port", "" + port));
    awaitReady("alone");
  }

  private int run(String name, List<String> command) throws Exception {
    Process process = launch(name, command);
    assertTrue(process.waitFor(Duration.ofMinutes(2)), name + " does not end" + output(name));
    return process.exitValue();
  }

  @Test
  void sessionsTokensAndPhotosGoOnInThreeSites() throws Exception {
    startAlone();
    String token = register("alone", "minji");
    String room = makeRoom("alone", token);
    String first =
        insist("alone", "PUT", send(room, "1"), token, text("한 대에서")).path("event_id").asString("");
    byte[] photo = new byte[1_300_000];
    new Random(11).nextBytes(photo);
    String uri = upload("alone", token, photo);
    String since = sync("alone", token, "").path("next_batch").asString("");
    insist("alone", "PUT", send(room, "2"), token, text("동기화한 뒤에"));
    Process alone = running.get("alone");
    alone.destroy();
    assertTrue(alone.waitFor(Duration.ofMinutes(2)));

    List<String> grow =
        List.of(
            LAUNCHER.toString(),
            "grow",
            "--data",
            directory.resolve("one").toString(),
            "--sites",
            "a,b,c",
            "--out",
            data().toString());
    assertEquals(0, run("grow", grow), () -> said("grow"));
    startAll();

    JsonNode news = sync("b", token, since);
    assertTrue(news.toString().contains("동기화한 뒤에"), news.toString());
    assertTrue(!news.toString().contains("한 대에서"), "shown twice: " + news);
    String again =
        insist("c", "PUT", send(room, "1"), token, text("한 대에서")).path("event_id").asString("");
    assertEquals(first, again, "the transaction was forgotten");
    insist("c", "PUT", send(room, "3"), token, text("세 곳에서"));
    List<String> all = List.of("한 대에서", "동기화한 뒤에", "세 곳에서");
    for (String site : List.of("a", "b", "c")) {
      awaitBodies(all, site, room, token);
      assertArrayEquals(photo, download(site, token, uri));
    }
    JsonNode later = sync("a", token, news.path("next_batch").asString(""));
    assertTrue(later.toString().contains("세 곳에서"), later.toString());

    // The old directory is not served by mistake.
    List<String> old = bongsu("serve", "--data", directory.resolve("one").toString());
    assertNotEquals(0, run("old", old));
    assertTrue(said("old").contains("grown into several sites"), said("old"));
  }
}
