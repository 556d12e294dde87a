package org.bongsu.matrix.media;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.media.RangeRequest;
import org.bongsu.media.ServedAs;
import org.bongsu.media.StoredMedia;
import org.bongsu.media.ThumbnailOutcome;
import org.bongsu.media.ThumbnailRequest;
import org.bongsu.media.Thumbnails;
import org.bongsu.node.MatrixError;
import org.bongsu.upload.UploadApply.Upload;

/** Downloads, whole and by ranges, and thumbnails. */
final class DownloadApi {
  /** Who may download what below a prefix; 404 for others. */
  @FunctionalInterface
  interface Access {
    boolean allows(Request request, Upload upload);
  }

  /** The content of a media id never changes. Browsers may cache it; shared caches may not. */
  private static final String CACHE_CONTROL = "private, max-age=31536000, immutable";

  private final Contents contents;
  private final Thumbnails thumbnails;

  DownloadApi(Contents contents, Thumbnails thumbnails) {
    this.contents = contents;
    this.thumbnails = thumbnails;
  }

  /**
   * Adds the operations below a prefix.
   *
   * @param token whether requests must have one; 401 for others
   */
  void addTo(Routes routes, String prefix, Route.Access token, Access access) {
    String media = "/{serverName}/{mediaId}";
    Route.AsyncHandler download = request -> download(request, access);
    get(routes, prefix + "/download" + media, token, download);
    get(routes, prefix + "/download" + media + "/{fileName}", token, download);
    get(routes, prefix + "/thumbnail" + media, token, request -> thumbnail(request, access));
  }

  private static void get(
      Routes routes, String template, Route.Access token, Route.AsyncHandler handler) {
    routes.add(Route.later("GET", template, token, Routes.BODY_BYTES_MAX, handler));
  }

  /**
   * GET /_matrix/client/v1/media/download/{serverName}/{mediaId}[/{fileName}]: the content, or the
   * part that {@code Range} asks for. {@code allow_remote} and {@code allow_redirect} are ignored:
   * media of other servers is not offered, and nothing is redirected.
   */
  private CompletionStage<Response> download(Request request, Access access) {
    return contents.answer(
        request, access, content -> CompletableFuture.completedFuture(content(request, content)));
  }

  private Response content(Request request, Contents.Content content) {
    Optional<String> fileName =
        request.optionalPathParam("fileName").filter(name -> !name.isEmpty()).or(content::fileName);
    ServedAs servedAs = ServedAs.download(content.contentType(), fileName);
    String etag = "\"" + content.stored().hash() + "\"";
    Map<String, String> headers = headers(servedAs, etag);
    headers.put("Accept-Ranges", "bytes");
    if (isKnown(request, etag)) {
      return notModified(headers);
    }
    StoredMedia stored = contents.intact(content);
    long size = stored.sizeBytes();
    return switch (range(request, etag, size)) {
      case RangeRequest.Whole() -> part(200, headers, servedAs, stored, 0, size);
      case RangeRequest.Part part -> {
        headers.put("Content-Range", part.contentRange(size));
        yield part(206, headers, servedAs, stored, part.offset(), part.length());
      }
      case RangeRequest.Unsatisfiable() -> unsatisfiable(size);
    };
  }

  private static Response part(
      int status,
      Map<String, String> headers,
      ServedAs servedAs,
      StoredMedia stored,
      long offset,
      long length) {
    return new Response.FilePart(
        status, headers, servedAs.contentType(), stored.path(), offset, length);
  }

  /** The range to send: only for GET, and only if {@code If-Range} matches the content. */
  private static RangeRequest range(Request request, String etag, long size) {
    boolean whole =
        !request.method().equals("GET")
            || request.header("If-Range").filter(known -> !known.strip().equals(etag)).isPresent();
    return RangeRequest.of(whole ? "" : request.header("Range").orElse(""), size);
  }

  private static Response unsatisfiable(long size) {
    byte[] body =
        "{\"errcode\":\"M_INVALID_PARAM\",\"error\":\"The content has no such range\"}"
            .getBytes(StandardCharsets.UTF_8);
    return new Response.Bytes(
        416, Map.of("Content-Range", "bytes */" + size), "application/json", body);
  }

