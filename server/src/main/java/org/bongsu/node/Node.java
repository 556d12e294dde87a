package org.bongsu.node;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bongsu.api.Api;
import org.bongsu.api.Chance;
import org.bongsu.api.Homeserver;
import org.bongsu.api.RateLimits;
import org.bongsu.api.account.Operator;
import org.bongsu.apply.ShardMap;
import org.bongsu.effects.Charge;
import org.bongsu.effects.Effects;
import org.bongsu.http.Gateway;
import org.bongsu.media.MediaStore;
import org.bongsu.settings.ServerConfig;
import org.bongsu.shard.Shards;

/** One running server: opened from the bottom up, closed from the top down. */
public final class Node implements AutoCloseable {
  private final ServerConfig config;
  private final DataDirectory directory;
  private final Shards shards;
  private final Effects effects;
  private final Api api;
  private final OperatorChannel channel;
  private final Gateway gateway;

  private Node(
      ServerConfig config,
      DataDirectory directory,
      Shards shards,
      Effects effects,
      Api api,
      OperatorChannel channel,
      Gateway gateway) {
    this.config = config;
    this.directory = directory;
    this.shards = shards;
    this.effects = effects;
    this.api = api;
    this.channel = channel;
    this.gateway = gateway;
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
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      DataDirectory directory = DataDirectory.open(wanted);
      opened.push(directory);
      ServerConfig config = directory.complete(wanted);
      MediaStore media = MediaStore.open(config.data().resolve("media"));
      Shards shards = Shards.openLocal(config.data(), new ShardMap(config.shards()), clock);
      opened.push(shards);
      Effects effects = Effects.open(shards, Charge.ALONE, config.privatePushGateways());
      opened.push(effects);
      RateLimits limits = new RateLimits(clock, config.limits());
      Homeserver homeserver = new Homeserver(config, shards, clock, new Chance(), limits);
      Api api = Api.open(homeserver, media);
      opened.push(api);
      Operator operator = new Operator(homeserver);
      OperatorChannel channel = OperatorChannel.open(directory, config.data(), operator);
      opened.push(channel);
      Gateway gateway =
          Gateway.listen(
              config.host(), config.port(), api.routes(), api.sessions(), config.proxyTrusted());
      return new Node(config, directory, shards, effects, api, channel, gateway);
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
    return URI.create("http://127.0.0.1:" + gateway.port());
  }

  public Shards shards() {
    return shards;
  }

  @Override
  public void close() {
    gateway.close();
    channel.close();
    api.close();
    effects.close();
    shards.close();
    directory.close();
  }
}
