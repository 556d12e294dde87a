package org.bongsu.matrix.media;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaId;
import org.bongsu.media.MediaReplicas;
import org.bongsu.media.MediaStore;
import org.bongsu.media.StoredMedia;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.upload.MediaDeletions;
import org.bongsu.upload.UploadApply;
import org.bongsu.upload.UploadApply.Upload;

/**
 * Looks up media ids. A request for a reserved id waits until its content is uploaded, and one for
 * media that may be deleted until that is decided.
 */
final class Contents implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Contents.class.getName());

  /** How long a request without {@code timeout_ms} waits: the specification's default. */
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(20);

  /** A longer {@code timeout_ms} is cut to this. */
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  /**
   * Content that is stored at this site.
   *
   * @param contentType as determined at the upload
   */
  record Content(String contentType, Optional<String> fileName, StoredMedia stored) {}

  private final Homeserver homeserver;
  private final MediaStore store;
  private final MediaReplicas replicas;
  private final PendingUploads pendingUploads = new PendingUploads();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Contents(Homeserver homeserver, MediaStore store, MediaReplicas replicas) {
    this.replicas = replicas;
    this.homeserver = homeserver;
    this.store = store;
    homeserver.shards().subscribe(pendingUploads);
  }

  /**
   * Answers a request for {@code {serverName}/{mediaId}} with the response that {@code answer}
   * makes of the content.
   *
   * @throws MatrixError 404 if there is no such media, it was deleted, it is of another server or
   *     the request may not have it; 504 {@code M_NOT_YET_UPLOADED} if its content was not uploaded
   *     in time; 503 if it was not decided in time whether it is deleted
   */
  CompletionStage<Response> answer(
      Request request,
      DownloadApi.Access access,
      Function<Content, CompletionStage<Response>> answer) {
    String mediaId = mediaId(request);
    Duration wait =
        Duration.ofMillis(
            request.queryLong("timeout_ms", DEFAULT_WAIT.toMillis(), WAIT_MAX.toMillis()));
    Upload upload = find(mediaId);
    if (!access.allows(request, upload)) {
      throw MatrixError.notFound("Media can be downloaded only with a token");
    }
    if (isReady(upload)) {
      return answer.apply(content(upload));
    }
    CompletableFuture<Void> uploaded = pendingUploads.await(mediaId, wait);
    if (isReady(find(mediaId))) { // it was uploaded before the wait began
      uploaded.complete(null);
    }
    CompletableFuture<Response> response =
        uploaded.thenApplyAsync(looked -> content(find(mediaId)), threads).thenCompose(answer);
    // Cancels the wait if the client disconnects.
    response.whenComplete((sent, failure) -> uploaded.complete(null));
    return response;
  }

  private static boolean isReady(Upload upload) {
    return upload.isStored() && upload.state() == MediaDeletions.State.KEPT;
  }

  /** The media id that a request names; 404 for other servers'. */
  String mediaId(Request request) {
    String mediaId = request.pathParam("mediaId");
    boolean ours = request.pathParam("serverName").equals(homeserver.config().serverName());
    if (!ours || MediaId.parse(mediaId).isEmpty()) {
      throw MatrixError.notFound("There is no such media here");
    }
    return mediaId;
  }

  /** Looks up an upload. Before it answers 404, the site catches up with the log. */
  private Upload find(String mediaId) {
    return read(mediaId)
        .or(() -> {
          homeserver.sites().awaitCurrent(homeserver.shards().shardOf(mediaId));
          return read(mediaId);
        })
        .filter(upload -> upload.state() != MediaDeletions.State.DELETED)
        .filter(upload -> !upload.hasExpired(homeserver.clock().millis()))
        .orElseThrow(() -> MatrixError.notFound("There is no such media here"));
  }

  private Optional<Upload> read(String mediaId) {
    return homeserver.read(mediaId, db -> UploadApply.find(db, mediaId));
  }

  private Content content(Upload upload) {
    if (upload.state() != MediaDeletions.State.KEPT) {
      throw MatrixError.unavailable("It is not known yet whether this media was deleted");
    }
    if (upload.sha256() == null) {
      throw new MatrixError(504, "M_NOT_YET_UPLOADED", "This media has not been uploaded yet");
    }
    ContentHash hash = new ContentHash(upload.sha256());
    return new Content(
        Optional.ofNullable(upload.contentType()).orElse("application/octet-stream"),
        Optional.ofNullable(upload.fileName()),
        require(hash, store.find(hash)));
  }

  /**
   * Content whose bytes are served now: small content is verified first.
   *
   * @throws MatrixError 503 if it is damaged here, and no other site has it
   */
  StoredMedia intact(Content content) {
    ContentHash hash = content.stored().hash();
    return require(hash, store.findIntact(hash));
  }

  private StoredMedia require(ContentHash hash, Optional<StoredMedia> here) {
    return here.or(() -> replicas.bring(hash))
        .orElseThrow(() -> {
          LOG.log(
              System.Logger.Level.ERROR, "the content " + hash + " is not in the media directory");
          return MatrixError.unavailable(
              "The content of this media is not available at this site now");
        });
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
