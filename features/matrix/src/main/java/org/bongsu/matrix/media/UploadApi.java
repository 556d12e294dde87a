package org.bongsu.matrix.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.http.BodyPace;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.media.ContentSniffer;
import org.bongsu.media.LocationStripper;
import org.bongsu.media.MediaReplicas;
import org.bongsu.media.MediaSink;
import org.bongsu.media.MediaStore;
import org.bongsu.media.MediaTooLarge;
import org.bongsu.media.MediaWorkers;
import org.bongsu.media.ServedAs;
import org.bongsu.media.StoredMedia;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.upload.UploadApply;
import org.jspecify.annotations.Nullable;

/** Uploads, and media ids that are reserved before their content is uploaded. */
final class UploadApi implements AutoCloseable {
  /**
   * A query parameter of Bongsu: {@code true} keeps the location in the metadata of a photo or
   * video.
   */
  static final String KEEP_LOCATION = "org.bongsu.keep_location";

  /** How long a media id stays reserved, as the specification recommends. */
  static final Duration RESERVED_FOR = Duration.ofHours(24);

  /** Waiting for a client is free for this long: slow starts, changes of the network. */
  private static final Duration PACE_GRACE = Duration.ofSeconds(10);

  private static final Duration RETRY_UPLOAD_AFTER = Duration.ofSeconds(2);
  private static final Duration RETRY_RESERVING_AFTER = Duration.ofMinutes(1);
  private static final int MEDIA_ID_LETTERS = 24;
  private static final int COPY_BYTES = 1 << 16;

  private final Homeserver homeserver;
  private final MediaStore store;
  private final MediaReplicas replicas;
  private final MediaWorkers workers;
  private final UploadsInProgress inProgress = new UploadsInProgress();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  UploadApi(Homeserver homeserver, MediaStore store, MediaReplicas replicas, MediaWorkers workers) {
    this.workers = workers;
    this.replicas = replicas;
    this.homeserver = homeserver;
    this.store = store;
  }

  void addTo(Routes routes) {
    uploading(routes, "POST", "/_matrix/media/v3/upload", this::upload);
    uploading(
        routes, "PUT", "/_matrix/media/v3/upload/{serverName}/{mediaId}", this::uploadReserved);
    routes.add("POST", "/_matrix/media/v1/create", this::create);
  }

  private void uploading(
      Routes routes, String method, String template, Route.AsyncHandler handler) {
    MatrixSettings settings = homeserver.settings(MatrixSettings.class);
    BodyPace pace = new BodyPace(settings.uploadRateMin(), PACE_GRACE, settings.uploadTimeMax());
    routes.add(
        Route.later(method, template, Route.Access.TOKEN, settings.uploadMax(), handler)
            .streaming(pace));
  }

  /**
   * POST /_matrix/media/v3/upload: stores content and answers with its new {@code mxc://} URI. The
   * location is stripped from photos and videos, unless {@link #KEEP_LOCATION} is set. 413 {@code
   * M_TOO_LARGE} if it is larger than the configured size; 408 if it comes too slowly; 429 for more
   * than the user's share of concurrent uploads; 400 if the location can't be removed.
   */
  private CompletionStage<Response> upload(Request request) {
    homeserver.limits().take(MatrixLimit.UPLOADS, request.session().user());
    String mediaId = newMediaId(request.session().user());
    return receive(
        request, mediaId, false, Response.json(Json.object().put("content_uri", uri(mediaId))));
  }

  /**
   * PUT /_matrix/media/v3/upload/{serverName}/{mediaId}: uploads the content of a reserved media
   * id. 404 if it was not reserved or has expired, 403 if another user reserved it, 409 {@code
   * M_CANNOT_OVERWRITE_MEDIA} if it has content.
   */
  private CompletionStage<Response> uploadReserved(Request request) {
    String mediaId = request.pathParam("mediaId");
    Optional<UploadApply.Upload> upload =
        request.pathParam("serverName").equals(homeserver.config().serverName())
            ? homeserver.read(mediaId, db -> UploadApply.find(db, mediaId))
            : Optional.empty();
    UserId user = request.session().user();
    Optional<Outcome.Refused> refused =
        UploadApply.refusal(upload, user, homeserver.clock().millis());
    if (refused.isPresent()) {
      throw error(refused.get());
    }
    return receive(request, mediaId, true, Response.empty());
  }

  /**
   * POST /_matrix/media/v1/create: reserves a media id for {@link #RESERVED_FOR}. 429 if {@link
   * UploadApply#RESERVED_MAX} ids of the user have no content yet.
   */
  private Response create(Request request) {
    UserId user = request.session().user();
    homeserver.limits().take(MatrixLimit.UPLOADS, user);
    String mediaId = newMediaId(user);
    long expiresMillis = homeserver.clock().millis() + RESERVED_FOR.toMillis();
    require(new MediaCommand.ReserveMedia(mediaId, user, expiresMillis));
    return Response.json(
        Json.object().put("content_uri", uri(mediaId)).put("unused_expires_at", expiresMillis));
  }

