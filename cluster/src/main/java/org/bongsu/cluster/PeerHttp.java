package org.bongsu.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.bongsu.cluster.keys.SiteKeys;

/** How sites ask each other by HTTP, each request with its {@link PeerAuthentication}. */
public final class PeerHttp implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

  /** Until the head of an answer; what follows may take longer. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  private final PeerAuthentication pass;
  private final HttpClient client;

  /**
   * For one site.
   *
   * @param keys what it shows the others, and whom it believes; empty where connections are not
   *     protected
   */
  public PeerHttp(PeerAuthentication pass, Optional<SiteKeys> keys) {
    this.pass = pass;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_WITHIN);
    keys.ifPresent(own -> builder.sslContext(own.context()));
    this.client = builder.build();
  }

  /** Asks a site for a path. */
  public HttpResponse<InputStream> get(URI site, String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(site.resolve(path))
            .timeout(ANSWER_WITHIN)
            .header(PeerAuthentication.HEADER, pass.forPath(path))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("shutting down", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
