package org.bongsu.node;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.bongsu.apply.ShardMap;
import org.bongsu.cluster.ClusterMember;
import org.bongsu.cluster.Site;
import org.bongsu.cluster.SitePlan;
import org.bongsu.effects.EffectSurroundings;
import org.bongsu.effects.Leadership;
import org.bongsu.gateway.CommandGateway;
import org.bongsu.http.Gateway;
import org.bongsu.http.Protocol;
import org.bongsu.http.Routes;
import org.bongsu.media.MediaScrub;
import org.bongsu.media.MediaStore;
import org.bongsu.settings.Configuration;
import org.bongsu.shard.Shards;

/** One running server: opened from the bottom up, closed from the top down. */
public final class Node implements AutoCloseable {
  private static final int RUN_LETTERS = 8;
  private static final long ENDING_LOOK_MILLIS = 500;

  private final NodeSettings config;
  private final DataDirectory directory;
  private final Shards shards;
  private final ClusterMember others;
  private final Features features;
  private final TimerDriver timers;
  private final MediaScrub scrub;
  private final AdminCommands adminCommands;
  private final AdminSocket channel;
  private final Gateway gateway;

  private Node(
      NodeSettings config,
      DataDirectory directory,
      Shards shards,
      ClusterMember others,
      Features features,
      TimerDriver timers,
      MediaScrub scrub,
      AdminCommands adminCommands,
      AdminSocket channel,
      Gateway gateway) {
    this.config = config;
    this.directory = directory;
    this.shards = shards;
    this.others = others;
    this.features = features;
    this.timers = timers;
    this.scrub = scrub;
    this.adminCommands = adminCommands;
    this.channel = channel;
    this.gateway = gateway;
  }

  /** Opens the node's parts for being one of several sites. */
  @FunctionalInterface
  private interface OthersOpener {
    ClusterMember open(NodeSettings config, MediaStore media) throws IOException;
  }

  /** Opens the shards, over the log of this machine or of all sites. */
  @FunctionalInterface
  private interface ShardsOpener {
    Shards open(DataDirectory directory, NodeSettings config, ClusterMember others)
        throws IOException;
  }

  /**
   * Starts a server of a single machine.
   *
   * @param features the features that it offers
   * @throws DataDirectory.InUse if another process uses the data directory
   * @throws DataDirectory.Mismatch if it belongs to another server
   * @throws Gateway.PortTaken if the port is in use
   */
  public static Node start(Configuration wanted, List<Feature> features) throws IOException {
    Clock clock = Clock.systemUTC();
    return start(
        wanted,
        features,
        DataDirectory.Engine.LOCAL,
        (config, media) -> ClusterMember.NONE,
        (directory, config, others) ->
            Shards.openLocal(config.data(), new ShardMap(config.shards()), clock),
        clock);
  }

  /** Starts one of several sites; it serves after it has joined them. Throws as above. */
  public static Node startSite(Configuration wanted, List<Feature> features, SitePlan plan)
      throws IOException {
    Clock clock = Clock.systemUTC();
    return start(
        wanted,
        features,
        DataDirectory.Engine.SITES,
        (config, media) ->
            ClusterMember.of(
                plan,
                config.data(),
                config.shards(),
                new SecureRandomSource().letters(RUN_LETTERS),
                media),
        (directory, config, others) -> {
          ShardMap map = new ShardMap(config.shards());
          Shards.LogOpener log = others.findLog(directory.logBegins());
          return Shards.open(config.data(), map, log, clock, others.logReplicas());
        },
        clock);
  }

