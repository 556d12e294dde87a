package org.bongsu.matrix.media;

import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.media.MediaReplicas;
import org.bongsu.media.MediaStore;
import org.bongsu.media.Thumbnails;
import org.bongsu.node.Homeserver;

/**
 * All media operations. URL previews ({@code preview_url}) are not offered: the server sends no
 * requests to hosts that users name.
 */
public final class MediaApi implements AutoCloseable {
  private final Homeserver homeserver;
  private final Contents contents;
  private final Thumbnails thumbnails;
  private final UploadApi uploads;

  public MediaApi(Homeserver homeserver, MediaStore store, MediaReplicas replicas) {
    this.homeserver = homeserver;
    this.contents = new Contents(homeserver, store, replicas);
    this.thumbnails = Thumbnails.open(store);
    this.uploads = new UploadApi(homeserver, store, replicas);
  }

  public void addTo(Routes routes) {
    routes.add("GET", "/_matrix/client/v1/media/config", this::config);
    routes.add("GET", "/_matrix/media/v3/config", this::config);
    uploads.addTo(routes);
    DownloadApi downloads = new DownloadApi(contents, thumbnails);
    downloads.addTo(routes, "/_matrix/client/v1/media", DownloadApi.Access.AUTHENTICATED);
    DownloadApi.Access legacy =
        switch (homeserver.settings(MatrixSettings.class).legacyMedia()) {
          case OPEN -> DownloadApi.Access.OPEN;
          case FROZEN -> DownloadApi.Access.FROZEN;
        };
    downloads.addTo(routes, "/_matrix/media/v3", legacy);
  }

  /** GET /_matrix/client/v1/media/config: the maximum size of an upload. */
  private Response config(Request request) {
    return Response.json(
        Json.object().put("m.upload.size", homeserver.settings(MatrixSettings.class).uploadMax()));
  }

  @Override
  public void close() {
    thumbnails.close();
    contents.close();
  }
}
