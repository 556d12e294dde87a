package org.bongsu.media;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Strips locations from the Exif and XMP items of a HEIC or AVIF in place. */
final class HeifLocation {
  private HeifLocation() {}

  static void strip(Octets bytes, LocationStripper.Overwriting out) throws IOException {
    VideoLocation.strip(bytes, 0, out);
    Optional<IsoBoxes.Box> meta = IsoBoxes.first(bytes, 0, bytes.size(), "meta");
    if (meta.isEmpty()) {
      return;
    }
    long left = LocationStripper.METADATA_BYTES_MAX;
    for (IsoBoxes.Item item : IsoBoxes.items(bytes, meta.get())) {
      boolean exif = item.type().equals("Exif");
      boolean xmp = item.contentType().toLowerCase(Locale.ROOT).contains("xml");
      if (!exif && !xmp) {
        continue;
      }
      left -= item.extents().stream().mapToLong(IsoBoxes.Extent::length).sum();
      if (left < 0) {
        throw new IndexOutOfBoundsException("metadata larger than any camera's");
      }
      byte[] content = content(bytes, item);
      replace(item, exif ? withoutInExif(content) : XmpLocation.without(content), out);
    }
  }

  /** The item begins with the distance to the TIFF block. */
  private static byte[] withoutInExif(byte[] content) {
    if (content.length < 4) {
      return new byte[content.length];
    }
    long start = 4 + Octets.of(content).u32(0);
    if (start > content.length) {
      // The structure is not readable, so the whole item is blanked.
      byte[] dropped = ExifLocation.dropped(Arrays.copyOfRange(content, 4, content.length));
      byte[] replaced = new byte[content.length];
      System.arraycopy(dropped, 0, replaced, 4, dropped.length);
      return replaced;
    }
    byte[] block = Arrays.copyOfRange(content, (int) start, content.length);
    byte[] cleaned = content.clone();
    System.arraycopy(ExifLocation.without(block), 0, cleaned, (int) start, block.length);
    return cleaned;
  }

  private static byte[] content(Octets bytes, IsoBoxes.Item item) {
    long length = item.extents().stream().mapToLong(IsoBoxes.Extent::length).sum();
    byte[] content = new byte[(int) length];
    int at = 0;
    for (IsoBoxes.Extent extent : item.extents()) {
      byte[] part = bytes.copy(extent.at(), (int) extent.length());
      System.arraycopy(part, 0, content, at, part.length);
      at += part.length;
    }
    return content;
  }

  private static void replace(IsoBoxes.Item item, byte[] content, LocationStripper.Overwriting out)
      throws IOException {
    int at = 0;
    for (IsoBoxes.Extent extent : item.extents()) {
      int length = (int) extent.length();
      out.overwrite(extent.at(), Arrays.copyOfRange(content, at, at + length));
      at += length;
    }
  }
}
