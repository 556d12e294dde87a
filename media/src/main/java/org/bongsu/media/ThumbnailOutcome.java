package org.bongsu.media;

import java.nio.file.Path;

/** What became of a wish for a thumbnail. */
public sealed interface ThumbnailOutcome {
  /** Here it is. */
  record Made(Thumbnail thumbnail) implements ThumbnailOutcome {}

  /** It has been made before and lies in a file, which stays for a while and never changes. */
  record Kept(Path file, long sizeBytes, String contentType) implements ThumbnailOutcome {}

  /** The picture has more pixels than are decoded here (413 {@code M_TOO_LARGE}). */
  record TooManyPixels(long pixels, long pixelsMax) implements ThumbnailOutcome {}

  /** It is no picture of a kind that this machine can read (400 {@code M_UNKNOWN}). */
  record NotSupported(String why) implements ThumbnailOutcome {}

  /** It says that it is a picture but can't be decoded in time (400 {@code M_UNKNOWN}). */
  record Undecodable() implements ThumbnailOutcome {}

  /** Too many are being made already: to be asked for again (429 {@code M_LIMIT_EXCEEDED}). */
  record Busy() implements ThumbnailOutcome {}
}
