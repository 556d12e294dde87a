package org.bongsu.matrix.media;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.bongsu.media.LocationNotRemovable;
import org.bongsu.media.MediaBusy;
import org.bongsu.node.MatrixError;

/** What a client is told if work on its media fails. */
final class MediaErrors {
  private MediaErrors() {}

  /** What to throw: a Matrix error for failures that belong to the request, others as they are. */
  static RuntimeException of(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case LocationNotRemovable e ->
          new MatrixError(
              400,
              "M_UNKNOWN",
              "This file may say where it was made, and that cannot be removed: %s. To send it as it is, add %s=true"
                  .formatted(e.why(), UploadApi.KEEP_LOCATION));
      case MediaBusy e -> MatrixError.limitExceeded(e.retryAfter().toMillis());
      case TimeoutException late ->
          MatrixError.unavailable("Too much media is being worked on: this was not done in time");
      case RuntimeException e -> e;
      default -> new IllegalStateException(failure);
    };
  }
}
