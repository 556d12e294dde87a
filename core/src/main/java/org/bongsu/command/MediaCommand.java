package org.bongsu.command;

import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;

/** Commands about media, on the shard of the media id. The bytes are kept beside the log. */
public sealed interface MediaCommand extends Command {
  String mediaId();

  @Override
  default String entity() {
    return mediaId();
  }

  /**
   * Promises a media id to a user, who uploads until {@code expiresMillis} (milliseconds since
   * 1970). A user's media ids are drawn so that they lie on the user's shard, so that those which
   * are promised can be counted there.
   */
  record ReserveMedia(String mediaId, UserId uploader, long expiresMillis) implements MediaCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /**
   * Says that the bytes with this SHA-256 are durable and are what the media id stands for, for
   * ever.
   *
   * @param sha256 in lower-case hexadecimal
   * @param reserved whether the media id must have been promised before; else it must be new
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
