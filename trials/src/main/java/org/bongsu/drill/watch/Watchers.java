package org.bongsu.drill.watch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.bongsu.client.Http;
import org.bongsu.drill.watch.Disturbance.Kind;

/** The watchers of a drill, and what their pages show while it lasts. */
public final class Watchers implements AutoCloseable {
  private static final Duration SAMPLE_EVERY = Duration.ofMillis(500);
  private static final Duration SITE_ANSWERS_WITHIN = Duration.ofMillis(2500);
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final int UNDISTURBED_MILLIS = 25_000;
  private static final int DISTURBED_MILLIS = 12_000;

  private final Http http;
  private final Map<String, URI> sites;
  private final SplittableRandom random;
  private final List<WatcherUnderTest> all = new ArrayList<>();
  private final List<PageSample> pages = Collections.synchronizedList(new ArrayList<>());
  private final List<SiteSample> answers = Collections.synchronizedList(new ArrayList<>());
  private final List<Disturbance> disturbances = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Starts a watcher on each host.
   *
   * @param sites base URLs by name
   * @param user the whole id of an account that they use
   * @param directory for their files; must exist
   */
  public Watchers(
      Http http,
      Map<String, URI> sites,
      List<Outside> hosts,
      String user,
      String password,
      Path directory,
      long seed)
      throws IOException {
    this.http = http;
    this.sites = Map.copyOf(sites);
    this.random = new SplittableRandom(seed);
    Path secret = Files.writeString(directory.resolve("secret"), "the watchers of a drill");
    Path passwordFile = Files.writeString(directory.resolve("password"), password);
    for (int i = 0; i < hosts.size(); i++) {
      URI own = hosts.get(i).url();
      String name = "w" + (i + 1);
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--name=" + name,
                  "--sites=" + join(sites),
                  "--user=" + user,
                  "--password-file=" + passwordFile,
                  "--data=" + directory.resolve(name),
                  "--host=" + own.getHost(),
                  "--port=" + own.getPort()));
      String peers =
          hosts.stream()
              .map(Outside::url)
              .filter(url -> !url.equals(own))
              .map(URI::toString)
              .collect(Collectors.joining(","));
      if (!peers.isEmpty()) {
        arguments.addAll(List.of("--peers=" + peers, "--secret-file=" + secret));
      }
      Path output = directory.resolve(name + ".log");
      all.add(new WatcherUnderTest(name, hosts.get(i), arguments, output, http));
    }
  }

  private static String join(Map<String, URI> sites) {
    return sites.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(site -> site.getKey() + "=" + site.getValue())
        .collect(Collectors.joining(","));
  }

  /**
   * Returns when all agree that everything works.
   *
   * @throws IOException if they do not in time
   */
  public void awaitCalm() throws IOException, InterruptedException {
    long until = System.nanoTime() + READY_WITHIN.toNanos();
    for (WatcherUnderTest watcher : all) {
      PageSample page = watcher.page();
      while (!page.isKnown() || page.isOpen()) {
        if (System.nanoTime() - until > 0) {
          throw new IOException("watcher %s shows: %s".formatted(watcher.name(), page));
        }
        Thread.sleep(SAMPLE_EVERY);
        page = watcher.page();
      }
    }
  }

  /** Begins to look at pages and sites, and to disturb one watcher at a time. */
  public void begin() {
    for (WatcherUnderTest watcher : all) {
      repeat(() -> pages.add(watcher.page()));
    }
    sites.forEach((site, url) -> repeat(() -> answers.add(ask(site, url))));
    if (all.size() > 2) {
      threads.add(Thread.ofVirtual().start(this::disturb));
    }
  }

  /** Something that can be interrupted. */
  private interface Look {
    void run() throws InterruptedException;
  }

  private void repeat(Look look) {
    threads.add(
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  look.run();
                  Thread.sleep(SAMPLE_EVERY);
                }
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            }));
  }

  private SiteSample ask(String site, URI url) throws InterruptedException {
    long nanos = System.nanoTime();
    try {
      Http.Ask ask = Http.Ask.json("GET", "/_matrix/client/versions", null, null);
      return new SiteSample(site, nanos, http.ask(url, ask.within(SITE_ANSWERS_WITHIN)).isOk());
    } catch (IOException gone) {
      return new SiteSample(site, nanos, false);
    }
  }

  private void disturb() {
    try {
      for (int i = 0; ; i++) {
        Thread.sleep(UNDISTURBED_MILLIS + random.nextInt(UNDISTURBED_MILLIS));
        disturb(all.get(random.nextInt(all.size())), i);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new IllegalStateException("a watcher cannot be disturbed", e);
    }
  }

  private void disturb(WatcherUnderTest watcher, int turn)
      throws IOException, InterruptedException {
    Kind[] kinds = Kind.values();
    Kind kind = kinds[turn % (watcher.canBeCut() ? kinds.length : 2)];
    long from = System.nanoTime();
    add(new Disturbance(watcher.name(), kind, from, Long.MAX_VALUE));
    watcher.begin(kind);
    try {
      Thread.sleep(DISTURBED_MILLIS + random.nextInt(DISTURBED_MILLIS));
    } finally {
      watcher.end(kind);
      Disturbance over = new Disturbance(watcher.name(), kind, from, System.nanoTime());
      synchronized (disturbances) {
        disturbances.set(disturbances.size() - 1, over);
      }
    }
  }

  private void add(Disturbance begun) {
    synchronized (disturbances) {
      disturbances.add(begun);
    }
  }

  /** Ends the looking, and judges. */
  public WatchVerdict judge(List<FaultWindow> faults) throws InterruptedException {
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    List<PageSample> seen = new ArrayList<>(pages);
    seen.sort(Comparator.comparingLong(PageSample::nanos));
    List<SiteSample> answered = new ArrayList<>(answers);
    answered.sort(Comparator.comparingLong(SiteSample::nanos));
    return WatchVerdict.of(new WatchEvidence(seen, answered, disturbances, faults));
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    all.forEach(WatcherUnderTest::close);
  }
}
