package org.bongsu.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bongsu.cluster.keys.KeysUnusable;
import org.bongsu.cluster.keys.RevocationList;
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;

/**
 * Brings the revocation list that one site has received to all others: each site asks the others
 * for theirs every ten seconds and keeps what is newer, also after it was down. Guarantee: a list
 * that one living site has is in use at every site that reaches it within that time.
 */
public final class RevocationSpread implements AutoCloseable {
  private static final Duration ASK_EVERY = Duration.ofSeconds(10);

  private static final String PATH = "/_bongsu/site/revocations";
  private static final System.Logger LOG = System.getLogger(RevocationSpread.class.getName());

  private final SiteKeys keys;
  private final PeerHttp http;
  private final List<URI> others;
  private final Thread thread;

  /**
   * For one site.
   *
   * @param others where the other sites listen for this one
   */
  RevocationSpread(SiteKeys keys, PeerHttp http, List<URI> others) {
    this.keys = keys;
    this.http = http;
    this.others = List.copyOf(others);
    this.thread = Thread.ofVirtual().name("revocation-spread").unstarted(this::askForever);
  }

  RevocationSpread start() {
    thread.start();
    return this;
  }

  private void askForever() {
    try {
      while (true) {
        askAll();
        Thread.sleep(ASK_EVERY);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks each other site once. */
  void askAll() {
    for (URI site : others) {
      listOf(site).ifPresent(list -> receive(site, list));
    }
  }

  private Optional<String> listOf(URI site) {
    try {
      HttpResponse<InputStream> response = http.get(site, PATH);
      String list = PeerHttp.text(response, RevocationList.BYTES_MAX);
      return response.statusCode() == 200 ? Optional.of(list) : Optional.empty();
    } catch (IOException gone) {
      LOG.log(System.Logger.Level.DEBUG, site + " gives no revocation list: " + gone);
      return Optional.empty();
    }
  }

  private void receive(URI site, String list) {
    try {
      keys.receive(list);
    } catch (KeysUnusable | IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the revocation list of %s is not used, or not kept: %s".formatted(site, e.getMessage()));
    }
  }

  /** Serves this site's list. */
  static void addTo(Routes routes, SiteKeys keys, PeerAuthentication authentication) {
    routes.add("GET", PATH, Route.Access.PUBLIC, request -> own(request, keys, authentication));
  }

  /** GET /_bongsu/site/revocations: the list in use here, in PEM; 404 if there is none. */
  private static Response own(Request request, SiteKeys keys, PeerAuthentication authentication) {
    authentication.require(request);
    byte[] list = keys.revoked().text().getBytes(StandardCharsets.US_ASCII);
    return new Response.Bytes(
        list.length == 0 ? 404 : 200, Map.of(), "application/x-pem-file", list);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
