package org.bongsu.webclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * Serves the web client at {@code /}. Its build has left {@code files.json} beside the files: which
 * there are, and at which addresses the app shows something. Only those are answered, so that what
 * nobody knows stays Matrix's {@code M_UNRECOGNIZED}.
 */
public final class WebClient {
  private static final String FOLDER = "org/bongsu/web/";
  private static final String PAGE = "index.html";

  private static final String YEAR_SECONDS = "31536000";

  private final ClassLoader classes;
  private final List<String> pages;
  private final List<WebFile> files;
  private final Map<String, String> onEveryFile;

  private WebClient(ClassLoader classes, List<String> sites, JsonNode described) {
    this.classes = classes;
    this.onEveryFile = headers(policy(sites));
    this.pages = described.path("pages").valueStream().map(JsonNode::stringValue).toList();
    this.files = described.path("files").valueStream().map(WebFile::of).toList();
  }

  /**
   * The client that lies on the class path, where one does.
   *
   * @param sites URLs of the other sites that it may speak to
   */
  public static Optional<WebClient> find(ClassLoader classes, List<String> sites) {
    return read(classes, "files.json").map(json -> new WebClient(classes, sites, Json.parse(json)));
  }

  /**
   * What the page may load and do: only what comes from here, and requests to the other sites.
   * Scripts stand in files, never in the page; pictures and sounds also come from memory (blob:),
   * because they are fetched with a token. {@code wasm-unsafe-eval} lets WebAssembly run, which the
   * encryption is; it lets no script in.
   */
  private static String policy(List<String> sites) {
    String origins = sites.stream().map(WebClient::origin).collect(Collectors.joining(" "));
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "font-src 'self'",
        ("connect-src 'self' " + origins).strip(),
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'");
  }

  private static String origin(String url) {
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static Map<String, String> headers(String policy) {
    return Map.of(
        "Content-Security-Policy",
        policy,
        "Referrer-Policy",
        "no-referrer",
        "X-Frame-Options",
        "DENY",
        "Cross-Origin-Opener-Policy",
        "same-origin",
        "Permissions-Policy",
        "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
        "Vary",
        "Accept-Encoding");
  }

  /** Adds a route for each file, and for each address of the app. */
  public void addTo(Routes routes) {
    for (WebFile file : files) {
      routes.add("GET", "/" + file.file(), Route.Access.PUBLIC, request -> answer(file, request));
      if (file.file().equals(PAGE)) {
        for (String page : pages) {
          routes.add("GET", page, Route.Access.PUBLIC, request -> answer(file, request));
        }
      }
    }
  }

  private Response answer(WebFile file, Request request) {
    String encoding = file.encodingFor(request.header("Accept-Encoding").orElse(""));
    String etag = "\"" + file.etag() + (encoding.isEmpty() ? "" : "-" + encoding) + "\"";
    Map<String, String> headers = new HashMap<>(onEveryFile);
    headers.put("ETag", etag);
    headers.put(
        "Cache-Control",
        file.immutable() ? "public, max-age=" + YEAR_SECONDS + ", immutable" : "no-cache");
    if (hasIt(request, etag)) {
      return new Response.Bytes(304, headers, "", new byte[0]);
    }
    if (!encoding.isEmpty()) {
      headers.put("Content-Encoding", encoding);
    }
    byte[] content =
        read(classes, file.resource(encoding))
            .orElseThrow(() -> new IllegalStateException(file + " is described but not there"));
    return new Response.Bytes(200, headers, file.type(), content);
  }

  private static boolean hasIt(Request request, String etag) {
    return request
        .header("If-None-Match")
        .filter(known -> List.of(known.split("\\s*,\\s*", -1)).contains(etag))
        .isPresent();
  }

  private static Optional<byte[]> read(ClassLoader classes, String file) {
    try (InputStream in = classes.getResourceAsStream(FOLDER + file)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
