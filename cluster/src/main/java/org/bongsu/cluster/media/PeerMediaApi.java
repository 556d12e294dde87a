package org.bongsu.cluster.media;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bongsu.cluster.PeerAuthentication;
import org.bongsu.http.Request;
import org.bongsu.http.RequestError;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaStore;
import org.bongsu.media.StoredMedia;

/** Serves this site's media store to other sites. */
public final class PeerMediaApi {
  private final MediaStore store;
  private final PeerAuthentication authentication;

  /** Whether content belonged to deleted media only; not known before the shards are open. */
  private volatile Predicate<ContentHash> deleted = unknown -> true;

  public PeerMediaApi(MediaStore store, PeerAuthentication authentication) {
    this.store = store;
    this.authentication = authentication;
  }

  /**
   * The shards are open: from now on content is served.
   *
   * @param known whether content belonged to deleted media only
   */
  public void opened(Predicate<ContentHash> known) {
    deleted = known;
  }

  public void addTo(Routes routes) {
    routes.add("GET", PeerStores.PATH + "{sha256}", Route.Access.PUBLIC, this::content);
    routes.add("GET", PeerStores.HELD_PATH + "{first}", Route.Access.PUBLIC, this::held);
    routes.add("GET", PeerStores.INVENTORY_PATH, Route.Access.PUBLIC, this::inventory);
  }

  /** GET /_bongsu/site/media-inventory: a digest of the hashes held here for each first byte. */
  private Response inventory(Request request) {
    authentication.require(request);
    return text(Inventory.of(store).text());
  }

  /** GET /_bongsu/site/media-held/{first}: the hashes held here with this first byte, 0 to 255. */
  private Response held(Request request) {
    authentication.require(request);
    String first = request.pathParam("first");
    if (!first.matches("[0-9]{1,3}") || Integer.parseInt(first) > 255) {
      throw RequestError.notFound("There is no such byte");
    }
    String lines =
        store.held(Integer.parseInt(first)).stream()
            .map(hash -> hash.value() + "\n")
            .collect(Collectors.joining());
    return text(lines);
  }

  private static Response text(String lines) {
    return new Response.Bytes(200, Map.of(), "text/plain", lines.getBytes(StandardCharsets.UTF_8));
  }

  /** GET /_bongsu/site/media/{sha256}: the bytes; 404 if they are deleted or not here. */
  private Response content(Request request) {
    authentication.require(request);
    StoredMedia stored =
        ContentHash.parse(request.pathParam("sha256"))
            .filter(hash -> !deleted.test(hash))
            .flatMap(store::find)
            .orElseThrow(() -> RequestError.notFound("This content is not here"));
    return new Response.FilePart(
        200, Map.of(), "application/octet-stream", stored.path(), 0, stored.sizeBytes());
  }
}
