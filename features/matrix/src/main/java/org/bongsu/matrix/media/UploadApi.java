package org.bongsu.matrix.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
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
import org.bongsu.media.ServedAs;
import org.bongsu.media.StoredMedia;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.upload.UploadApply;

/** Uploads, and media ids that are reserved before their content is uploaded. */
final class UploadApi {
  /**
   * A query parameter of Bongsu: {@code true} keeps the location in the metadata of a photo or
   * video.
   */
  static final String KEEP_LOCATION = "org.bongsu.keep_location";

  /** How long a media id stays reserved, as the specification recommends. */
  static final Duration RESERVED_FOR = Duration.ofHours(24);

  /** Concurrent uploads of one user. */
  static final int AT_ONCE_MAX = 32;

  private static final Duration RETRY_UPLOAD_AFTER = Duration.ofSeconds(2);
  private static final Duration RETRY_RESERVING_AFTER = Duration.ofMinutes(1);
  private static final int MEDIA_ID_LETTERS = 24;
  private static final int COPY_BYTES = 1 << 16;

  private final Homeserver homeserver;
  private final MediaStore store;
  private final MediaReplicas replicas;
  private final Map<UserId, Integer> uploadsInProgress = new ConcurrentHashMap<>();

  UploadApi(Homeserver homeserver, MediaStore store, MediaReplicas replicas) {
    this.replicas = replicas;
    this.homeserver = homeserver;
    this.store = store;
  }

  void addTo(Routes routes) {
    long bytesMax = homeserver.settings(MatrixSettings.class).uploadMax();
    routes.add(
        Route.of("POST", "/_matrix/media/v3/upload", Route.Access.TOKEN, this::upload)
            .withBodyBytesMax(bytesMax)
            .streaming());
    routes.add(
        Route.of(
                "PUT",
                "/_matrix/media/v3/upload/{serverName}/{mediaId}",
                Route.Access.TOKEN,
                this::uploadReserved)
            .withBodyBytesMax(bytesMax)
            .streaming());
    routes.add("POST", "/_matrix/media/v1/create", this::create);
  }

  /**
   * POST /_matrix/media/v3/upload: stores content and answers with its new {@code mxc://} URI. The
   * location is stripped from photos and videos, unless {@link #KEEP_LOCATION} is set. 413 {@code
   * M_TOO_LARGE} if it is larger than the configured size; 429 for more than {@link #AT_ONCE_MAX}
   * concurrent uploads.
   */
  private Response upload(Request request) {
    homeserver.limits().take(MatrixLimit.UPLOADS, request.session().user());
    String mediaId = newMediaId(request.session().user());
    receive(request, mediaId, false);
    return Response.json(Json.object().put("content_uri", uri(mediaId)));
  }

  /**
   * PUT /_matrix/media/v3/upload/{serverName}/{mediaId}: uploads the content of a reserved media
   * id. 404 if it was not reserved or has expired, 403 if another user reserved it, 409 {@code
   * M_CANNOT_OVERWRITE_MEDIA} if it has content.
   */
  private Response uploadReserved(Request request) {
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
    receive(request, mediaId, true);
    return Response.empty();
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

  /**
   * Receives the body, makes it durable at two sites if there are several, and then appends the
   * command that assigns it to the media id.
   */
  private void receive(Request request, String mediaId, boolean reserved) {
    UserId user = request.session().user();
    Optional<String> fileName = fileName(request);
    boolean keepsLocation = request.queryFlag(KEEP_LOCATION, false);
    begin(user);
    try (MediaSink sink = store.receive(homeserver.settings(MatrixSettings.class).uploadMax())) {
      copy(request.stream(), sink);
      String contentType = ContentSniffer.contentType(request.header("Content-Type"), sink.head());
      if (!keepsLocation) {
        sink.amend(LocationStripper::strip);
      }
      StoredMedia stored = sink.keep();
      replicas.spread(stored);
      require(
          new MediaCommand.StoreMedia(
              mediaId,
              user,
              stored.hash().value(),
              stored.sizeBytes(),
              contentType,
              fileName.orElse(null),
              reserved));
    } finally {
      end(user);
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

  private void begin(UserId user) {
    int now = uploadsInProgress.merge(user, 1, Integer::sum);
    if (now > AT_ONCE_MAX) {
      end(user);
      throw MatrixError.limitExceeded(RETRY_UPLOAD_AFTER.toMillis());
    }
  }

  private void end(UserId user) {
    uploadsInProgress.computeIfPresent(user, (id, count) -> count == 1 ? null : count - 1);
  }

  /** A new media id, which cannot be guessed and belongs to the user's shard. */
  private String newMediaId(UserId user) {
    int shard = homeserver.shards().shardOf(user.value());
    String mediaId = homeserver.chance().letters(MEDIA_ID_LETTERS);
    while (homeserver.shards().shardOf(mediaId) != shard) {
      mediaId = homeserver.chance().letters(MEDIA_ID_LETTERS);
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
}
