package org.bongsu.node;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import org.bongsu.api.Api;
import org.bongsu.api.Chance;
import org.bongsu.api.Homeserver;
import org.bongsu.apply.ShardMap;
import org.bongsu.http.Gateway;
import org.bongsu.shard.Shards;

/** One running server: opened from the bottom up, closed from the top down. */
public final class Node implements AutoCloseable {
  private final DataDirectory directory;
  private final Shards shards;
  private final Api api;
  private final Gateway gateway;

  private Node(DataDirectory directory, Shards shards, Api api, Gateway gateway) {
    this.directory = directory;
    this.shards = shards;
    this.api = api;
    this.gateway = gateway;
  }

  /**
   * Starts a server of a single machine.
   *
   * @throws DataDirectory.InUse where another process has the data directory
   * @throws Gateway.PortTaken where the port is taken
   */
  public static Node start(ServerConfig config) throws IOException {
    Clock clock = Clock.systemUTC();
    DataDirectory directory = DataDirectory.open(config);
    try {
      Shards shards = Shards.openLocal(config.data(), new ShardMap(config.shards()), clock);
      Api api = Api.open(new Homeserver(config, shards, clock, new Chance()));
      Gateway gateway =
          Gateway.listen(
              config.host(), config.port(), api.routes(), api.sessions(), config.proxyTrusted());
      return new Node(directory, shards, api, gateway);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
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
    api.close();
    shards.close();
    directory.close();
  }
}
