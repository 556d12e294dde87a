package org.bongsu.watch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.bongsu.log.DurableFile;
import org.bongsu.watch.Exchange.Part;
import org.bongsu.watch.IncidentEntry.Phase;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A running watcher: a thread that drives the {@link WatcherMachine}, one for each check of a site,
 * and one for each other watcher. What it knows is in memory; its file is written every minute and
 * after each change of an incident, and if it cannot be written, the watcher goes on.
 */
final class Watcher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Watcher.class.getName());
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration ASK_EVERY = Duration.ofSeconds(1);
  private static final Duration ASK_WITHIN = Duration.ofMillis(1500);
  private static final Duration RECORDS_EVERY = Duration.ofSeconds(30);
  private static final Duration RECORDS_WITHIN = Duration.ofSeconds(10);
  private static final Duration SAVE_EVERY = Duration.ofMinutes(1);
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

  /** Other watchers get incidents that changed lately every second, and all with the records. */
  private static final Duration NEWS_OF = Duration.ofHours(1);

  private static final Duration TELL_AGAIN_AFTER = Duration.ofSeconds(1);

  private static final String RECORDS_FILE = "records.json";
  private static final String ACCOUNT_FILE = "account.json";
  private static final String INCIDENTS = "incidents";
  private static final String TOLD = "told";

  private final WatchOptions options;
  private final HttpClient http;
  private final ProbeAccount account;
  private final Map<String, SiteProbes> probes = new HashMap<>();
  private final @Nullable Exchange exchange;
  private final Announcer announcer;
  private final Thread loop;
  private volatile boolean closed;

  // All below is guarded by this.
  private final Incidents incidents;
  private final WatcherMachine machine;
  private final Schedule schedule;
  private final Availability availability;
  private final ResponseTimes times = new ResponseTimes();
  private final Map<Probe, String> details = new HashMap<>();
  private List<Incident> saved = List.of();
  private Moment savedAt;

  private Watcher(WatchOptions options) throws IOException {
    Moment now = Moment.now();
    WatchedDeployment watched = options.watched();
    this.options = options;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .build();
    this.account = new ProbeAccount(options.name(), options.user(), options.password());
    options
        .sites()
        .forEach((site, url) ->
            probes.put(
                site,
                new SiteProbes(site, new SiteClient(http, url), account, watched.services())));
    this.exchange =
        options.secret().map(secret -> new Exchange(new SharedSecret(secret), http)).orElse(null);
    this.announcer =
        new Announcer(
            options.webhooks(), options.secret().map(SharedSecret::new), TELL_AGAIN_AFTER);
    this.incidents = new Incidents(options.name());
    this.machine = new WatcherMachine(watched, incidents, now);
    this.schedule = new Schedule(watched, Schedule.Rhythm.DEFAULT, now);
    this.availability = new Availability(options.about().zone(), now);
    this.savedAt = now;
    load();
    this.loop = Thread.ofPlatform().name("watch").unstarted(this::run);
  }

  /** Starts a watcher; ends when it is closed. */
  static Watcher start(WatchOptions options) throws IOException {
    Watcher watcher = new Watcher(options);
    watcher.loop.start();
    for (URI peer : options.peers()) {
      Thread.ofVirtual().name("ask " + peer).start(() -> watcher.learnFrom(peer));
    }
    return watcher;
  }

  void addTo(Routes routes) {
    if (exchange != null) {
      exchange.addTo(routes, this::answer);
    }
  }

  private void run() {
    while (!closed) {
      tick();
      try {
        Thread.sleep(TICK);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void tick() {
    Moment now = Moment.now();
    machine.tick(now);
    availability.step(machine.situation(), now);
    for (String site : options.sites().keySet()) {
      Optional<Boolean> due = schedule.begin(site, machine.doubt(site, now), now);
      if (due.isPresent()) {
        boolean thoroughly = due.get() || machine.isDown(site);
        Thread.ofVirtual().name("check " + site).start(() -> check(site, thoroughly));
      }
    }
  }

  private void check(String site, boolean thoroughly) {
    try {
      Objects.requireNonNull(probes.get(site)).check(thoroughly, this::take);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        schedule.ended(site, Moment.now());
      }
    }
  }

  private synchronized void take(ProbeResult result) {
    Moment now = Moment.now();
    machine.result(result, now);
    if (result.health() != Health.DOWN) {
      times.add(result.probe().service(), result.took(), now.time());
    }
    String before = Objects.requireNonNullElse(details.put(result.probe(), result.detail()), "");
    if (!result.detail().equals(before)) {
      LOG.log(
          System.Logger.Level.INFO,
          "{0} at {1}: {2}",
          result.probe().service().id(),
          result.probe().site(),
          result.detail().isEmpty() ? "works again" : result.detail());
    }
  }

  private void learnFrom(URI peer) {
    Exchange with = Objects.requireNonNull(exchange);
    Moment recordsAt = Moment.now();
    boolean hasRecords = false;
    String problem = "";
    while (!closed) {
      try {
        learn(with.ask(peer, Part.NEWS, ASK_WITHIN));
        if (!hasRecords || !Moment.now().isWithin(RECORDS_EVERY, recordsAt)) {
          learnRecords(with.ask(peer, Part.RECORDS, RECORDS_WITHIN));
          hasRecords = true;
          recordsAt = Moment.now();
        }
        problem = "";
      } catch (IOException | RuntimeException e) {
        String now = String.valueOf(e.getMessage());
        if (!now.equals(problem)) {
          LOG.log(System.Logger.Level.WARNING, "watcher {0}: {1}", peer, now);
        }
        problem = now;
      } catch (InterruptedException e) {
        return;
      }
      try {
        Thread.sleep(ASK_EVERY);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void learn(JsonNode news) {
    Moment now = Moment.now();
    Report report = WatchJson.report(news.path("report"));
    if (report.watcher().equals(options.name())) {
      throw new IllegalStateException("it has the same name as this watcher: --name");
    }
    machine.received(report, now);
    incidents.merge(WatchJson.incidents(news.path(INCIDENTS)), now.time());
    mergeTold(news.path(TOLD));
  }

  private synchronized void learnRecords(JsonNode records) {
    merge(records);
  }

  private void merge(JsonNode records) {
    incidents.merge(WatchJson.incidents(records.path(INCIDENTS)), Instant.now());
    availability.merge(records.path("days"));
    mergeTold(records.path(TOLD));
  }

  private void mergeTold(JsonNode told) {
    announcer.merge(told.valueStream().map(one -> one.asString("")).toList());
  }

  private synchronized ObjectNode answer(Part part) {
    if (part == Part.RECORDS) {
      return records();
    }
    Moment now = Moment.now();
    Instant since = now.time().minus(NEWS_OF);
    List<Incident> lately =
        incidents.all().stream()
            .filter(one -> one.isOpen() || one.changed().isAfter(since))
            .toList();
    ObjectNode news = Json.object();
    news.set("report", WatchJson.of(machine.report(now)));
    news.set(INCIDENTS, WatchJson.of(lately));
    putTold(news);
    return news;
  }

  private ObjectNode records() {
    ObjectNode records = Json.object();
    records.set(INCIDENTS, WatchJson.of(incidents.all()));
    records.set("days", availability.toJson());
    putTold(records);
    return records;
  }

  private void putTold(ObjectNode json) {
    announcer.told().forEach(json.putArray(TOLD)::add);
  }

  /** Everything that a status page shows. */
  synchronized StatusView view() {
    Instant now = Instant.now();
    return new StatusView(
        options.about(),
        now.truncatedTo(ChronoUnit.SECONDS),
        machine.reporting(),
        options.peers().size() + 1,
        machine.situation(),
        incidents.all(),
        availability.all(),
        times.all(now));
  }

  /** Tells of what is new in a view. */
  void announce(StatusView view) {
    boolean isFirst;
    synchronized (this) {
      isFirst = machine.isFirst();
    }
    announcer.look(view, isFirst, Instant.now());
  }

  /**
   * Adds words of the operator.
   *
   * @param id of the incident; empty to open one
   * @throws IllegalArgumentException if there is no such incident
   */
  synchronized Incident say(Optional<String> id, Phase phase, Text text) {
    return incidents.say(id, phase, text, Moment.now());
  }

  private synchronized void load() throws IOException {
    Path records = options.data().resolve(RECORDS_FILE);
    Files.createDirectories(options.data());
    if (Files.exists(records)) {
      JsonNode json = Json.parseOwn(Files.readAllBytes(records));
      merge(json);
      times.load(json.path("times"));
      saved = incidents.all();
    }
    Path kept = options.data().resolve(ACCOUNT_FILE);
    if (Files.exists(kept)) {
      account.load(Json.parseOwn(Files.readAllBytes(kept)));
    }
  }

  /** Writes the files if they are due; not while the lock is held, because disks can be slow. */
  void save() {
    byte[] records;
    byte[] kept;
    synchronized (this) {
      Moment now = Moment.now();
      if (incidents.all().equals(saved) && now.isWithin(SAVE_EVERY, savedAt)) {
        return;
      }
      savedAt = now;
      saved = incidents.all();
      ObjectNode all = records();
      all.set("times", times.toJson());
      records = Json.bytes(all);
      kept = Json.bytes(account.toJson());
    }
    try {
      DurableFile.replace(options.data().resolve(RECORDS_FILE), records);
      DurableFile.replace(options.data().resolve(ACCOUNT_FILE), kept);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "records cannot be kept: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    loop.interrupt();
    try {
      loop.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
    announcer.close();
    synchronized (this) {
      saved = List.of();
      savedAt = new Moment(savedAt.nanos() - SAVE_EVERY.toNanos(), savedAt.time());
    }
    save();
  }
}
