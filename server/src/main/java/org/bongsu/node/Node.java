package org.bongsu.node;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import org.bongsu.api.Api;
import org.bongsu.api.Chance;
import org.bongsu.api.Homeserver;
import org.bongsu.api.RateLimits;
import org.bongsu.api.account.Operator;
import org.bongsu.apply.ShardMap;
import org.bongsu.effects.Effects;
import org.bongsu.http.Admission;
import org.bongsu.http.Gateway;
import org.bongsu.log.Log;
import org.bongsu.media.MediaStore;
import org.bongsu.settings.ServerConfig;
import org.bongsu.shard.Shards;
import org.bongsu.site.HealthApi;
import org.bongsu.site.OtherSites;
import org.bongsu.site.Site;

/** One running server: opened from the bottom up, closed from the top down. */
public final class Node implements AutoCloseable {
  private static final int RUN_LETTERS = 8;

  private final ServerConfig config;
  private final DataDirectory directory;
  private final Shards shards;
  private final Others others;
  private final Effects effects;
  private final Api api;
  private final OperatorChannel channel;
  private final Gateway gateway;

  private Node(
      ServerConfig config,
      DataDirectory directory,
      Shards shards,
      Others others,
      Effects effects,
      Api api,
      OperatorChannel channel,
      Gateway gateway) {
    this.config = config;
    this.directory = directory;
    this.shards = shards;
    this.others = others;
    this.effects = effects;
    this.api = api;
    this.channel = channel;
    this.gateway = gateway;
  }

  /** What is the node's where it is one of several sites, and nothing where it is alone. */
  private record Others(Optional<Site> site, Optional<Log> log) implements AutoCloseable {
    static final Others NONE = new Others(Optional.empty(), Optional.empty());

    boolean isInCharge() {
      return site.map(Site::isInCharge).orElse(true);
    }

    /** Serves no more; the log can still be read and written. */
    void leave() {
      site.ifPresent(Site::close);
    }

    @Override
    public void close() {
      leave();
      log.ifPresent(Log::close);
    }
  }

  /** Opens the shards, over the log of this machine or of all sites. */
  @FunctionalInterface
  private interface ShardsOpener {
    Shards open(ServerConfig config, ShardMap map, Others others) throws IOException;
  }

  /**
   * Starts a server of a single machine.
   *
   * @throws DataDirectory.InUse where another process has the data directory
   * @throws DataDirectory.Mismatch where it belongs to another server
   * @throws Gateway.PortTaken where the port is taken
   */
  public static Node start(ServerConfig wanted) throws IOException {
    Clock clock = Clock.systemUTC();
    return start(
        wanted,
        DataDirectory.Engine.LOCAL,
        config -> Others.NONE,
        (config, map, others) -> Shards.openLocal(config.data(), map, clock),
        clock);
  }

  /** Starts one site of several; it serves nobody before it has joined them. Throws as above. */
  public static Node startSite(ServerConfig wanted, SitePlan plan) throws IOException {
    Clock clock = Clock.systemUTC();
    return start(
        wanted,
        DataDirectory.Engine.SITES,
        config -> others(config, plan),
        (config, map, others) ->
            Shards.open(config.data(), map, plan.engine()::shards, clock, others::isInCharge),
        clock);
  }

  private static Others others(ServerConfig config, SitePlan plan) {
    Log log = plan.engine().sites();
    String run = new Chance().letters(RUN_LETTERS);
    Site site = new Site(plan.name(), plan.sites(), run, log, config.shards(), plan.timing());
    return new Others(Optional.of(site), Optional.of(log));
  }

  private static Node start(
      ServerConfig wanted,
      DataDirectory.Engine engine,
      Function<ServerConfig, Others> othersOf,
      ShardsOpener shardsOf,
      Clock clock)
      throws IOException {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      DataDirectory directory = DataDirectory.open(wanted, engine);
      opened.push(directory);
      ServerConfig config = directory.complete(wanted);
      MediaStore media = MediaStore.open(config.data().resolve("media"));
      Others others = othersOf.apply(config);
      opened.push(others);
      Shards shards = shardsOf.open(config, new ShardMap(config.shards()), others);
      opened.push(shards);
      Effects effects =
          Effects.open(shards, shard -> others.isInCharge(), config.privatePushGateways());
      opened.push(effects);
      RateLimits limits = new RateLimits(clock, config.limits());
      OtherSites sites = others.site.<OtherSites>map(site -> site).orElse(OtherSites.NONE);
      Homeserver homeserver = new Homeserver(config, shards, clock, new Chance(), limits, sites);
      Api api = Api.open(homeserver, media);
      opened.push(api);
      new HealthApi(shards, others.site).addTo(api.routes());
      OperatorChannel channel =
          OperatorChannel.open(directory, config.data(), new Operator(homeserver));
      opened.push(channel);
      others.site.ifPresent(site -> site.start(shards)); // last of those who follow the shards
      Gateway gateway =
          Gateway.listen(
              config.host(),
              config.port(),
              api.routes(),
              api.sessions(),
              config.proxyTrusted(),
              others.site.<Admission>map(site -> site).orElse(Admission.ALWAYS));
      return new Node(config, directory, shards, others, effects, api, channel, gateway);
    } catch (IOException | RuntimeException e) {
      opened.forEach(part -> closeAfter(e, part));
      throw e;
    }
  }

  private static void closeAfter(Exception failure, AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  /** How it is set up, with what the data directory has fixed. */
  public ServerConfig config() {
    return config;
  }

  /** Whether it was started over this data for the first time. */
  public boolean isFirstStart() {
    return directory.isNew();
  }

  /** Where clients reach it. */
  public URI url() {
    String host = config.host().equals("0.0.0.0") ? "127.0.0.1" : config.host();
    return URI.create("http://" + host + ":" + gateway.port());
  }

  /** Returns when requests are answered: at once on one machine, after joining the others else. */
  public void awaitReady() throws InterruptedException {
    while (!others.site.map(Site::isServing).orElse(true)) {
      Thread.sleep(20);
    }
  }

  public Shards shards() {
    return shards;
  }

  @Override
  public void close() {
    others.leave();
    gateway.close();
    channel.close();
    api.close();
    effects.close();
    shards.close();
    others.close();
    directory.close();
  }
}
