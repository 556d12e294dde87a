package org.bongsu.command;

import java.util.List;
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

  /** Deletes media because its uploader asks for it, whatever refers to it. */
  record RedactMedia(String mediaId, UserId user) implements MediaCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /**
   * Sent to media ids' shard when content that referred to them is gone.
   *
   * @param mediaIds at least one, all of the same shard
   * @param redactedOf the sender of the event that was redacted; null if the content was replaced
   */
  record MediaUnreferenced(List<String> mediaIds, @Nullable UserId redactedOf)
      implements MediaCommand {
    @Override
    public String mediaId() {
      return mediaIds.getFirst();
    }

    @Override
    public boolean revokes() {
      return true;
    }
  }

  /**
   * A media id to which references are searched.
   *
   * @param createdMillis when it got its content
   * @param except the user whose references do not count; empty for none
   * @param survey the number of this search among those for the media id
   * @param isReferenced whether a reference was found
   */
  record Surveyed(
      String mediaId, long createdMillis, String except, long survey, boolean isReferenced) {}

  /** Sent to one shard after the other: each adds whether it has references to these media ids. */
  record FindReferences(int shard, List<Surveyed> media) implements MediaCommand {
    @Override
    public String mediaId() {
      return media.getFirst().mediaId();
    }

    @Override
    public boolean revokes() {
      return false;
    }
  }

  /**
   * Sent to the media ids' shard after all shards have searched. It revokes nothing: media is not
   * served while the search goes on.
   */
  record ReferencesFound(List<Surveyed> media) implements MediaCommand {
    @Override
    public String mediaId() {
      return media.getFirst().mediaId();
    }

    @Override
    public boolean revokes() {
      return false;
    }
  }
}
