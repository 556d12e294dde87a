package org.bongsu.watch;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.bongsu.http.Request;
import org.bongsu.http.RequestError;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.bongsu.watch.IncidentEntry.Phase;
import org.bongsu.watch.page.OperatorPage;
import org.bongsu.watch.page.Summary;

/**
 * Where the operator writes words: a page with a form, and the same for programs. By HTTP Basic
 * authentication (RFC 7617) with any name and the operator's password. A wrong password is answered
 * after a second, and at most two are heard at once (429), so that guessing takes too long and
 * never keeps the operator out.
 */
final class OperatorApi {
  private static final String PATH = "/operator";
  private static final int WRONG_AT_ONCE_MAX = 2;
  private static final Duration WRONG_TAKES = Duration.ofSeconds(1);
  private static final int TEXT_MAX = 4000;
  private static final long BODY_BYTES_MAX = 64 * 1024;

  private final byte[] password;
  private final Watcher watcher;
  private final Semaphore wrong = new Semaphore(WRONG_AT_ONCE_MAX);

  OperatorApi(String password, Watcher watcher) {
    this.password = password.getBytes(StandardCharsets.UTF_8);
    this.watcher = watcher;
  }

  void addTo(Routes routes) {
    Route.Access all = Route.Access.PUBLIC;
    routes.add(Route.of("GET", PATH, all, request -> withPassword(request, this::form)));
    routes.add(
        Route.of("POST", PATH, all, request -> withPassword(request, this::write))
            .withBodyBytesMax(BODY_BYTES_MAX));
  }

  private Response withPassword(Request request, Route.Handler handler) {
    Optional<String> credentials = request.header("Authorization");
    if (credentials.isPresent()) {
      if (MessageDigest.isEqual(password, password(credentials.get()))) {
        return handler.handle(request);
      }
      delay();
    }
    return new Response.Bytes(
        401,
        Map.of("WWW-Authenticate", "Basic realm=\"Bongsu status\", charset=\"UTF-8\""),
        "text/plain; charset=utf-8",
        "The operator's password is needed.\n".getBytes(StandardCharsets.UTF_8));
  }

  private void delay() {
    if (!wrong.tryAcquire()) {
      throw RequestError.tooMany(WRONG_TAKES);
    }
    try {
      Thread.sleep(WRONG_TAKES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      wrong.release();
    }
  }

  private static byte[] password(String credentials) {
    try {
      String text =
          new String(
              Base64.getDecoder().decode(credentials.replaceFirst("(?i)^Basic +", "")),
              StandardCharsets.UTF_8);
      return text.substring(text.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** GET /operator?template=ID: the form, filled from a template. */
  private Response form(Request request) {
    StatusView view = watcher.view();
    Text words =
        request
            .query("template")
            .flatMap(WordsTemplate::of)
            .map(template -> filled(template, view))
            .orElse(new Text("", ""));
    return new Response.Bytes(
        200,
        Map.of("Cache-Control", "no-store"),
        "text/html; charset=utf-8",
        OperatorPage.of(view, WordsTemplate.ids(), words).bytes());
  }

  /**
   * POST /operator: adds words, {@code incident} (an id; absent or empty to open one), {@code
   * phase}, {@code ko} and {@code en}, or {@code template} instead of both, as JSON or as a form. A
   * form is answered with 303 to the page; JSON with the incident's {@code id}. 400 if something is
   * missing or unknown, or the template has something to be filled in; 403 for a form that another
   * website has sent.
   */
  private Response write(Request request) {
    boolean isForm =
        request.header("Content-Type").orElse("").startsWith("application/x-www-form-urlencoded");
    if (isForm && !request.header("Sec-Fetch-Site").orElse("same-origin").equals("same-origin")) {
      throw RequestError.forbidden("The form was sent by another website");
    }
    Map<String, String> fields = isForm ? form(request.body()) : json(request);
    Incident incident = add(fields);
    return isForm
        ? new Response.Bytes(303, Map.of("Location", "operator"), "text/plain", new byte[0])
        : Response.json(Json.object().put("id", incident.id()));
  }

  private Incident add(Map<String, String> fields) {
    String phase = fields.getOrDefault("phase", "");
    Text text =
        fields.containsKey("template")
            ? complete(fields.get("template"))
            : new Text(field(fields, "ko"), field(fields, "en"));
    if (text.korean().isEmpty() && text.english().isEmpty()) {
      throw bad("ko and en are both empty");
    }
    Optional<Phase> known =
        WatchJson.constant(
            Phase.class, Json.object().stringNode(phase.toUpperCase(java.util.Locale.ROOT)));
    String id = fields.getOrDefault("incident", "");
    try {
      return watcher.say(
          id.isEmpty() ? Optional.empty() : Optional.of(id),
          known.orElseThrow(() -> bad("there is no phase " + phase)),
          text);
    } catch (IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  private static Text filled(WordsTemplate template, StatusView view) {
    return template.fill(Summary.headline(view.situation()), view.about().contact());
  }

  private Text complete(String id) {
    WordsTemplate template =
        WordsTemplate.of(id).orElseThrow(() -> bad("there is no template " + id));
    if (template.hasBlanks()) {
      throw bad("this template has blanks to be filled in: write ko and en");
    }
    return filled(template, watcher.view());
  }

  private static String field(Map<String, String> fields, String name) {
    String text = fields.getOrDefault(name, "").replace("\r", "").strip();
    if (text.length() > TEXT_MAX) {
      throw bad("%s is longer than %d characters".formatted(name, TEXT_MAX));
    }
    return text;
  }

  private static RequestError bad(String why) {
    return new RequestError(RequestError.Reason.BAD_PARAMETER, why);
  }

  private static Map<String, String> json(Request request) {
    Map<String, String> fields = new HashMap<>();
    request
        .json()
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue().asString("")));
    return fields;
  }

  private static Map<String, String> form(byte[] body) {
    Map<String, String> fields = new HashMap<>();
    for (String field : new String(body, StandardCharsets.US_ASCII).split("&")) {
      String[] parts = field.split("=", 2);
      try {
        fields.put(
            URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
            parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw bad("the form is not encoded as it must be");
      }
    }
    return fields;
  }
}
