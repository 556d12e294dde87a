package org.bongsu.media;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The structure of a TIFF file, or of the TIFF block that holds EXIF data: directories of entries,
 * found without interpreting them. Every directory is visited once at most, and there are limits.
 */
final class Tiff {
  static final int TAG_ORIENTATION = 0x0112;
  static final int TAG_XMP = 0x02bc;
  static final int TAG_IPTC = 0x83bb;
  static final int TAG_EXIF_DIRECTORY = 0x8769;
  static final int TAG_GPS_DIRECTORY = 0x8825;
  static final int TAG_INTEROPERABILITY_DIRECTORY = 0xa005;
  static final int TAG_SUB_DIRECTORIES = 0x014a;
  static final int TAG_STRIP_OFFSETS = 0x0111;
  static final int TAG_STRIP_BYTES = 0x0117;
  static final int TAG_JPEG_OFFSET = 0x0201;
  static final int TAG_JPEG_BYTES = 0x0202;

  /** Directories in one block; cameras write five, scanners one for each page. */
  private static final int DIRECTORIES_MAX = 1024;

  /** Entries in one directory; cameras write a few dozen. */
  private static final int ENTRIES_MAX = 4096;

  private static final int[] UNIT_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  /**
   * One entry.
   *
   * @param at where its 12 bytes begin
   * @param valueAt where its value begins: inside the entry, or elsewhere in the block
   * @param valueBytes length of the value
   */
  record Entry(int at, int tag, int type, long count, long valueAt, long valueBytes) {
    boolean isInside() {
      return valueBytes <= 4;
    }
  }

  /**
   * One directory.
   *
   * @param at where it begins, with the number of its entries
   */
  record Directory(int at, List<Entry> entries) {
    int bytes() {
      return 2 + 12 * entries.size() + 4;
    }

    /** The first entry with this tag. */
    Optional<Entry> entry(int tag) {
      return entries.stream().filter(entry -> entry.tag == tag).findFirst();
    }
  }

  private final Octets block;
  private final boolean littleEndian;

  private Tiff(Octets block, boolean littleEndian) {
    this.block = block;
    this.littleEndian = littleEndian;
  }

  /**
   * Opens a block.
   *
   * @throws IndexOutOfBoundsException if it is not a TIFF block
   */
  static Tiff of(Octets block) {
    boolean little = block.has(0, "II*\0");
    if (!little && !block.has(0, "MM\0*")) {
      throw new IndexOutOfBoundsException("no TIFF header");
    }
    return new Tiff(block, little);
  }

  /** The EXIF orientation, from 1 (upright) to 8; 1 if the block has none. */
  static int orientationOf(Octets block) {
    try {
      Tiff tiff = of(block);
      for (Entry entry : tiff.directory(tiff.firstDirectory()).entries()) {
        if (entry.tag == TAG_ORIENTATION && entry.type == 3 && entry.count == 1) {
          int orientation = tiff.u16(entry.valueAt);
          return orientation >= 1 && orientation <= 8 ? orientation : 1;
        }
      }
    } catch (IndexOutOfBoundsException malformed) {
      // Shown as stored.
    }
    return 1;
  }

  /** A block with the orientation only: 26 bytes. */
  static byte[] orientationOnly(int orientation) {
    byte[] block = new byte[26];
    byte[] header = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0};
    System.arraycopy(header, 0, block, 0, header.length);
    block[19] = (byte) orientation;
    return block;
  }

  /** All directories that can be reached, those with GPS data excepted. */
  List<Directory> directories() {
    List<Directory> found = new ArrayList<>();
    Deque<Long> pending = new ArrayDeque<>(List.of(firstDirectory()));
    Set<Long> seen = new HashSet<>();
    while (!pending.isEmpty()) {
      long at = pending.removeFirst();
      if (at == 0 || !seen.add(at)) {
        continue;
      }
      if (found.size() == DIRECTORIES_MAX) {
        throw new IndexOutOfBoundsException("too many directories");
      }
      Directory directory = directory(at);
      found.add(directory);
      directory.entries.forEach(entry -> addTargets(entry, pending));
      pending.add(u32(at + 2 + 12L * directory.entries.size()));
    }
    return found;
  }

  private void addTargets(Entry entry, Deque<Long> pending) {
    switch (entry.tag) {
      case TAG_EXIF_DIRECTORY, TAG_INTEROPERABILITY_DIRECTORY -> pending.add(u32(entry.at + 8));
      case TAG_SUB_DIRECTORIES -> {
        for (long i = 0; i < Math.min(entry.count, DIRECTORIES_MAX); i++) {
          pending.add(u32(entry.valueAt + 4 * i));
        }
      }
      default -> {}
    }
  }

  private long firstDirectory() {
    return u32(4);
  }

  boolean isLittleEndian() {
    return littleEndian;
  }

  /** The directory that begins there. */
  Directory directory(long at) {
    int count = u16(at);
    if (count > ENTRIES_MAX || at + 2 + 12L * count + 4 > block.size()) {
      throw new IndexOutOfBoundsException("a directory that ends outside");
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry((int) at + 2 + 12 * i));
    }
    return new Directory((int) at, entries);
  }

  private Entry entry(int at) {
    block.budget().take(ParsingBudget.STRUCTURE);
    int type = u16(at + 2);
    long count = u32(at + 4);
    long unit = type < UNIT_BYTES.length ? UNIT_BYTES[type] : 1;
    long bytes = unit * count;
    return new Entry(at, u16(at), type, count, bytes <= 4 ? at + 8 : u32(at + 8), bytes);
  }

  int u16(long at) {
    return littleEndian ? block.u16le(at) : block.u16(at);
  }

  long u32(long at) {
    return littleEndian ? block.u32le(at) : block.u32(at);
  }
}
