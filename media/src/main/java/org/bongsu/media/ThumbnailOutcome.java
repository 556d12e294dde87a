package org.bongsu.media;

import java.nio.file.Path;
import java.time.Duration;

/** The result of a thumbnail request. */
public sealed interface ThumbnailOutcome {
  /** It was made now. */
  record Made(Thumbnail thumbnail) implements ThumbnailOutcome {}

  /** It was made before; its file never changes, and stays for a while. */
  record Kept(Path file, long sizeBytes, String contentType) implements ThumbnailOutcome {}

  /** The picture has too many pixels to be decoded (413 {@code M_TOO_LARGE}). */
  record TooManyPixels(long pixels, long pixelsMax) implements ThumbnailOutcome {}

  /** It is no picture of a kind that this machine can read (400 {@code M_UNKNOWN}). */
  record NotSupported(String why) implements ThumbnailOutcome {}

  /** Its header is a picture's, but it can't be decoded in time (400 {@code M_UNKNOWN}). */
  record Undecodable() implements ThumbnailOutcome {}

  /** Too many are being made: the client must try again (429 {@code M_LIMIT_EXCEEDED}). */
  record Busy(Duration retryAfter) implements ThumbnailOutcome {}
}
