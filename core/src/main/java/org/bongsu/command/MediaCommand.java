package org.bongsu.command;

import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;

/** Commands about media, on the shard of the media id. The bytes are not in the log. */
public sealed interface MediaCommand extends Command {
  String mediaId();

  @Override
  default String entity() {
    return mediaId();
  }

  /**
   * Reserves a media id for a user, who may upload until {@code expiresMillis} (milliseconds since
   * 1970). A user's media ids are drawn so that they map to the user's shard, where the reserved
   * ones can be counted.
   */
  record ReserveMedia(String mediaId, UserId uploader, long expiresMillis) implements MediaCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /**
   * Binds a media id to the bytes with this SHA-256, which are durable; the binding never changes.
   *
   * @param sha256 in lower-case hexadecimal
   * @param reserved whether the media id must have been reserved before; otherwise it must be new
   */
  record StoreMedia(
      String mediaId,
      UserId uploader,
      String sha256,
      long sizeBytes,
      String contentType,
      @Nullable String fileName,
      boolean reserved)
      implements MediaCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }
}
