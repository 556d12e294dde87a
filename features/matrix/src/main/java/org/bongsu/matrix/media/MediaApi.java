package org.bongsu.matrix.media;

import java.time.Duration;
import java.util.List;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.media.MediaReplicas;
import org.bongsu.media.MediaStore;
import org.bongsu.media.MediaWorkers;
import org.bongsu.media.Thumbnails;
import org.bongsu.node.Homeserver;
import org.bongsu.node.Metric;

/**
 * All media operations. URL previews ({@code preview_url}) are not offered: the server sends no
 * requests to hosts that users name.
 */
public final class MediaApi implements AutoCloseable {
  private final Homeserver homeserver;
  private final Contents contents;
  private final MediaWorkers workers;
  private final Thumbnails thumbnails;
  private final UploadApi uploads;
  private final ContentRemoval removal;

  public MediaApi(Homeserver homeserver, MediaStore store, MediaReplicas replicas) {
    this.homeserver = homeserver;
    this.contents = new Contents(homeserver, store, replicas);
    this.workers = new MediaWorkers(homeserver.settings(MatrixSettings.class).mediaLimits());
    this.thumbnails = Thumbnails.open(store, workers);
    this.uploads = new UploadApi(homeserver, store, replicas, workers);
    Duration keptFor =
        Duration.ofHours(homeserver.settings(MatrixSettings.class).deletedMediaHours());
    this.removal = ContentRemoval.start(homeserver, store, thumbnails, keptFor);
  }

  public void addTo(Routes routes) {
    routes.add("GET", "/_matrix/client/v1/media/config", this::config);
    routes.add("GET", "/_matrix/media/v3/config", this::config);
    uploads.addTo(routes);
    DownloadApi downloads = new DownloadApi(contents, thumbnails);
    downloads.addTo(
        routes, "/_matrix/client/v1/media", Route.Access.TOKEN, (request, upload) -> true);
    LegacyAccess legacy = new LegacyAccess(homeserver);
    downloads.addTo(routes, "/_matrix/media/v3", Route.Access.OPTIONAL, legacy::allows);
    new MediaRedactionApi(homeserver, contents).addTo(routes);
  }

  /** GET /_matrix/client/v1/media/config: the maximum size of an upload. */
  private Response config(Request request) {
    return Response.json(
        Json.object().put("m.upload.size", homeserver.settings(MatrixSettings.class).uploadMax()));
  }

  /** What the media threads do, for the operator. */
  public List<Metric> metrics() {
    MediaWorkers.Counts counts = workers.counts();
    return List.of(
        Metric.gauge(
            "bongsu_media_work_pending",
            "Files whose location is being removed and thumbnails being made, or waiting for it.",
            List.of(
                Metric.Sample.of("state", "running", counts.running()),
                Metric.Sample.of("state", "waiting", counts.waiting()))),
        Metric.counter(
            "bongsu_media_work_total",
            "The same since the start: done, refused because too much waited, or abandoned because"
                + " it took too long or the client went.",
            List.of(
                Metric.Sample.of("result", "done", counts.done()),
                Metric.Sample.of("result", "refused", counts.refused()),
                Metric.Sample.of("result", "abandoned", counts.abandoned()))));
  }

  @Override
  public void close() {
    removal.close();
    workers.close();
    uploads.close();
    contents.close();
  }
}
