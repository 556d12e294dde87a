package org.bongsu.media;

import java.io.IOException;

/**
 * Strips locations from the boxes around a JPEG XL picture (ISO/IEC 18181-2). A picture without
 * boxes has no metadata.
 */
final class JxlLocation {
  private JxlLocation() {}

  static void strip(Octets bytes, Overwriting out) throws IOException {
    for (IsoBoxes.Box box : IsoBoxes.within(bytes, 0, bytes.size())) {
      switch (box.type()) {
        case "Exif" -> {
          byte[] item = VideoLocation.metadata(bytes, box.body(), box.end());
          out.overwrite(box.body(), HeifLocation.withoutInExif(item, bytes.budget()));
        }
        case "xml " -> {
          byte[] packet = VideoLocation.metadata(bytes, box.body(), box.end());
          out.overwrite(box.body(), XmpLocation.without(packet, bytes.budget()));
        }
        // Metadata compressed by Brotli, which Java does not read.
        case "brob" -> {
          out.overwrite(box.at() + 4, VideoLocation.FREE.clone());
          out.fill(box.body(), box.end() - box.body(), '\0');
        }
        default -> {}
      }
    }
  }
}
