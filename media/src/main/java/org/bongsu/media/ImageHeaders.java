package org.bongsu.media;

import java.util.Optional;

/** Reads the headers of the kinds of pictures that are known here. */
final class ImageHeaders {
  /** EXIF blocks are read up to this size; in a JPEG they have 64 KiB at most. */
  private static final int EXIF_BYTES_MAX = 1 << 20;

  /** At most this many parts of a file are skipped. */
  private static final int PARTS_MAX = 100_000;

  private ImageHeaders() {}

  /** What the header says; empty if it is malformed or the picture has no pixels. */
  static Optional<ImageInfo> read(SniffedType type, Octets bytes) {
    try {
      Optional<ImageInfo> info =
          switch (type) {
            case JPEG -> jpeg(bytes);
            case PNG -> png(bytes);
            case GIF -> gif(bytes);
            case WEBP -> webp(bytes);
            case HEIC, AVIF -> heif(type, bytes);
            case TIFF, JPEG_XL, RAW_PHOTO -> Optional.empty();
            case MP4, QUICKTIME, WEBM, MATROSKA, M4A, MP3, AAC, OGG, OGG_VIDEO, WAV, FLAC ->
                Optional.empty();
            case PDF, ZIP, MARKUP, TEXT -> Optional.empty();
          };
      return info.filter(image -> image.storedWidth() > 0 && image.storedHeight() > 0);
    } catch (IndexOutOfBoundsException | LocationNotRemovable malformed) {
      return Optional.empty();
    }
  }

  private static Optional<ImageInfo> jpeg(Octets bytes) {
    int orientation = 1;
    int width = 0;
    int height = 0;
    int scans = 0;
    boolean progressive = false;
    long at = 2;
    for (int part = 0; part < PARTS_MAX; part++) {
      at = nextMarker(bytes, at);
      int marker = at < 0 ? 0xd9 : bytes.u8(at - 1);
      if (marker == 0xd9) {
        break;
      }
      if (marker == 0xda) {
        scans++;
        if (!progressive) {
          break;
        }
      } else if (isFrameHeader(marker)) {
        height = bytes.u16(at + 3);
        width = bytes.u16(at + 5);
        progressive = (marker & 3) == 2;
      } else if (marker == 0xe1 && bytes.has(at + 2, "Exif\0\0")) {
        int length = bytes.u16(at) - 8;
        orientation = length > 0 ? Tiff.orientationOf(bytes.part(at + 8, length)) : 1;
      }
      at += bytes.u16(at);
    }
    return Optional.of(
        new ImageInfo(SniffedType.JPEG, width, height, orientation, false, Math.max(1, scans)));
  }

