package org.bongsu.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes the GPS directory from an EXIF block, or from a TIFF file, without moving anything else.
 * Every range of bytes is cleaned once, however many entries point at it.
 */
final class ExifLocation {
  /** The bytes of a value. */
  private record Range(long at, long length) {}

  private final Octets block;
  private final Tiff tiff;
  private final Overwriting out;
  private final Set<Range> cleaned = new HashSet<>();

  /**
   * Cleans a block.
   *
   * @param block shows what was overwritten
   */
  private ExifLocation(Octets block, Overwriting out) {
    this.block = block;
    this.tiff = Tiff.of(block);
    this.out = out;
  }

  /**
   * The block without its location, of the same length. A block that can't be read, or that would
   * no longer be readable, is replaced by one that keeps the orientation alone.
   */
  static byte[] without(byte[] block, ParsingBudget budget) {
    budget.take(block.length);
    byte[] cleaned = block.clone();
    try {
      Overwriting inMemory =
          (at, with) -> System.arraycopy(with, 0, cleaned, Math.toIntExact(at), with.length);
      ExifLocation exif = new ExifLocation(Octets.of(cleaned, budget), inMemory);
      return exif.clean() ? cleaned : dropped(block, budget);
    } catch (IndexOutOfBoundsException malformed) {
      return dropped(block, budget);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
  }

  /** Nothing but the orientation, as far as there is room for it; the rest is zero. */
  static byte[] dropped(byte[] block, ParsingBudget budget) {
    byte[] minimal = Tiff.orientationOnly(Tiff.orientationOf(Octets.of(block, budget)));
    return minimal.length <= block.length
        ? Arrays.copyOf(minimal, block.length)
        : new byte[block.length];
  }

  /**
   * Cleans a TIFF or DNG in place, and the JPEG previews in it.
   *
   * @throws LocationNotRemovable if its directories can't be read: they also hold the picture, so
   *     they can't be dropped
   */
  static void stripFile(Octets file, Overwriting out) throws IOException {
    ExifLocation exif = new ExifLocation(file, out);
    if (!exif.clean()) {
      throw new LocationNotRemovable("its directories overlap");
    }
    for (Tiff.Directory directory : exif.tiff.directories()) {
      exif.cleanPreview(directory, Tiff.TAG_JPEG_OFFSET, Tiff.TAG_JPEG_BYTES);
      exif.cleanPreview(directory, Tiff.TAG_STRIP_OFFSETS, Tiff.TAG_STRIP_BYTES);
    }
  }

  private void cleanPreview(Tiff.Directory directory, int offsetTag, int lengthTag)
      throws IOException {
    long at = directory.entry(offsetTag).map(this::number).orElse(-1L);
    long length = directory.entry(lengthTag).map(this::number).orElse(-1L);
    if (length > 0 && block.has(at, "\u00ff\u00d8\u00ff")) {
      long inside = Math.min(length, block.size() - at);
      JpegLocation.strip(block.part(at, inside), out.from(at));
    }
  }

  /** A value that is one number; -1 for anything else. */
  private long number(Tiff.Entry entry) {
    return entry.count() != 1
        ? -1
        : entry.type() == 3 ? tiff.u16(entry.valueAt()) : tiff.u32(entry.valueAt());
  }

  /** Whether the block is as readable as before, and has no location. */
  private boolean clean() throws IOException {
    int orientation = Tiff.orientationOf(block);
    List<Tiff.Directory> directories = tiff.directories();
    for (Tiff.Directory directory : directories) {
      clean(directory);
    }
    List<Tiff.Directory> after = tiff.directories();
    return after.size() == directories.size()
        && Tiff.orientationOf(block) == orientation
        && after.stream().allMatch(one -> one.entry(Tiff.TAG_GPS_DIRECTORY).isEmpty());
  }

  private void clean(Tiff.Directory directory) throws IOException {
    List<Tiff.Entry> kept = new ArrayList<>();
    for (Tiff.Entry entry : directory.entries()) {
      switch (entry.tag()) {
        case Tiff.TAG_GPS_DIRECTORY -> erase(tiff.directory(tiff.u32(entry.at() + 8)));
        case Tiff.TAG_XMP -> {
          cleanOnce(entry, XmpLocation::without);
          kept.add(entry);
        }
        case Tiff.TAG_IPTC -> {
          cleanOnce(entry, IptcLocation::withoutInRecords);
          kept.add(entry);
        }
        default -> kept.add(entry);
      }
    }
    if (kept.size() < directory.entries().size()) {
      rewrite(directory, kept);
    }
  }

  /** What removes locations from a value and keeps its length. */
  private interface Cleaning {
    byte[] without(byte[] value, ParsingBudget budget);
  }

  private void cleanOnce(Tiff.Entry entry, Cleaning cleaning) throws IOException {
    if (!isFirst(entry)) {
      return;
    }
    if (entry.valueBytes() > LocationStripper.METADATA_BYTES_MAX) {
      out.fill(entry.valueAt(), entry.valueBytes(), ' ');
      return;
    }
    byte[] value = block.copy(entry.valueAt(), (int) entry.valueBytes());
    out.overwrite(entry.valueAt(), cleaning.without(value, block.budget()));
  }

  private boolean isFirst(Tiff.Entry entry) {
    Range range = new Range(entry.valueAt(), entry.valueBytes());
    if (range.at > block.size() || range.length > block.size() - range.at) {
      throw new IndexOutOfBoundsException("a value that lies outside");
    }
    boolean first = cleaned.add(range);
    if (first) {
      block.budget().take(range.length);
    }
    return first;
  }

  /** The remaining entries move up; the values they point to do not move. */
  private void rewrite(Tiff.Directory directory, List<Tiff.Entry> kept) throws IOException {
    byte[] old = block.copy(directory.at(), directory.bytes());
    byte[] rewritten = new byte[old.length];
    rewritten[tiff.isLittleEndian() ? 0 : 1] = (byte) kept.size();
    rewritten[tiff.isLittleEndian() ? 1 : 0] = (byte) (kept.size() >> 8);
    int at = 2;
    for (Tiff.Entry entry : kept) {
      System.arraycopy(old, entry.at() - directory.at(), rewritten, at, 12);
      at += 12;
    }
    System.arraycopy(old, old.length - 4, rewritten, at, 4);
    out.overwrite(directory.at(), rewritten);
  }

  private void erase(Tiff.Directory directory) throws IOException {
    for (Tiff.Entry entry : directory.entries()) {
      if (isFirst(entry)) {
        out.fill(entry.valueAt(), entry.valueBytes(), '\0');
      }
    }
    out.fill(directory.at(), directory.bytes(), '\0');
  }
}
