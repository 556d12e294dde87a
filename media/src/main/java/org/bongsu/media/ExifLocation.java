package org.bongsu.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Removes the GPS directory from an EXIF block without moving anything else in it. */
final class ExifLocation {
  private ExifLocation() {}

  /**
   * The block without its location, of the same length. A block that can't be read, or that would
   * no longer be readable, is replaced by one that keeps the orientation alone.
   */
  static byte[] without(byte[] block) {
    try {
      byte[] cleaned = block.clone();
      Tiff before = Tiff.of(block);
      List<Tiff.Directory> directories = before.directories();
      for (Tiff.Directory directory : directories) {
        clean(directory, before, cleaned);
      }
      return isSound(cleaned, block, directories.size()) ? cleaned : dropped(block);
    } catch (IndexOutOfBoundsException malformed) {
      return dropped(block);
    }
  }

  /** Nothing but the orientation, as far as there is room for it; the rest is zero. */
  static byte[] dropped(byte[] block) {
    byte[] minimal = Tiff.orientationOnly(Tiff.orientationOf(block));
    return minimal.length <= block.length
        ? Arrays.copyOf(minimal, block.length)
        : new byte[block.length];
  }

  private static boolean isSound(byte[] cleaned, byte[] before, int directories) {
    List<Tiff.Directory> after = Tiff.of(cleaned).directories();
    return after.size() == directories
        && Tiff.orientationOf(cleaned) == Tiff.orientationOf(before)
        && after.stream()
            .flatMap(directory -> directory.entries().stream())
            .noneMatch(entry -> entry.tag() == Tiff.TAG_GPS_DIRECTORY);
  }

  private static void clean(Tiff.Directory directory, Tiff tiff, byte[] block) {
    List<Tiff.Entry> kept = new ArrayList<>();
    for (Tiff.Entry entry : directory.entries()) {
      switch (entry.tag()) {
        case Tiff.TAG_GPS_DIRECTORY -> erase(tiff.directory(tiff.u32(entry.at() + 8)), block);
        case Tiff.TAG_XMP -> {
          replace(entry, XmpLocation.without(value(entry, block)), block);
          kept.add(entry);
        }
        case Tiff.TAG_IPTC -> {
          replace(entry, IptcLocation.withoutInRecords(value(entry, block)), block);
          kept.add(entry);
        }
        default -> kept.add(entry);
      }
    }
    if (kept.size() < directory.entries().size()) {
      rewrite(directory, kept, block);
    }
  }

  /** The remaining entries move up; the values they point to do not move. */
  private static void rewrite(Tiff.Directory directory, List<Tiff.Entry> kept, byte[] block) {
    byte[] old = Arrays.copyOfRange(block, directory.at(), directory.at() + directory.bytes());
    byte[] rewritten = new byte[old.length];
    boolean littleEndian = block[0] == 'I';
    rewritten[littleEndian ? 0 : 1] = (byte) kept.size();
    rewritten[littleEndian ? 1 : 0] = (byte) (kept.size() >> 8);
    int at = 2;
    for (Tiff.Entry entry : kept) {
      System.arraycopy(old, entry.at() - directory.at(), rewritten, at, 12);
      at += 12;
    }
    System.arraycopy(old, old.length - 4, rewritten, at, 4);
    System.arraycopy(rewritten, 0, block, directory.at(), rewritten.length);
  }

  private static void erase(Tiff.Directory directory, byte[] block) {
    for (Tiff.Entry entry : directory.entries()) {
      fill(block, entry.valueAt(), entry.valueBytes());
    }
    fill(block, directory.at(), directory.bytes());
  }

  private static void fill(byte[] block, long at, long length) {
    requireInside(block, at, length);
    Arrays.fill(block, (int) at, (int) (at + length), (byte) 0);
  }

  private static byte[] value(Tiff.Entry entry, byte[] block) {
    requireInside(block, entry.valueAt(), entry.valueBytes());
    int at = (int) entry.valueAt();
    return Arrays.copyOfRange(block, at, at + (int) entry.valueBytes());
  }

  private static void replace(Tiff.Entry entry, byte[] value, byte[] block) {
    System.arraycopy(value, 0, block, (int) entry.valueAt(), value.length);
  }

  private static void requireInside(byte[] block, long at, long length) {
    if (at > block.length || length > block.length - at) {
      throw new IndexOutOfBoundsException("a value that lies outside");
    }
  }
}
