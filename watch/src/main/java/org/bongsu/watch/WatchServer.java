package org.bongsu.watch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.bongsu.http.Admission;
import org.bongsu.http.ClientLimits;
import org.bongsu.http.Gateway;
import org.bongsu.http.Networks;
import org.bongsu.http.Routes;

/** A watcher with everything around it: the page, its server and its publishers. */
public final class WatchServer implements AutoCloseable {
  /** The page is for everybody, but no address may take all connections. */
  private static final ClientLimits LIMITS =
      new ClientLimits(Networks.NONE, 256, 32, Duration.ofSeconds(20));

  private final Watcher watcher;
  private final Optional<Gateway> gateway;

  private WatchServer(Watcher watcher, Optional<Gateway> gateway) {
    this.watcher = watcher;
    this.gateway = gateway;
  }

  /** Starts to watch, and to serve the page if it is to be served. */
  public static WatchServer start(WatchOptions options) throws IOException {
    Watcher watcher = Watcher.start(options);
    Routes routes = new Routes();
    watcher.addTo(routes);
    return new WatchServer(
        watcher,
        options
            .listen()
            .map(at -> Gateway.listen(at.host(), at.port(), routes, LIMITS, Admission.ALWAYS)));
  }

  @Override
  public void close() {
    gateway.ifPresent(Gateway::close);
    watcher.close();
  }
}
