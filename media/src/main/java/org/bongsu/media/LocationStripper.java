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
 * Metadata that can't be parsed is overwritten completely; where that would damage the picture, and
 * where a file costs more work than any real one ({@link ParsingBudget}), it is refused.
 *
 * <table>
 * <caption>What is removed</caption>
 * <tr><td>JPEG</td><td>EXIF GPS, XMP, IPTC, also in further pictures after the first and in the
 *     video of a motion photo</td></tr>
 * <tr><td>PNG</td><td>eXIf, XMP, raw profiles in text chunks</td></tr>
 * <tr><td>GIF</td><td>XMP, Photoshop's resources</td></tr>
 * <tr><td>WebP</td><td>EXIF and XMP chunks</td></tr>
 * <tr><td>TIFF, DNG</td><td>GPS directory, XMP, IPTC, also in JPEG previews</td></tr>
 * <tr><td>HEIC, AVIF</td><td>Exif and XMP items</td></tr>
 * <tr><td>JPEG XL</td><td>Exif and XMP boxes</td></tr>
 * <tr><td>MP4, MOV, M4A</td><td>the location of the recording ({@code ©xyz}, {@code loci}, keys of
 *     Apple and iTunes, XML)</td></tr>
 * <tr><td>WebM, Matroska</td><td>tags</td></tr>
 * </table>
 *
 * <p>Not removed: locations in manufacturers' maker notes, in captions, in telemetry tracks of
 * action cameras, in files attached to a Matroska, in tags of Ogg, FLAC and MP3, in documents. Raw
 * formats other than DNG are refused.
 */
public final class LocationStripper {
  /** One piece of metadata; larger ones are overwritten without being read, or refused. 16 MiB. */
  static final int METADATA_BYTES_MAX = 16 << 20;

  /** The last one finds nothing; more than two find something only if parts overlap. */
  private static final int PASSES_MAX = 3;

  private LocationStripper() {}

  /**
   * Whether there is anything to do: the content is of a kind that has metadata.
   *
   * @param head the first bytes, {@link MediaSink#head()}
   */
  public static boolean mayHaveLocation(byte[] head) {
    return ContentSniffer.sniff(head).filter(LocationStripper::isPhotoOrFilm).isPresent();
  }

  private static boolean isPhotoOrFilm(SniffedType type) {
    return switch (type) {
      case JPEG, PNG, GIF, WEBP, TIFF, HEIC, AVIF, JPEG_XL, RAW_PHOTO -> true;
      case MP4, QUICKTIME, M4A, WEBM, MATROSKA -> true;
      case MP3, AAC, OGG, OGG_VIDEO, WAV, FLAC -> false;
      case PDF, ZIP, MARKUP, TEXT -> false;
    };
  }

  /**
   * Removes locations in place; an {@link MediaSink.Amendment}. Content of another kind stays.
   *
   * @return whether anything was removed
   * @throws LocationNotRemovable if there may be one that can't be removed
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static boolean strip(FileChannel content) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Octets bytes = Octets.map(content, arena);
      for (int pass = 0; pass < PASSES_MAX; pass++) {
        if (!stripOnce(content, bytes)) {
          return pass > 0;
        }
      }
      throw new LocationNotRemovable("its parts lie on each other");
    }
  }

  /** Returns whether anything was removed. */
  private static boolean stripOnce(FileChannel content, Octets bytes) throws IOException {
    byte[] head = bytes.copy(0, (int) Math.min(MediaSink.HEAD_BYTES, bytes.size()));
    Optional<SniffedType> type = ContentSniffer.sniff(head);
    boolean[] changed = {false};
    if (type.isPresent()) {
      strip(type.get(), bytes, (at, with) -> changed[0] |= write(content, bytes, at, with));
    }
    return changed[0];
  }

  private static void strip(SniffedType type, Octets bytes, Overwriting out) throws IOException {
    try {
      switch (type) {
        case JPEG -> JpegLocation.strip(bytes, out);
        case PNG -> PngLocation.strip(bytes, out);
        case GIF -> GifLocation.strip(bytes, out);
        case WEBP -> WebpLocation.strip(bytes, out);
        case TIFF -> ExifLocation.stripFile(bytes, out);
        case HEIC, AVIF -> HeifLocation.strip(bytes, out);
        case JPEG_XL -> JxlLocation.strip(bytes, out);
        case MP4, QUICKTIME, M4A -> VideoLocation.strip(bytes, out);
        case WEBM, MATROSKA -> MatroskaLocation.strip(bytes, out);
        case RAW_PHOTO -> throw new LocationNotRemovable("it is a raw format");
        case MP3, AAC, OGG, OGG_VIDEO, WAV, FLAC -> {}
        case PDF, ZIP, MARKUP, TEXT -> {}
      }
    } catch (IndexOutOfBoundsException malformed) {
      if (isReadOutOfOrder(type)) {
        throw new LocationNotRemovable("its structure is damaged");
      }
      // The readable part of its structure is stripped; no reader finds anything after that.
    }
  }

  /** Whether metadata may lie anywhere in the file, so that a reader may find it after damage. */
  private static boolean isReadOutOfOrder(SniffedType type) {
    return switch (type) {
      case TIFF, HEIC, AVIF, MATROSKA, WEBM -> true;
      case JPEG,
          PNG,
          GIF,
          WEBP,
          JPEG_XL,
          RAW_PHOTO,
          MP4,
          QUICKTIME,
          M4A,
          MP3,
          AAC,
          OGG,
          OGG_VIDEO,
          WAV,
          FLAC,
          PDF,
          ZIP,
          MARKUP,
          TEXT ->
          false;
    };
  }

  private static boolean write(FileChannel content, Octets bytes, long at, byte[] with)
      throws IOException {
    bytes.budget().take(ParsingBudget.STRUCTURE);
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