  /**
   * GET /_matrix/client/v1/media/thumbnail/{serverName}/{mediaId}: a thumbnail, never animated. 400
   * if the content is not an image that can be decoded, 413 if it has too many pixels.
   */
  private CompletionStage<Response> thumbnail(Request request, Access access) {
    ThumbnailRequest wish =
        new ThumbnailRequest(side(request, "width"), side(request, "height"), method(request));
    return contents.answer(
        request,
        access,
        content -> {
          String etag = "\"" + Thumbnails.name(content.stored().hash(), wish) + "\"";
          if (isKnown(request, etag)) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("ETag", etag);
            headers.put("Cache-Control", CACHE_CONTROL);
            return CompletableFuture.completedFuture(notModified(headers));
          }
          return thumbnail(content, wish, account(request), etag);
        });
  }

  /** A client that disconnects no longer waits for its thumbnail. */
  private CompletionStage<Response> thumbnail(
      Contents.Content content, ThumbnailRequest wish, String account, String etag) {
    CompletableFuture<ThumbnailOutcome> made =
        thumbnails.get(content.stored().hash(), wish, account, () -> contents.intact(content));
    CompletableFuture<Response> response =
        made.handle((outcome, failure) -> {
          if (failure != null) {
            throw MediaErrors.of(failure);
          }
          return answer(outcome, etag);
        });
    response.whenComplete((sent, failure) -> made.cancel(false));
    return response;
  }

  /** Whose share of the media threads it takes; requests without a token share by address. */
  private static String account(Request request) {
    return request
        .optionalSession()
        .map(session -> session.user().value())
        .orElseGet(request::remoteAddress);
  }

  private static Response answer(ThumbnailOutcome outcome, String etag) {
    return switch (outcome) {
      case ThumbnailOutcome.Kept(var file, long sizeBytes, String contentType) ->
          new Response.FilePart(
              200, headers(ServedAs.thumbnail(contentType), etag), contentType, file, 0, sizeBytes);
      case ThumbnailOutcome.Made(var made) ->
          new Response.Bytes(
              200,
              headers(ServedAs.thumbnail(made.contentType()), etag),
              made.contentType(),
              made.bytes());
      case ThumbnailOutcome.TooManyPixels(long pixels, long pixelsMax) ->
          throw MatrixError.tooLarge(
              "This picture has %d pixels; %d can be made small".formatted(pixels, pixelsMax));
      case ThumbnailOutcome.NotSupported(String why) -> throw noThumbnail(why);
      case ThumbnailOutcome.Undecodable() -> throw noThumbnail("the picture cannot be read");
      case ThumbnailOutcome.Busy(Duration retryAfter) ->
          throw MatrixError.limitExceeded(retryAfter.toMillis());
    };
  }

  private static MatrixError noThumbnail(String why) {
    return new MatrixError(400, "M_UNKNOWN", "No thumbnail of this: " + why);
  }

  private static int side(Request request, String name) {
    if (request.query(name).isEmpty()) {
      throw MatrixError.missingParam(name);
    }
    int pixels = request.queryInt(name, 0, ThumbnailRequest.SIDE_MAX);
    if (pixels == 0) {
      throw MatrixError.invalidParam(name + " is at least 1");
    }
    return pixels;
  }

  private static ThumbnailRequest.Method method(Request request) {
    return switch (request.query("method").orElse("scale").toLowerCase(Locale.ROOT)) {
      case "scale" -> ThumbnailRequest.Method.SCALE;
      case "crop" -> ThumbnailRequest.Method.CROP;
      default -> throw MatrixError.invalidParam("method is scale or crop");
    };
  }

  private static Map<String, String> headers(ServedAs servedAs, String etag) {
    Map<String, String> headers = new LinkedHashMap<>(servedAs.headers());
    headers.put("ETag", etag);
    headers.put("Cache-Control", CACHE_CONTROL);
    return headers;
  }

  private static boolean isKnown(Request request, String etag) {
    return Arrays.stream(request.header("If-None-Match").orElse("").split(",", -1))
        .map(String::strip)
        .anyMatch(known -> known.equals("*") || known.equals(etag) || known.equals("W/" + etag));
  }

  private static Response notModified(Map<String, String> headers) {
    return new Response.Bytes(304, headers, "", new byte[0]);
  }
}
