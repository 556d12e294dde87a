package org.bongsu.watch;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bongsu.http.Admission;
import org.bongsu.http.ClientLimits;
import org.bongsu.http.Gateway;
import org.bongsu.http.Networks;
import org.bongsu.http.Routes;
import org.bongsu.watch.page.PageFile;
import org.bongsu.watch.page.StatusPage;

/** A watcher with everything around it: the page, its server and the places to which it goes. */
public final class WatchServer implements AutoCloseable {
  /** The page is for everybody, but no address may take all connections. */
  private static final ClientLimits LIMITS =
      new ClientLimits(Networks.NONE, 256, 32, Duration.ofSeconds(20));

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** The page is written as often as this even if nothing happens, so that its time is new. */
  private static final Duration WRITE_EVERY = Duration.ofSeconds(5);

  private final Watcher watcher;
  private final PageApi page = new PageApi();
  private final List<Publication> publications;
  private final Optional<Gateway> gateway;
  private final Thread writer;

  private WatchServer(WatchOptions options) throws IOException {
    this.watcher = Watcher.start(options);
    this.publications = Publication.start(options.publish());
    Routes routes = new Routes();
    watcher.addTo(routes);
    page.addTo(routes);
    options
        .operatorPassword()
        .ifPresent(password -> new OperatorApi(password, watcher).addTo(routes));
    page.show(StatusPage.of(watcher.view()));
    this.gateway =
        options
            .listen()
            .map(at -> Gateway.listen(at.host(), at.port(), routes, LIMITS, Admission.ALWAYS));
    this.writer = Thread.ofPlatform().name("page").unstarted(this::write);
  }

  /** Starts to watch, and to serve the page if it is to be served. */
  public static WatchServer start(WatchOptions options) throws IOException {
    WatchServer server = new WatchServer(options);
    server.writer.start();
    return server;
  }

  private void write() {
    Moment writtenAt = Moment.now();
    Optional<StatusView> written = Optional.empty();
    while (true) {
      StatusView view = watcher.view();
      Moment now = Moment.now();
      if (written.filter(view::saysTheSameAs).isEmpty() || !now.isWithin(WRITE_EVERY, writtenAt)) {
        Map<String, PageFile> files = StatusPage.of(view);
        page.show(files);
        publications.forEach(one -> one.publish(files));
        written = Optional.of(view);
        writtenAt = now;
      }
      watcher.announce(view);
      watcher.save();
      try {
        Thread.sleep(LOOK_EVERY);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    gateway.ifPresent(Gateway::close);
    writer.interrupt();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watcher.close();
    publications.forEach(Publication::close);
  }
}
