package org.bongsu.media;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;

/**
 * Removes from photos and videos where they were taken, and keeps date, device and orientation.
 *
 * <p>Mechanism: locations are overwritten in place, in the metadata only; nothing is re-encoded or
 * moved. Guarantee: pixels stay identical to the bit, and no offset in the file becomes wrong.
 * Metadata that can't be parsed is overwritten completely.
 *
 * <table>
 * <caption>What is removed</caption>
 * <tr><td>JPEG</td><td>EXIF GPS, XMP, IPTC, also in further pictures after the first and in the
 *     video of a motion photo</td></tr>
 * <tr><td>PNG</td><td>eXIf, XMP, raw profiles in text chunks</td></tr>
 * <tr><td>WebP</td><td>EXIF and XMP chunks</td></tr>
 * <tr><td>HEIC, AVIF</td><td>Exif and XMP items</td></tr>
 * <tr><td>MP4, MOV, M4A</td><td>the location of the recording ({@code ©xyz}, {@code loci}, Apple's
 *     key)</td></tr>
 * </table>
 *
 * <p>Not removed: locations in manufacturers' maker notes, in captions, in telemetry tracks of
 * action cameras, in raw formats (DNG), in documents.
 */
public final class LocationStripper {
  /** One piece of metadata; larger ones are overwritten without being read. 16 MiB. */
  static final int METADATA_BYTES_MAX = 16 << 20;

  /** Overwrites a part of the content. */
  @FunctionalInterface
  interface Overwriting {
    void overwrite(long at, byte[] bytes) throws IOException;
  }

  private LocationStripper() {}

  /**
   * Removes locations in place; an {@link MediaSink.Amendment}. Content of another kind stays.
   *
   * @return whether anything was removed
   */
  public static boolean strip(FileChannel content) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Octets bytes = Octets.map(content, arena);
      byte[] head = bytes.copy(0, (int) Math.min(MediaSink.HEAD_BYTES, bytes.size()));
      Optional<SniffedType> type = ContentSniffer.sniff(head);
      if (type.isEmpty()) {
        return false;
      }
      boolean[] changed = {false};
      strip(
          type.get(),
          bytes,
          (at, with) -> {
            changed[0] |= write(content, bytes, at, with);
          });
      return changed[0];
    }
  }

  private static void strip(SniffedType type, Octets bytes, Overwriting out) throws IOException {
    try {
      switch (type) {
        case JPEG -> JpegLocation.strip(bytes, out);
        case PNG -> PngLocation.strip(bytes, out);
        case WEBP -> WebpLocation.strip(bytes, out);
        case HEIC, AVIF -> HeifLocation.strip(bytes, out);
        case MP4, QUICKTIME, M4A -> VideoLocation.strip(bytes, 0, out);
        case GIF, WEBM, MATROSKA, MP3, AAC, OGG, OGG_VIDEO, WAV, FLAC -> {}
        case PDF, ZIP, MARKUP, TEXT -> {}
      }
    } catch (IndexOutOfBoundsException malformed) {
      // The readable part of its structure is stripped; no reader finds anything after that.
    }
  }

  private static boolean write(FileChannel content, Octets bytes, long at, byte[] with)
      throws IOException {
    if (Arrays.equals(bytes.copy(at, with.length), with)) {
      return false;
    }
    ByteBuffer buffer = ByteBuffer.wrap(with);
    while (buffer.hasRemaining()) {
      content.write(buffer, at + buffer.position());
    }
    return true;
  }
}
