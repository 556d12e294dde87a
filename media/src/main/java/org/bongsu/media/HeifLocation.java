package org.bongsu.media;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** Strips locations from the Exif and XMP items of a HEIC or AVIF in place. */
final class HeifLocation {
  private HeifLocation() {}

  static void strip(Octets bytes, Overwriting out) throws IOException {
    VideoLocation.strip(bytes, out);
    for (IsoBoxes.Box box : IsoBoxes.within(bytes, 0, bytes.size())) {
      if (box.type().equals("meta")) {
        cleanItems(bytes, box, out);
      }
    }
  }

  private static void cleanItems(Octets bytes, IsoBoxes.Box meta, Overwriting out)
      throws IOException {
    long left = LocationStripper.METADATA_BYTES_MAX;
    for (IsoBoxes.Item item : IsoBoxes.items(bytes, meta)) {
      boolean exif = item.type().equals("Exif");
      boolean xmp = item.contentType().toLowerCase(Locale.ROOT).contains("xml");
      if (!exif && !xmp) {
        continue;
      }
      if (item.isDerived()) {
        throw new LocationNotRemovable("its metadata is made of other items");
      }
      left -= item.bytes();
      if (left < 0) {
        throw new LocationNotRemovable("its metadata is larger than any camera's");
      }
      byte[] content = content(bytes, item);
      byte[] cleaned =
          exif
              ? withoutInExif(content, bytes.budget())
              : XmpLocation.without(content, bytes.budget());
      replace(item, cleaned, out);
    }
  }

  /** The item begins with the distance to the TIFF block. */
  static byte[] withoutInExif(byte[] content, ParsingBudget budget) {
    if (content.length < 4) {
      return new byte[content.length];
    }
    long start = 4 + Octets.of(content, budget).u32(0);
    if (start > content.length) {
      // The structure is not readable, so the whole item is blanked.
      byte[] block = Arrays.copyOfRange(content, 4, content.length);
      byte[] dropped = ExifLocation.dropped(block, budget);
      byte[] replaced = new byte[content.length];
      System.arraycopy(dropped, 0, replaced, 4, dropped.length);
      return replaced;
    }
    byte[] block = Arrays.copyOfRange(content, (int) start, content.length);
    byte[] cleaned = content.clone();
    System.arraycopy(ExifLocation.without(block, budget), 0, cleaned, (int) start, block.length);
    return cleaned;
  }

  private static byte[] content(Octets bytes, IsoBoxes.Item item) {
    byte[] content = new byte[(int) item.bytes()];
    int at = 0;
    for (IsoBoxes.Extent extent : item.extents()) {
      byte[] part = bytes.copy(extent.at(), (int) extent.length());
      System.arraycopy(part, 0, content, at, part.length);
      at += part.length;
    }
    return content;
  }

  private static void replace(IsoBoxes.Item item, byte[] content, Overwriting out)
      throws IOException {
    int at = 0;
    for (IsoBoxes.Extent extent : item.extents()) {
      int length = (int) extent.length();
      out.overwrite(extent.at(), Arrays.copyOfRange(content, at, at + length));
      at += length;
    }
  }
}
