package org.bongsu.webclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * Serves the web client's files at {@code /}. Its build writes {@code files.json} next to the
 * files: a list of the files, and of the paths that show the app. Only those are answered; all
 * other paths get Matrix's {@code M_UNRECOGNIZED}.
 */
public final class WebClientFiles {
  private static final String RESOURCE_PREFIX = "org/bongsu/web/";
  private static final String PAGE = "index.html";

  private static final String YEAR_SECONDS = "31536000";

  private final ClassLoader classLoader;
  private final List<String> pages;
  private final List<WebFile> files;
  private final String origins;
  private final Optional<String> publicHost;

  private WebClientFiles(
      ClassLoader classLoader, List<String> sites, String publicUrl, JsonNode manifest) {
    this.classLoader = classLoader;
    this.origins = sites.stream().map(WebClientFiles::origin).collect(Collectors.joining(" "));
    this.publicHost =
        Optional.of(publicUrl)
            .filter(url -> !url.isEmpty())
            .map(url -> URI.create(url).getRawAuthority());
    this.pages = manifest.path("pages").valueStream().map(JsonNode::stringValue).toList();
    this.files = manifest.path("files").valueStream().map(WebFile::of).toList();
  }

  /**
   * The web client on the class path, if there is one.
   *
   * @param others URLs that it may connect to besides this server: the other sites, the status page
   * @param publicUrl where clients reach this server, if that is configured; else empty
   */
  public static Optional<WebClientFiles> find(
      ClassLoader classLoader, List<String> others, String publicUrl) {
    return read(classLoader, "files.json")
        .map(json -> new WebClientFiles(classLoader, others, publicUrl, Json.parse(json)));
  }

  /**
   * The content security policy: everything is loaded from this server, and requests may also go to
   * the other sites and to the status page. Scripts are loaded from the client's own files below
   * {@code /assets/}, never inline: what users have uploaded is at the same address, and is no
   * script. Images and media may also come from blob: URLs, because they are fetched with a token.
   * {@code wasm-unsafe-eval} allows WebAssembly, which end-to-end encryption needs; it does not
   * allow scripts.
   *
   * @param hosts that the browser may have for this server; a source with a path must name one
   */
  private String policy(List<String> hosts) {
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src " + own(hosts, "/assets/") + " 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "font-src 'self'",
        ("connect-src 'self' " + origins).strip(),
        "manifest-src 'self'",
        "worker-src " + own(hosts, "/assets/", "/sw.js"),
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'");
  }

  /** Sources for these paths at this server; the whole server if its host is not known. */
  private static String own(List<String> hosts, String... paths) {
    return hosts.isEmpty()
        ? "'self'"
        : hosts.stream()
            .flatMap(host -> Arrays.stream(paths).map(path -> host + path))
            .collect(Collectors.joining(" "));
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

  /** The configured host and the request's; without those that a policy cannot name, as IPv6. */
  private List<String> hosts(Request request) {
    return Stream.concat(publicHost.stream(), request.header("Host").stream())
        .filter(host -> host.matches("[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?"))
        .distinct()
        .toList();
  }

  /** Adds a route for each file, and for each path of the app. */
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
    Map<String, String> headers = new HashMap<>(headers(policy(hosts(request))));
    headers.put("ETag", etag);
    headers.put(
        "Cache-Control",
        file.immutable() ? "public, max-age=" + YEAR_SECONDS + ", immutable" : "no-cache");
    if (isCached(request, etag)) {
      return new Response.Bytes(304, headers, "", new byte[0]);
    }
    if (!encoding.isEmpty()) {
      headers.put("Content-Encoding", encoding);
    }
    byte[] content =
        read(classLoader, file.resource(encoding))
            .orElseThrow(() -> new IllegalStateException(file + " is in files.json, but missing"));
    return new Response.Bytes(200, headers, file.type(), content);
  }

  private static boolean isCached(Request request, String etag) {
    return request
        .header("If-None-Match")
        .filter(etags -> List.of(etags.split("\\s*,\\s*", -1)).contains(etag))
        .isPresent();
  }

  private static Optional<byte[]> read(ClassLoader classLoader, String file) {
    try (InputStream in = classLoader.getResourceAsStream(RESOURCE_PREFIX + file)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
