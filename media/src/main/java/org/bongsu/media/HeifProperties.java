package org.bongsu.media;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads size and turn of the main picture in a HEIC or AVIF file (ISO/IEC 23008-12). */
final class HeifProperties {
  /** At most this many items' properties are read. */
  private static final int ITEMS_MAX = 16_384;

  /** Keeps the product of two sides within a long; such a picture is refused anyway. */
  private static final long SIDE_MAX = Integer.MAX_VALUE;

  private HeifProperties() {}

  static Optional<ImageInfo> read(Octets bytes, IsoBoxes.Box meta, SniffedType type) {
    Optional<IsoBoxes.Box> properties = IsoBoxes.child(bytes, meta, "iprp");
    Optional<IsoBoxes.Box> container =
        properties.flatMap(box -> IsoBoxes.child(bytes, box, "ipco"));
    if (properties.isEmpty() || container.isEmpty()) {
      return Optional.empty();
    }
    Set<Integer> main = ofMainPicture(bytes, meta, properties.get());
    List<IsoBoxes.Box> all = IsoBoxes.within(bytes, container.get().body(), container.get().end());
    long width = 0;
    long height = 0;
    long pixelsMax = 0;
    int orientation = 1;
    for (int i = 0; i < all.size(); i++) {
      IsoBoxes.Box property = all.get(i);
      boolean ofMain = main.contains(i + 1);
      if (property.type().equals("ispe")) {
        long itsWidth = bytes.u32(property.body() + 4);
        long itsHeight = bytes.u32(property.body() + 8);
        if (ofMain) {
          width = itsWidth;
          height = itsHeight;
        }
        pixelsMax =
            Math.max(pixelsMax, Math.min(itsWidth, SIDE_MAX) * Math.min(itsHeight, SIDE_MAX));
      } else if (property.type().equals("irot") && ofMain) {
        // Quarter turns against the clock: 1 is EXIF's 8, 2 is 3, 3 is 6.
        orientation = new int[] {1, 8, 3, 6}[bytes.u8(property.body()) & 3];
      }
    }
    // A small picture with a part too large to decode is as large as that part.
    boolean lies = pixelsMax > Thumbnailer.PIXELS_MAX;
    return lies
        ? ImageHeaders.info(type, Integer.MAX_VALUE, Integer.MAX_VALUE, 1, false)
        : ImageHeaders.info(type, width, height, orientation, false);
  }

  /** Which properties, counted from 1, belong to the main picture. */
  private static Set<Integer> ofMainPicture(
      Octets bytes, IsoBoxes.Box meta, IsoBoxes.Box properties) {
    Set<Integer> found = new HashSet<>();
    Optional<IsoBoxes.Box> mainBox = IsoBoxes.child(bytes, meta, "pitm");
    Optional<IsoBoxes.Box> links = IsoBoxes.child(bytes, properties, "ipma");
    if (mainBox.isEmpty() || links.isEmpty()) {
      return found;
    }
    long mainAt = mainBox.get().body();
    long main = IsoBoxes.number(bytes, mainAt + 4, bytes.u8(mainAt) == 0 ? 2 : 4);
    long at = links.get().body();
    int idBytes = bytes.u8(at) == 0 ? 2 : 4;
    int indexBytes = (bytes.u8(at + 3) & 1) == 0 ? 1 : 2;
    long items = bytes.u32(at + 4);
    at += 8;
    for (long i = 0; i < Math.min(items, ITEMS_MAX); i++) {
      long id = IsoBoxes.number(bytes, at, idBytes);
      int count = bytes.u8(at + idBytes);
      at += idBytes + 1;
      for (int k = 0; k < count; k++, at += indexBytes) {
        if (id == main) {
          found.add(indexBytes == 1 ? bytes.u8(at) & 0x7f : bytes.u16(at) & 0x7fff);
        }
      }
    }
    return found;
  }
}
