package org.bongsu.webclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bongsu.http.Admission;
import org.bongsu.http.ClientLimits;
import org.bongsu.http.Gateway;
import org.bongsu.http.Routes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a web client on the class path, as a browser gets them. */
class WebClientFilesTest {
  private static final String MANIFEST =
      """
      {"pages": ["/", "/chats", "/chats/{room}"],
       "files": [
         {"file": "index.html", "type": "text/html; charset=utf-8", "etag": "page", "encodings": [],
          "immutable": false},
         {"file": "assets/app-1.js", "type": "text/javascript; charset=utf-8", "etag": "app",
          "encodings": ["br", "gzip"], "immutable": true}]}
      """;

  @TempDir private Path classPath;
  private URLClassLoader classLoader;
  private Gateway gateway;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void start() throws IOException {
    Path folder = Files.createDirectories(classPath.resolve("org/bongsu/web/assets")).getParent();
    Files.writeString(folder.resolve("files.json"), MANIFEST);
    Files.writeString(folder.resolve("index.html"), "<title>봉수</title>");
    Files.writeString(folder.resolve("assets/app-1.js"), "plain");
    Files.writeString(folder.resolve("assets/app-1.js.br"), "brotli");
    Files.writeString(folder.resolve("assets/app-1.js.gz"), "gzip");
    Files.writeString(folder.resolve("secret.txt"), "not described, so not offered");
    classLoader = new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null);
    Routes routes = new Routes();
    WebClientFiles.find(
            classLoader,
            List.of("https://busan.example.org:8448/chat"),
            "https://chat.example.org/")
        .orElseThrow()
        .addTo(routes);
    gateway = Gateway.listen("127.0.0.1", 0, routes, ClientLimits.NONE, Admission.ALWAYS);
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    classLoader.close();
    client.close();
  }

  @Test
  void everyAddressOfTheAppShowsThePage() throws Exception {
    for (String path : new String[] {"/", "/chats", "/chats/!a%2Fb%3Aexample.org", "/index.html"}) {
      HttpResponse<String> page = get(path);
      assertEquals(200, page.statusCode(), path);
      assertEquals("<title>봉수</title>", page.body());
      assertEquals("text/html; charset=utf-8", header(page, "Content-Type"));
      assertEquals("no-cache", header(page, "Cache-Control"));
    }
  }

  @Test
  void unknownPathsAreUnrecognised() throws Exception {
    for (String path :
        new String[] {
          "/secret.txt", "/_matrix/client/v3/nowhere", "/chats/a/b", "/..%2Fsecret.txt", "/assets/"
        }) {
      HttpResponse<String> answer = get(path);
      assertEquals(404, answer.statusCode(), path);
      assertTrue(answer.body().contains("There is nothing at this path"), path);
    }
  }

  /** Uploads have the same origin; a script from there would run with everybody's rights. */
  @Test
  void onlyTheClientsOwnScriptsCanRun() throws Exception {
    String policy = header(get("/"), "Content-Security-Policy");
    assertTrue(policy.contains("default-src 'none'"), policy);
    String own = "127.0.0.1:" + gateway.port();
    String scripts = "chat.example.org/assets/ " + own + "/assets/";
    assertTrue(policy.contains("script-src " + scripts + " 'wasm-unsafe-eval';"), policy);
    String sw = " " + own + "/sw.js;";
    assertTrue(policy.contains(sw), policy);
    assertFalse(policy.contains("unsafe-inline"), policy);
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    // Requests to the other sites are allowed, and to no other origin.
    assertTrue(policy.contains("connect-src 'self' https://busan.example.org:8448;"), policy);
  }

  @Test
  void theSmallestVariantThatTheBrowserAcceptsIsSent() throws Exception {
    assertEquals("plain", get("/assets/app-1.js").body());
    assertEquals("brotli", get("/assets/app-1.js", "Accept-Encoding", "gzip, deflate, br").body());
    HttpResponse<String> gzip = get("/assets/app-1.js", "Accept-Encoding", "br;q=0, GZIP;q=0.5");
    assertEquals("gzip", gzip.body());
    assertEquals("gzip", header(gzip, "Content-Encoding"));
    assertEquals("Accept-Encoding", header(gzip, "Vary"));
    assertEquals("public, max-age=31536000, immutable", header(gzip, "Cache-Control"));
  }

  @Test
  void cachedFilesAreNotSentAgain() throws Exception {
    String etag = header(get("/assets/app-1.js", "Accept-Encoding", "br"), "ETag");
    assertEquals("\"app-br\"", etag);
    HttpResponse<String> again =
        get("/assets/app-1.js", "Accept-Encoding", "br", "If-None-Match", "\"x\", " + etag);
    assertEquals(304, again.statusCode());
    assertEquals("", again.body());
    // Another variant of the same file is not what the browser has cached.
    assertEquals(200, get("/assets/app-1.js", "If-None-Match", etag).statusCode());
  }

  @Test
  void withoutFilesOnTheClassPathThereIsNoClient() throws Exception {
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      assertTrue(WebClientFiles.find(empty, List.of(), "").isEmpty());
    }
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + gateway.port() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
