package org.bongsu.media;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * What the header of a picture says, without decoding it. A header may be wrong, so decoders rely
 * on limits, not on this alone.
 *
 * @param type which kind of picture
 * @param storedWidth pixels as they lie in the file
 * @param storedHeight pixels as they lie in the file
 * @param orientation EXIF orientation to be applied, 1 (upright) to 8; for HEIC and AVIF the turn
 *     that the decoder applies by itself
 * @param animated whether it says that it has several frames
 * @param scans times that a decoder passes over the whole picture: 1, or more in a progressive JPEG
 */
public record ImageInfo(
    SniffedType type,
    int storedWidth,
    int storedHeight,
    int orientation,
    boolean animated,
    int scans) {

  /** Reads the header of stored content; empty if it is no picture or its header is malformed. */
  public static Optional<ImageInfo> read(StoredMedia media) {
    try (FileChannel content = media.open()) {
      return read(content);
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
  }

  /** As {@link #read(StoredMedia)}, of any open file. */
  public static Optional<ImageInfo> read(FileChannel content) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Octets bytes = Octets.map(content, arena);
      byte[] head = bytes.copy(0, (int) Math.min(MediaSink.HEAD_BYTES, bytes.size()));
      return ContentSniffer.sniff(head)
          .filter(SniffedType::isImage)
          .flatMap(type -> ImageHeaders.read(type, bytes));
    }
  }

  /** Whether width and height change places when it is shown. */
  boolean isTurned() {
    return orientation >= 5;
  }

  /** Pixels as it is shown. */
  public int width() {
    return isTurned() ? storedHeight : storedWidth;
  }

  /** Pixels as it is shown. */
  public int height() {
    return isTurned() ? storedWidth : storedHeight;
  }

  /** How many pixels there are to decode. */
  public long pixels() {
    return (long) storedWidth * storedHeight;
  }
}