  static boolean isFrameHeader(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /**
   * The position after the next marker that a segment with a length follows, or after the end
   * marker; -1 at the end of the bytes. Compressed data in between is passed over.
   */
  static long nextMarker(Octets bytes, long from) {
    for (long at = from; at + 1 < bytes.size(); at++) {
      if (bytes.u8(at) == 0xff) {
        int marker = bytes.u8(at + 1);
        boolean alone = (marker >= 0xd0 && marker <= 0xd8) || marker <= 0x01;
        if (marker != 0xff && !alone) {
          return at + 2;
        }
      }
    }
    return -1;
  }

  private static Optional<ImageInfo> png(Octets bytes) {
    if (!bytes.has(12, "IHDR")) {
      return Optional.empty();
    }
    long width = bytes.u32(16);
    long height = bytes.u32(20);
    int orientation = 1;
    boolean animated = false;
    long at = 8;
    for (int part = 0; part < PARTS_MAX && at + 12 <= bytes.size(); part++) {
      long length = bytes.u32(at);
      if (bytes.has(at + 4, "eXIf") && length < EXIF_BYTES_MAX && at + 8 + length <= bytes.size()) {
        orientation = Tiff.orientationOf(bytes.part(at + 8, length));
      }
      animated |= bytes.has(at + 4, "acTL");
      at += 12 + length;
    }
    return info(SniffedType.PNG, width, height, orientation, animated);
  }

  private static Optional<ImageInfo> gif(Octets bytes) {
    int flags = bytes.u8(10);
    long at = 13 + ((flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1));
    for (int part = 0; part < PARTS_MAX; part++) {
      int introducer = bytes.u8(at);
      if (introducer == 0x2c) {
        // What is decoded is the first frame, which may be smaller than the screen, or lie.
        int width = bytes.u16le(at + 5);
        int height = bytes.u16le(at + 7);
        return info(SniffedType.GIF, width, height, 1, hasSecondFrame(bytes, at));
      }
      if (introducer != 0x21) {
        return Optional.empty();
      }
      at = skipBlocks(bytes, at + 2);
    }
    return Optional.empty();
  }

  private static boolean hasSecondFrame(Octets bytes, long frame) {
    try {
      int flags = bytes.u8(frame + 9);
      long at = skipBlocks(bytes, frame + 11 + ((flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1)));
      for (int part = 0; part < PARTS_MAX && bytes.u8(at) == 0x21; part++) {
        at = skipBlocks(bytes, at + 2);
      }
      return bytes.u8(at) == 0x2c;
    } catch (IndexOutOfBoundsException cutOff) {
      return false;
    }
  }

  /** Where the blocks that begin there end. */
  static long skipBlocks(Octets bytes, long from) {
    long at = from;
    for (int length; (length = bytes.u8(at)) != 0; at += 1 + length) {
      if (at - from > Integer.MAX_VALUE) {
        throw new IndexOutOfBoundsException("a frame without end");
      }
    }
    return at + 1;
  }

  private static Optional<ImageInfo> webp(Octets bytes) {
    long width = 0;
    long height = 0;
    int orientation = 1;
    boolean animated = false;
    long at = 12;
    for (int part = 0; part < PARTS_MAX && at + 8 <= bytes.size(); part++) {
      long length = bytes.u32le(at + 4);
      long body = at + 8;
      switch (bytes.latin(at, 4)) {
        case "VP8X" -> {
          width = Math.max(width, bytes.u24le(body + 4) + 1);
          height = Math.max(height, bytes.u24le(body + 7) + 1);
          animated = (bytes.u8(body) & 2) != 0;
        }
        case "VP8 " -> {
          width = Math.max(width, bytes.u16le(body + 6) & 0x3fff);
          height = Math.max(height, bytes.u16le(body + 8) & 0x3fff);
        }
        case "VP8L" -> {
          long sizes = bytes.u32le(body + 1);
          width = Math.max(width, (sizes & 0x3fff) + 1);
          height = Math.max(height, (sizes >> 14 & 0x3fff) + 1);
        }
        case "ANMF" -> {
          width = Math.max(width, bytes.u24le(body + 6) + 1);
          height = Math.max(height, bytes.u24le(body + 9) + 1);
        }
        case "EXIF" -> orientation = exifOrientation(bytes, body, length);
        default -> {}
      }
      at = body + length + (length & 1);
    }
    return info(SniffedType.WEBP, width, height, orientation, animated);
  }

  private static int exifOrientation(Octets bytes, long at, long length) {
    if (length >= EXIF_BYTES_MAX || at + length > bytes.size()) {
      return 1;
    }
    int prefix = bytes.has(at, "Exif\0\0") ? 6 : 0;
    return length < prefix ? 1 : Tiff.orientationOf(bytes.part(at + prefix, length - prefix));
  }

  private static Optional<ImageInfo> heif(SniffedType type, Octets bytes) {
    Optional<IsoBoxes.Box> meta = IsoBoxes.first(bytes, 0, bytes.size(), "meta");
    return meta.isEmpty() ? Optional.empty() : HeifProperties.read(bytes, meta.get(), type);
  }

  static Optional<ImageInfo> info(
      SniffedType type, long width, long height, int orientation, boolean animated) {
    boolean fits = width <= Integer.MAX_VALUE && height <= Integer.MAX_VALUE;
    return fits
        ? Optional.of(new ImageInfo(type, (int) width, (int) height, orientation, animated, 1))
        : Optional.empty();
  }
}