  /** An upload with its place and its file; closing it frees both. */
  private final class Received implements AutoCloseable {
    final UserId user;
    final MediaSink sink;

    Received(UserId user) {
      this.user = user;
      takePlace(user);
      try {
        this.sink = store.receive(homeserver.settings(MatrixSettings.class).uploadMax());
      } catch (RuntimeException e) {
        inProgress.end(user);
        throw e;
      }
    }

    @Override
    public void close() {
      sink.close();
      inProgress.end(user);
    }
  }

  private void takePlace(UserId user) {
    switch (inProgress.begin(user)) {
      case TAKEN -> {}
      case SHARE_USED -> throw MatrixError.limitExceeded(RETRY_UPLOAD_AFTER.toMillis());
      case NONE_LEFT -> throw MatrixError.unavailable("Too many files are being uploaded now");
    }
  }

  /**
   * Receives the body, removes its location on one of the media threads, makes it durable at two
   * sites if there are several, and then appends the command that assigns it to the media id. A
   * client that disconnects ends this up to the second step.
   */
  private CompletionStage<Response> receive(
      Request request, String mediaId, boolean reserved, Response answer) {
    UserId user = request.session().user();
    Optional<String> fileName = fileName(request);
    boolean keepsLocation = request.queryFlag(KEEP_LOCATION, false);
    Received upload = new Received(user);
    try {
      copy(request.stream(), upload.sink);
      byte[] head = upload.sink.head();
      String contentType = ContentSniffer.contentType(request.header("Content-Type"), head);
      CompletableFuture<Boolean> stripped =
          keepsLocation || !LocationStripper.mayHaveLocation(head)
              ? CompletableFuture.completedFuture(false)
              : workers.submit(user.value(), () -> upload.sink.amend(LocationStripper::strip));
      CompletableFuture<Response> response =
          stripped
              .handleAsync(
                  (changed, failure) -> {
                    keep(upload, failure, mediaId, contentType, fileName, reserved);
                    return answer;
                  },
                  threads)
              .copy();
      response.whenComplete((sent, failure) -> stripped.cancel(false));
      return response;
    } catch (RuntimeException e) {
      upload.close();
      throw MediaErrors.of(e);
    }
  }

  private void keep(
      Received upload,
      @Nullable Throwable failure,
      String mediaId,
      String contentType,
      Optional<String> fileName,
      boolean reserved) {
    try (upload) {
      if (failure != null) {
        throw MediaErrors.of(failure);
      }
      StoredMedia stored = upload.sink.keep();
      replicas.spread(stored);
      if (!store.renew(stored.hash())) {
        throw MatrixError.unavailable("The upload took too long to reach another site");
      }
      require(
          new MediaCommand.StoreMedia(
              mediaId,
              upload.user,
              stored.hash().value(),
              stored.sizeBytes(),
              contentType,
              fileName.orElse(null),
              reserved));
    }
  }

  private static Optional<String> fileName(Request request) {
    Optional<String> name = request.query("filename").filter(text -> !text.isEmpty());
    if (name.filter(text -> text.length() > ServedAs.FILE_NAME_CHARS_MAX).isPresent()) {
      throw MatrixError.invalidParam(
          "filename has at most " + ServedAs.FILE_NAME_CHARS_MAX + " characters");
    }
    return name;
  }

  private static void copy(InputStream from, MediaSink to) {
    byte[] buffer = new byte[COPY_BYTES];
    try {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(ByteBuffer.wrap(buffer, 0, n));
      }
    } catch (MediaTooLarge e) {
      throw MatrixError.tooLarge("At most " + e.bytesMax() + " bytes can be uploaded");
    } catch (IOException e) {
      throw new MatrixError(408, "M_UNKNOWN", "The upload was incomplete");
    }
  }

  /** A new media id, which cannot be guessed and belongs to the user's shard. */
  private String newMediaId(UserId user) {
    int shard = homeserver.shards().shardOf(user.value());
    String mediaId = homeserver.random().letters(MEDIA_ID_LETTERS);
    while (homeserver.shards().shardOf(mediaId) != shard) {
      mediaId = homeserver.random().letters(MEDIA_ID_LETTERS);
    }
    return mediaId;
  }

  private String uri(String mediaId) {
    return "mxc://" + homeserver.config().serverName() + "/" + mediaId;
  }

  private void require(MediaCommand command) {
    if (homeserver.commands().apply(command) instanceof Outcome.Refused refused) {
      throw error(refused);
    }
  }

  private static MatrixError error(Outcome.Refused refused) {
    if (refused.why() == Refusal.CONFLICT) {
      return new MatrixError(409, "M_CANNOT_OVERWRITE_MEDIA", refused.detail());
    }
    if (refused.why() == Refusal.LIMIT_REACHED) {
      return MatrixError.limitExceeded(RETRY_RESERVING_AFTER.toMillis());
    }
    return Homeserver.error(refused);
  }

  /** Drops uploads whose bytes have come but are not acknowledged. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