  private static Node start(
      Configuration wanted,
      List<Feature> offered,
      DataDirectory.Engine engine,
      OthersOpener othersOf,
      ShardsOpener shardsOf,
      Clock clock)
      throws IOException {
    FilePermissions.restrictNewFiles();
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      DataDirectory directory = DataDirectory.open(wanted, engine);
      opened.push(directory);
      Configuration configuration = Features.complete(offered, wanted, directory);
      NodeSettings config = configuration.get(NodeSettings.class);
      MediaStore media = MediaStore.open(config.data().resolve("media"));
      MediaScrub scrub = MediaScrub.start(media, config.mediaScrubRate());
      opened.push(scrub);
      ClusterMember others = othersOf.open(config, media);
      opened.push(others);
      Shards shards = shardsOf.open(directory, config, others);
      opened.push(shards);
      CommandGateway commands = new CommandGateway(shards, others.sites());
      TimerDriver timers = TimerDriver.start(shards, others::isLeader, clock);
      opened.push(timers);
      RateLimits limits = new RateLimits(clock, configuration.limits(), others.bus());
      Homeserver homeserver =
          new Homeserver(
              configuration,
              commands,
              shards,
              clock,
              new SecureRandomSource(),
              limits,
              others.sites(),
              others.bus());
      Sessions sessions = new Sessions(homeserver);
      Features features =
          Features.start(
              offered,
              all ->
                  new NodeContext(
                      homeserver,
                      sessions,
                      media,
                      others.replicas(),
                      others.site(),
                      others.keys(),
                      all::health,
                      () -> metrics(timers, media, scrub, all)));
      opened.push(features);
      features.startEffects(
          new EffectSurroundings(
              shards,
              commands,
              leadership(others.site()),
              () -> ThreadLocalRandom.current().nextDouble(),
              Thread::sleep));
      Routes routes = new Routes(new Protocol(sessions, MatrixError::render));
      features.addTo(routes);
      others.opened(shards);
      AdminCommands adminCommands = features.adminCommandsWith(offered, homeserver);
      AdminSocket channel = AdminSocket.open(directory, config.data(), adminCommands);
      opened.push(channel);
      others.site().ifPresent(site -> site.start(shards)); // the last commit listener
      Gateway gateway =
          Gateway.listen(
              config.host(), config.port(), routes, config.clientLimits(), others.admission());
      return new Node(
          config,
          directory,
          shards,
          others,
          features,
          timers,
          scrub,
          adminCommands,
          channel,
          gateway);
    } catch (IOException | RuntimeException e) {
      opened.forEach(part -> closeAfter(e, part));
      throw e;
    }
  }

  private static List<Metric> metrics(
      TimerDriver timers, MediaStore media, MediaScrub scrub, Features features) {
    List<Metric> all = new ArrayList<>(timers.metrics());
    all.add(
        Metric.counter(
            "bongsu_media_verified_bytes_total",
            "Photos and files that were read back and compared with their hash.",
            scrub.verifiedBytes()));
    all.add(
        Metric.counter(
            "bongsu_media_damaged_total",
            "Photos and files that this disk has damaged; they are not served.",
            media.damagedCount()));
    all.addAll(features.metrics());
    return all;
  }

  /** The leadership that effects check. */
  private static Leadership leadership(Optional<Site> site) {
    if (site.isEmpty()) {
      return Leadership.ALONE;
    }
    Site one = site.get();
    return new Leadership() {
      @Override
      public boolean isLeader(int shard) {
        return one.isLeader();
      }

      @Override
      public void awaitCurrent(int shard) {
        one.awaitCurrent(shard);
      }
    };
  }

  private static void closeAfter(Exception failure, AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  /** The configuration, with the values that the data directory fixes. */
  public NodeSettings config() {
    return config;
  }

  /** Whether this is the first start with this data directory. */
  public boolean isFirstStart() {
    return directory.isNew();
  }

  /**
   * The address at which the first users register; creates the registration token in it. Empty if
   * users can register otherwise; see the admin command {@code first-token}.
   */
  public Optional<URI> firstInvitation() {
    String own = others.site().map(Site::url).orElseGet(() -> url().toString());
    String at = config.publicUrl().isEmpty() ? own : config.publicUrl();
    return adminCommands
        .ask(AdminClient.question("first-token"))
        .map(answer -> answer.path("token").stringValue(""))
        .filter(token -> !token.isEmpty())
        .map(token -> URI.create(at + "/?invite=" + token));
  }

  /** Where clients reach it. */
  public URI url() {
    String host = config.host().equals("0.0.0.0") ? "127.0.0.1" : config.host();
    return URI.create("http://" + host + ":" + gateway.port());
  }

  /**
   * Returns when requests are answered: at once on a single machine, after joining on a site.
   *
   * @return false if they never will be before the next start; see {@link #awaitEnding}
   */
  public boolean awaitReady() throws InterruptedException {
    while (!others.site().map(Site::isServing).orElse(true)) {
      if (ending().isPresent()) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }

  /** Why a site has to be started again. */
  public sealed interface Ending {
    /** Its data must be rebuilt. */
    record Quarantined(String why) implements Ending {}

    /** Its log was lost, and it continues with a new one. */
    record NewLog() implements Ending {}
  }

  /** Returns when this site has to be started again. */
  public Ending awaitEnding() throws InterruptedException {
    Optional<Ending> ending = ending();
    while (ending.isEmpty()) {
      Thread.sleep(ENDING_LOOK_MILLIS);
      ending = ending();
    }
    return ending.get();
  }

  private Optional<Ending> ending() {
    return others
        .site()
        .map(Site::quarantined)
        .filter(why -> !why.isEmpty())
        .<Ending>map(Ending.Quarantined::new)
        .or(() ->
            others.continuesWithNewLog() ? Optional.of(new Ending.NewLog()) : Optional.empty());
  }

  public Shards shards() {
    return shards;
  }

  /** Effects end first, so that their progress is written while this site still leads. */
  @Override
  public void close() {
    features.stopEffects();
    others.leave();
    gateway.close();
    channel.close();
    features.close();
    timers.close();
    scrub.close();
    shards.close();
    others.close();
    directory.close();
  }
}
