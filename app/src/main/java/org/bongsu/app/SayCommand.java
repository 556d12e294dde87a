package org.bongsu.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The operator's words for the status page. */
@Command(
    name = "say",
    mixinStandardHelpOptions = true,
    description = {
      "Writes on the status page, at the open incident if there is one, otherwise as a notice of its"
          + " own. Any watcher passes it on to the others.",
      "Templates: unknown-cause needs nothing; data-centre, network, software, planned and resolved have"
          + " blanks: open them at URL/operator."
    })
final class SayCommand implements Callable<Integer> {
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final String NEW = "new";

  @Option(
      names = "--to",
      paramLabel = "URL",
      required = true,
      description = "The base URL of a watcher.")
  URI to = URI.create("");

  @Option(
      names = "--operator-password-file",
      paramLabel = "FILE",
      required = true,
      description = "The operator's password.")
  Path passwordFile = Path.of("");

  @Option(
      names = "--incident",
      paramLabel = "ID|new",
      description = "Default: the open one; a new notice if none is open.")
  @Nullable String incident;

  @Option(
      names = "--phase",
      paramLabel = "PHASE",
      defaultValue = "investigating",
      description =
          "announced, investigating, cause_found, being_mended or resolved (default:"
              + " ${DEFAULT-VALUE}).")
  String phase = "investigating";

  @Option(
      names = "--template",
      paramLabel = "NAME",
      description = "Words that are ready, instead of --ko and --en.")
  @Nullable String template;

  @Option(names = "--ko", paramLabel = "TEXT", description = "In Korean.")
  String korean = "";

  @Option(names = "--en", paramLabel = "TEXT", description = "In English.")
  String english = "";

  private final PrintStream out = Language.out();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ObjectNode words = Json.object().put("phase", phase);
    if (template != null) {
      words.put("template", template);
    } else {
      words.put("ko", korean).put("en", english);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      words.put("incident", incident(http));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(to.resolve("/operator"))
              .header("Content-Type", "application/json")
              .header("Authorization", credentials())
              .POST(BodyPublishers.ofByteArray(Json.bytes(words)));
      out.println(ask(http, request).path("id").asString(""));
    }
    return 0;
  }

  private String incident(HttpClient http) throws IOException, InterruptedException {
    if (incident != null) {
      return incident.equals(NEW) ? "" : incident;
    }
    JsonNode status = ask(http, HttpRequest.newBuilder(to.resolve("/status.json")));
    for (JsonNode one : status.path("incidents")) {
      if (!one.has("ended")) {
        return one.path("id").asString("");
      }
    }
    return "";
  }

  private static JsonNode ask(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(request.timeout(WITHIN).build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "the watcher answered %d %s"
              .formatted(
                  answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8).strip()));
    }
    return Json.parse(answer.body());
  }

  private String credentials() throws IOException {
    String password = Files.readString(passwordFile).strip();
    return "Basic "
        + Base64.getEncoder()
            .encodeToString(("operator:" + password).getBytes(StandardCharsets.UTF_8));
  }
}
