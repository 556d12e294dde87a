package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.bongsu.json.Json;
import org.bongsu.launch.FreePort;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A server, and three watchers who tell people when it is gone. */
class WatchIT extends RunningSites {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final List<String> WATCHERS = List.of("w1", "w2", "w3");

  private void serve() throws Exception {
    String url = urls.get("server");
    launch(
        "server",
        bongsu(
            "serve",
            "--data",
            directory.resolve("data").toString(),
            "--port",
            "" + URI.create(url).getPort()));
    awaitReady("server");
  }

  private void watch(String name) throws Exception {
    List<String> peers = WATCHERS.stream().filter(one -> !one.equals(name)).map(urls::get).toList();
    launch(
        name,
        new ArrayList<>(
            List.of(
                LAUNCHER.toString(),
                "watch",
                "--name=" + name,
                "--sites=home=" + urls.get("server"),
                "--user=@watch:localhost",
                "--password-file=" + file("password", "봉수대에 불이 올랐다"),
                "--secret-file=" + file("secret", "only the watchers know this"),
                "--operator-password-file=" + file("operator", "봉수대에 불이 올랐다"),
                "--peers=" + String.join(",", peers),
                "--data=" + directory.resolve(name),
                "--out=" + page(name),
                "--contact=1577-0000",
                "--port=" + URI.create(urls.get(name)).getPort())));
  }

  private Path page(String watcher) {
    return directory.resolve("www-" + watcher);
  }

  private Path file(String name, String content) throws Exception {
    return Files.writeString(directory.resolve(name), content + "\n");
  }

  private JsonNode await(String watcher, Predicate<JsonNode> wanted) throws Exception {
    JsonNode status = status(watcher);
    for (int i = 0; i < TRIES && !wanted.test(status); i++) {
      Thread.sleep(250);
      status = status(watcher);
    }
    assertTrue(wanted.test(status), status + output(watcher));
    return status;
  }

  private JsonNode status(String watcher) throws Exception {
    return ask(watcher, "GET", "/status.json", "", Json.object()).body();
  }

  private static String newest(JsonNode status) {
    return status.path("incidents").path(0).path("id").asString("");
  }

  private static boolean is(String state, JsonNode status) {
    return status.path("state").asString("").equals(state);
  }

  private int say(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString(), "watch", "say"));
    command.addAll(
        List.of(
            "--to=" + urls.get("w2"), "--operator-password-file=" + directory.resolve("operator")));
    command.addAll(List.of(arguments));
    Process process = launch("say", command);
    assertTrue(process.waitFor(Duration.ofMinutes(1)));
    return process.exitValue();
  }

  @Test
  void threeWatchersTellThatTheServerIsGoneAndBack() throws Exception {
    for (String name : List.of("server", "w1", "w2", "w3")) {
      urls.put(name, "http://127.0.0.1:" + FreePort.find());
    }
    serve();
    register("server", "watch");
    for (String watcher : WATCHERS) {
      watch(watcher);
    }
    for (String watcher : WATCHERS) {
      await(
          watcher,
          status -> is("works", status) && status.path("watchers").path("reporting").asInt() == 3);
    }

    kill("server");
    for (String watcher : WATCHERS) {
      JsonNode down = await(watcher, status -> is("down", status));
      assertEquals("지금은 서비스를 이용할 수 없습니다", down.path("headline").path("ko").asString());
    }
    assertEquals(0, say("--template=unknown-cause"), () -> said("say"));
    assertEquals(1, say("--template=network"), "a template with blanks");
    String incident = newest(status("w1")); // each may have opened one; they are united by now
    for (String watcher : WATCHERS) {
      JsonNode told =
          await(
              watcher,
              status -> status.path("incidents").path(0).path("entries").path(0).has("phase"));
      assertEquals(incident, newest(told));
    }
    String written = Files.readString(page("w3").resolve("index.html"));
    assertTrue(written.contains("원인을 확인하고 있습니다") && written.contains("1577-0000"), written);

    kill("w1"); // what it knew comes back with it
    watch("w1");
    serve();
    for (String watcher : WATCHERS) {
      JsonNode back = await(watcher, status -> status.path("incidents").path(0).has("ended"));
      assertEquals(1, back.path("incidents").size(), back::toString);
      assertEquals(incident, newest(back));
    }
    assertTrue(Files.exists(page("w1").resolve("en/incidents/" + incident + ".html")));
  }

  private HttpResponse<String> operator(String password, String site, String form)
      throws Exception {
    String credentials = Base64.getEncoder().encodeToString(("any:" + password).getBytes("UTF-8"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(urls.get("w1") + "/operator"))
            .header("Authorization", "Basic " + credentials)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Sec-Fetch-Site", site)
            .POST(BodyPublishers.ofString(form))
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  @Test
  void onlyTheOperatorWritesAndOnlyWatchersAsk() throws Exception {
    urls.put("server", "http://127.0.0.1:" + FreePort.find()); // nobody is there
    WATCHERS.forEach(watcher -> urls.put(watcher, "http://127.0.0.1:" + FreePort.find()));
    watch("w1");
    await("w1", status -> is("unknown", status));
    String form = "incident=&phase=announced&ko=%EC%A0%90%EA%B2%80&en=Work";
    assertEquals(401, operator("wrong", "same-origin", form).statusCode());
    assertEquals(403, operator("봉수대에 불이 올랐다", "cross-site", form).statusCode());
    assertEquals(400, operator("봉수대에 불이 올랐다", "same-origin", "phase=x&ko=a").statusCode());
    assertEquals(400, operator("봉수대에 불이 올랐다", "same-origin", "phase=announced").statusCode());
    assertEquals(303, operator("봉수대에 불이 올랐다", "same-origin", form).statusCode());
    JsonNode notice = await("w1", status -> !status.path("incidents").isEmpty());
    assertEquals("점검", notice.at("/incidents/0/entries/0/text/ko").asString());
    assertEquals(
        303, operator("봉수대에 불이 올랐다", "same-origin", form).statusCode(), "guesses keep nobody out");
    assertEquals(403, ask("w1", "GET", "/watch/exchange?part=NEWS", "", Json.object()).status());
    assertEquals(404, ask("w1", "GET", "/secret", "", Json.object()).status());
    assertFalse(status("w1").path("incidents").isEmpty());
  }
}
