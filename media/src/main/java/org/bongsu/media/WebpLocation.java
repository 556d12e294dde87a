package org.bongsu.media;

import java.io.IOException;

/** Strips locations from the metadata chunks of a WebP. */
final class WebpLocation {
  private WebpLocation() {}

  static void strip(Octets bytes, Overwriting out) throws IOException {
    long at = 12;
    while (at + 8 <= bytes.size()) {
      bytes.budget().take(ParsingBudget.STRUCTURE);
      long body = at + 8;
      long length = Math.min(bytes.u32le(at + 4), bytes.size() - body);
      boolean exif = bytes.has(at, "EXIF");
      if (exif || bytes.has(at, "XMP ")) {
        if (length > LocationStripper.METADATA_BYTES_MAX) {
          out.fill(body, length, '\0');
        } else if (exif) {
          int prefix = bytes.has(body, "Exif\0\0") && length >= 6 ? 6 : 0;
          byte[] block = bytes.copy(body + prefix, (int) length - prefix);
          out.overwrite(body + prefix, ExifLocation.without(block, bytes.budget()));
        } else {
          byte[] packet = bytes.copy(body, (int) length);
          out.overwrite(body, XmpLocation.without(packet, bytes.budget()));
        }
      }
      at = body + length + (length & 1);
    }
  }
}
