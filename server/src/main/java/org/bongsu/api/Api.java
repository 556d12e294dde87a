package org.bongsu.api;

import java.util.List;
import org.bongsu.api.account.AccountsApi;
import org.bongsu.api.discovery.DiscoveryApi;
import org.bongsu.api.keys.CrossSigningApi;
import org.bongsu.api.keys.KeyBackupApi;
import org.bongsu.api.keys.KeysApi;
import org.bongsu.api.keys.SendToDeviceApi;
import org.bongsu.api.media.MediaApi;
import org.bongsu.api.push.PushRulesApi;
import org.bongsu.api.push.PushersApi;
import org.bongsu.api.rooms.RoomsApi;
import org.bongsu.api.search.SearchApi;
import org.bongsu.api.sync.SyncApi;
import org.bongsu.api.web.WebClient;
import org.bongsu.http.Protocol;
import org.bongsu.http.Routes;
import org.bongsu.media.MediaReplicas;
import org.bongsu.media.MediaStore;
import org.bongsu.site.OtherSites;

/** All operations, put together. */
public final class Api implements AutoCloseable {
  private final Routes routes;
  private final AccountsApi accounts;
  private final SyncApi sync;
  private final MediaApi media;

  private Api(Homeserver homeserver, MediaStore mediaStore, MediaReplicas replicas) {
    this.accounts = new AccountsApi(homeserver);
    this.sync = new SyncApi(homeserver);
    // matrix-nio 0.20 knows no paths but those before the specification had versions
    this.routes =
        new Routes(new Protocol(accounts.sessions(), MatrixError::render))
            .alias("/_matrix/client/r0", "/_matrix/client/v3")
            .alias("/_matrix/media/r0", "/_matrix/media/v3");
    new DiscoveryApi(homeserver).addTo(routes);
    accounts.addTo(routes);
    sync.addTo(routes);
    RoomsApi.addTo(routes, homeserver);
    new PushRulesApi(homeserver).addTo(routes);
    new PushersApi(homeserver).addTo(routes);
    this.media = new MediaApi(homeserver, mediaStore, replicas);
    media.addTo(routes);
    new SearchApi(homeserver).addTo(routes);
    new KeysApi(homeserver).addTo(routes);
    new CrossSigningApi(homeserver, accounts.ownPassword()).addTo(routes);
    new KeyBackupApi(homeserver).addTo(routes);
    new SendToDeviceApi(homeserver).addTo(routes);
    List<String> sites =
        homeserver.sites().addresses().stream().map(OtherSites.Address::url).toList();
    WebClient.find(Api.class.getClassLoader(), sites).ifPresent(client -> client.addTo(routes));
  }

  public static Api open(Homeserver homeserver, MediaStore mediaStore, MediaReplicas replicas) {
    return new Api(homeserver, mediaStore, replicas);
  }

  public Routes routes() {
    return routes;
  }

  /** Ends what runs by itself: waiting syncs, pushes under way. */
  @Override
  public void close() {
    media.close();
    sync.close();
  }
}
