package org.bongsu.media;

import java.util.Optional;
import org.bongsu.id.UserId;

/**
 * What a shard remembers about an upload; the bytes are in every site's {@link MediaStore}.
 *
 * @param mediaId the name that clients know
 * @param content the bytes: several uploads of the same file have the same
 * @param contentType as the uploader declared it, made safe by {@link ServedAs#mediaType}
 * @param fileName as the uploader gave it, if any; any characters, so only to be sent through
 *     {@link ServedAs}
 * @param uploader whose quota it counts against
 * @param sizeBytes size of the content
 * @param createdMillis when it was accepted, milliseconds since 1970
 * @param locationStripped whether places were looked for and are not in it; false where the
 *     uploader asked for the original
 */
public record MediaInfo(
    MediaId mediaId,
    ContentHash content,
    String contentType,
    Optional<String> fileName,
    UserId uploader,
    long sizeBytes,
    long createdMillis,
    boolean locationStripped) {

  /** Longer file names are refused; most file systems end at 255 bytes. */
  public static final int FILE_NAME_CHARS_MAX = 255;

  public MediaInfo {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("a size is not negative");
    }
    if (fileName.filter(name -> name.length() > FILE_NAME_CHARS_MAX).isPresent()) {
      throw new IllegalArgumentException("a file name has at most 255 characters");
    }
  }
}
