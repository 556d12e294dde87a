package org.bongsu.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.cluster.keys.SiteRole;

/** HTTP requests to other sites, each with its {@link PeerAuthentication}. */
public final class PeerHttp implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

  /** Until the head of the response; the body may take longer. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  private final PeerAuthentication authentication;
  private final HttpClient client;

  /**
   * Makes the client of one site.
   *
   * @param keys for mutual TLS; empty if connections are not encrypted
   */
  public PeerHttp(PeerAuthentication authentication, Optional<SiteKeys> keys) {
    this.authentication = authentication;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_WITHIN);
    keys.ifPresent(own -> builder.sslContext(own.context(SiteRole.SITE)));
    this.client = builder.build();
  }

  /** Requests a path of a site, with a query or without; the caller closes the body. */
  public HttpResponse<InputStream> get(URI site, String path) throws IOException {
    return send(site, path, HttpRequest.newBuilder().GET());
  }

  /** Posts to a path of a site, without a body; the caller closes the body of the response. */
  public HttpResponse<InputStream> post(URI site, String path) throws IOException {
    return send(site, path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()));
  }

  private HttpResponse<InputStream> send(URI site, String path, HttpRequest.Builder builder)
      throws IOException {
    URI address = site.resolve(path);
    HttpRequest request =
        builder
            .uri(address)
            .timeout(ANSWER_WITHIN)
            .header(PeerAuthentication.HEADER, authentication.forPath(address.getPath()))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("shutting down", e);
    }
  }

  /** The body of a response, up to a limit; closes it. */
  public static String text(HttpResponse<InputStream> response, int bytesMax) throws IOException {
    try (InputStream body = response.body()) {
      return new String(body.readNBytes(bytesMax), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
