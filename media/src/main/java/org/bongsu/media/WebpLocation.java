package org.bongsu.media;

import java.io.IOException;

/** Strips locations from the metadata chunks of a WebP. */
final class WebpLocation {
  private WebpLocation() {}

  static void strip(Octets bytes, LocationStripper.Overwriting out) throws IOException {
    long at = 12;
    while (at + 8 <= bytes.size()) {
      long body = at + 8;
      long length = Math.min(bytes.u32le(at + 4), bytes.size() - body);
      if (bytes.has(at, "EXIF")) {
        int prefix = bytes.has(body, "Exif\0\0") && length >= 6 ? 6 : 0;
        byte[] block = metadata(bytes, body + prefix, length - prefix);
        out.overwrite(body + prefix, ExifLocation.without(block));
      } else if (bytes.has(at, "XMP ")) {
        out.overwrite(body, XmpLocation.without(metadata(bytes, body, length)));
      }
      at = body + length + (length & 1);
    }
  }

  /** Metadata that is too long is blanked as far as it is read, which makes it unreadable. */
  private static byte[] metadata(Octets bytes, long at, long length) {
    return bytes.copy(at, (int) Math.min(length, LocationStripper.METADATA_BYTES_MAX));
  }
}
