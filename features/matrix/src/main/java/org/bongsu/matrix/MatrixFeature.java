package org.bongsu.matrix;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bongsu.http.Routes;
import org.bongsu.matrix.account.AccountAdmin;
import org.bongsu.matrix.account.AccountsApi;
import org.bongsu.matrix.discovery.DiscoveryApi;
import org.bongsu.matrix.keys.CrossSigningApi;
import org.bongsu.matrix.keys.KeyBackupApi;
import org.bongsu.matrix.keys.KeysApi;
import org.bongsu.matrix.keys.SendToDeviceApi;
import org.bongsu.matrix.media.MediaApi;
import org.bongsu.matrix.push.PushRulesApi;
import org.bongsu.matrix.push.PushersApi;
import org.bongsu.matrix.rooms.RoomsApi;
import org.bongsu.matrix.search.SearchApi;
import org.bongsu.matrix.sync.SyncApi;
import org.bongsu.node.AdminCommands;
import org.bongsu.node.DataDirectory;
import org.bongsu.node.Feature;
import org.bongsu.node.Homeserver;
import org.bongsu.node.Metric;
import org.bongsu.node.NodeContext;
import org.bongsu.settings.Configuration;
import org.bongsu.settings.LimitKind;

/** The Matrix client-server API: accounts, rooms, sync, search, media, keys, discovery. */
public final class MatrixFeature implements Feature {
  private static final String REGISTRATION_SECRET = "registration-secret";

  @Override
  public String name() {
    return "matrix";
  }

  @Override
  public Optional<Class<? extends Record>> settings() {
    return Optional.of(MatrixSettings.class);
  }

  @Override
  public List<LimitKind> limits() {
    return List.of(MatrixLimit.values());
  }

  @Override
  public Configuration complete(Configuration configuration, DataDirectory directory)
      throws IOException {
    return configuration.isGiven(REGISTRATION_SECRET)
        ? configuration
        : configuration.with(REGISTRATION_SECRET, directory.secret(REGISTRATION_SECRET));
  }

  @Override
  public Optional<AdminCommands> adminCommands(Homeserver homeserver) {
    return Optional.of(new AccountAdmin(homeserver));
  }

  @Override
  public Running start(NodeContext node) {
    return new Operations(node);
  }

  /** All operations of the Matrix API, wired together. */
  private static final class Operations implements Running {
    private final Homeserver homeserver;
    private final AccountsApi accounts;
    private final SyncApi sync;
    private final MediaApi media;

    Operations(NodeContext node) {
      this.homeserver = node.homeserver();
      this.accounts = new AccountsApi(homeserver, node.sessions());
      this.sync = new SyncApi(homeserver);
      this.media = new MediaApi(homeserver, node.media(), node.replicas());
    }

    @Override
    public void addTo(Routes routes) {
      // matrix-nio 0.20 knows only the paths from before the specification had versions
      routes
          .alias("/_matrix/client/r0", "/_matrix/client/v3")
          .alias("/_matrix/media/r0", "/_matrix/media/v3");
      new DiscoveryApi(homeserver).addTo(routes);
      accounts.addTo(routes);
      sync.addTo(routes);
      RoomsApi.addTo(routes, homeserver);
      new PushRulesApi(homeserver).addTo(routes);
      new PushersApi(homeserver).addTo(routes);
      media.addTo(routes);
      new SearchApi(homeserver).addTo(routes);
      new KeysApi(homeserver).addTo(routes);
      new CrossSigningApi(homeserver, accounts.ownPassword()).addTo(routes);
      new KeyBackupApi(homeserver).addTo(routes);
      new SendToDeviceApi(homeserver).addTo(routes);
    }

    @Override
    public List<Metric> metrics() {
      return media.metrics();
    }

    /** Ends waiting syncs and uploads in progress. */
    @Override
    public void close() {
      media.close();
      sync.close();
    }
  }
}
