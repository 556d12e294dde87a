package org.bongsu.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Boxes of the ISO base media file format (HEIC, AVIF, MP4, MOV), and the items that the metadata
 * box of a picture describes.
 */
final class IsoBoxes {
  /** A file with more boxes in one box is refused; a long fragmented video has thousands. */
  private static final int BOXES_MAX = 65_536;

  /** Items in one file: a large picture has some hundreds of tiles. */
  private static final int ITEMS_MAX = 16_384;

  /** Parts of items in one file; an item lies in one piece nearly always. */
  private static final int EXTENTS_MAX = 65_536;

  /** Names and content types of items: the longest that are read. */
  private static final int TEXT_BYTES_MAX = 256;

  /**
   * A box.
   *
   * @param at where its header begins
   * @param body where its content begins
   * @param end where it ends
   */
  record Box(String type, long at, long body, long end) {}

  /** Where a part of an item lies in the file. */
  record Extent(long at, long length) {}

  /**
   * An item of a picture file.
   *
   * @param type {@code hvc1}, {@code Exif}, {@code mime} and the like
   * @param contentType of a {@code mime} item, else empty
   * @param extents where its bytes are; empty if that is unknown
   * @param isDerived whether its bytes are those of other items
   */
  record Item(long id, String type, String contentType, List<Extent> extents, boolean isDerived) {
    long bytes() {
      return extents.stream().mapToLong(Extent::length).sum();
    }
  }

  /** Where an item lies. */
  private record Location(List<Extent> extents, boolean isDerived) {
    static final Location UNKNOWN = new Location(List.of(), false);
  }

  private IsoBoxes() {}

  /** The boxes between two positions, in order, up to the first malformed one. */
  static List<Box> within(Octets bytes, long from, long to) {
    List<Box> boxes = new ArrayList<>();
    long at = from;
    while (at + 8 <= to) {
      if (boxes.size() == BOXES_MAX) {
        throw new LocationNotRemovable("it has more boxes than any real file");
      }
      bytes.budget().take(ParsingBudget.STRUCTURE);
      long size = bytes.u32(at);
      long body = at + 8;
      if (size == 1 && at + 16 <= to) {
        size = bytes.u64(at + 8);
        body = at + 16;
      } else if (size == 0) {
        size = to - at;
      }
      if (size < body - at) {
        break;
      }
      // The last box of a truncated file is read as well.
      long end = at + Math.min(size, to - at);
      boxes.add(new Box(bytes.latin(at + 4, 4), at, Math.min(body, end), end));
      at = end;
    }
    return boxes;
  }

  /** The first box of this type between two positions. */
  static Optional<Box> first(Octets bytes, long from, long to, String type) {
    return within(bytes, from, to).stream().filter(box -> box.type.equals(type)).findFirst();
  }

  /** The first box of this type that is a child of another. */
  static Optional<Box> child(Octets bytes, Box parent, String type) {
    // The metadata box of a picture has a version before its content.
    long body = parent.type.equals("meta") ? parent.body + 4 : parent.body;
    return first(bytes, body, parent.end, type);
  }

  /** All items that a picture's metadata box names. */
  static List<Item> items(Octets bytes, Box meta) {
    Optional<Box> info = child(bytes, meta, "iinf");
    if (info.isEmpty()) {
      return List.of();
    }
    Map<Long, Location> locations = locations(bytes, meta);
    long body = info.get().body;
    long entries = body + 4 + (bytes.u8(body) == 0 ? 2 : 4);
    List<Item> items = new ArrayList<>();
    for (Box entry : within(bytes, entries, info.get().end)) {
      int version = bytes.u8(entry.body);
      if (!entry.type.equals("infe") || version < 2) {
        continue;
      }
      int idBytes = version == 2 ? 2 : 4;
      long id = number(bytes, entry.body + 4, idBytes);
      long typeAt = entry.body + 4 + idBytes + 2;
      String type = bytes.latin(typeAt, 4);
      String contentType = type.equals("mime") ? secondText(bytes, typeAt + 4, entry.end) : "";
      Location location = locations.getOrDefault(id, Location.UNKNOWN);
      items.add(new Item(id, type, contentType, location.extents, location.isDerived));
    }
    return items;
  }

  /** The text after the first one; both end with a zero byte. */
  private static String secondText(Octets bytes, long from, long to) {
    long start = endOfText(bytes, from, to) + 1;
    return bytes.latin(start, (int) (endOfText(bytes, start, to) - start));
  }

  private static long endOfText(Octets bytes, long from, long to) {
    long limit = Math.min(to, from + TEXT_BYTES_MAX);
    long at = from;
    while (at < limit && bytes.u8(at) != 0) {
      at++;
    }
    return at;
  }

  private static Map<Long, Location> locations(Octets bytes, Box meta) {
    Map<Long, Location> locations = new HashMap<>();
    Optional<Box> box = child(bytes, meta, "iloc");
    if (box.isEmpty()) {
      return locations;
    }
    Optional<Box> data = child(bytes, meta, "idat");
    long at = box.get().body;
    int version = bytes.u8(at);
    int sizes = bytes.u16(at + 4);
    int offsetBytes = sizes >> 12;
    int lengthBytes = sizes >> 8 & 0xf;
    int baseBytes = sizes >> 4 & 0xf;
    int indexBytes = version == 0 ? 0 : sizes & 0xf;
    int idBytes = version < 2 ? 2 : 4;
    long items = number(bytes, at + 6, idBytes);
    at += 6 + idBytes;
    if (items > ITEMS_MAX) {
      throw new LocationNotRemovable("it has more items than any real picture");
    }
    int extentsLeft = EXTENTS_MAX;
    for (long i = 0; i < items; i++) {
      long id = number(bytes, at, idBytes);
      at += idBytes;
      int method = version == 0 ? 0 : bytes.u16(at) & 0xf;
      at += version == 0 ? 2 : 4;
      long base = number(bytes, at, baseBytes);
      at += baseBytes;
      int count = bytes.u16(at);
      at += 2;
      extentsLeft -= count;
      if (extentsLeft < 0) {
        throw new LocationNotRemovable("its items have more parts than any real picture");
      }
      List<Extent> extents = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        at += indexBytes;
        long offset = base + number(bytes, at, offsetBytes);
        at += offsetBytes;
        long length = number(bytes, at, lengthBytes);
        at += lengthBytes;
        extent(bytes, method, data, offset, length).ifPresent(extents::add);
      }
      locations.put(id, new Location(extents, method > 1));
    }
    return locations;
  }

  private static Optional<Extent> extent(
      Octets bytes, int method, Optional<Box> data, long offset, long length) {
    return switch (method) {
      case 0 -> inside(offset, length == 0 ? bytes.size() : length, bytes);
      case 1 -> data.flatMap(box -> inside(box.body + offset, length, bytes));
      default -> Optional.empty();
    };
  }

  /** As much of it as the file has. */
  private static Optional<Extent> inside(long at, long length, Octets bytes) {
    boolean outside = at < 0 || length < 0 || at >= bytes.size();
    return outside
        ? Optional.empty()
        : Optional.of(new Extent(at, Math.min(length, bytes.size() - at)));
  }

  /** A number of 0, 2, 4 or 8 bytes, as the format has them. */
  static long number(Octets bytes, long at, int length) {
    return switch (length) {
      case 0 -> 0;
      case 1 -> bytes.u8(at);
      case 2 -> bytes.u16(at);
      case 4 -> bytes.u32(at);
      case 8 -> bytes.u64(at);
      default -> throw new IndexOutOfBoundsException("a number of " + length + " bytes");
    };
  }
}
