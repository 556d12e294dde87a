package org.bongsu.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.http.Request;
import org.bongsu.http.RequestError;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.watch.page.PageFile;
import org.bongsu.watch.page.StatusPage;

/** Serves the page from memory, whatever the disk does. */
final class PageApi {
  private static final List<String> PATHS =
      List.of("/", "/{file}", "/incidents/{file}", "/en/", "/en/{file}", "/en/incidents/{file}");

  private volatile Map<String, PageFile> page = Map.of();

  void show(Map<String, PageFile> newest) {
    page = newest;
  }

  void addTo(Routes routes) {
    for (String path : PATHS) {
      routes.add(Route.of("GET", path, Route.Access.PUBLIC, this::file));
    }
  }

  /** GET /PATH: a file of the page; 404 if there is none. For every origin (CORS). */
  private Response file(Request request) {
    String path = request.path().substring(1);
    if (path.isEmpty() || path.endsWith("/")) {
      path += StatusPage.INDEX;
    }
    PageFile file = page.get(path);
    if (file == null) {
      throw RequestError.notFound("There is no such page");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", "max-age=" + file.maxAgeSeconds());
    headers.put("Access-Control-Allow-Origin", "*");
    headers.put("X-Content-Type-Options", "nosniff");
    return new Response.Bytes(200, headers, file.contentType(), file.bytes());
  }
}
