package org.bongsu.media;

import java.io.IOException;
import java.util.Set;

/** Strips locations from what programs add to a GIF (application extensions). */
final class GifLocation {
  private static final int EXTENSION = 0x21;
  private static final int APPLICATION = 0xff;
  private static final int IMAGE = 0x2c;

  /** An application's name and code. */
  private static final int NAME_BYTES = 11;

  private static final String XMP = "XMP DataXMP";

  /** Photoshop's resources and IPTC records, as ImageMagick stores them. */
  private static final Set<String> RESOURCES = Set.of("MGK8BIM0000", "MGKIPTC0000");

  /**
   * A packet is not cut into blocks. Behind it are 258 bytes (1, 255, 254 ... 0, 0), which lead a
   * reader of blocks to its end from wherever it arrives.
   */
  private static final int XMP_TRAILER_BYTES = 258;

  private final Octets bytes;
  private final Overwriting out;

  private GifLocation(Octets bytes, Overwriting out) {
    this.bytes = bytes;
    this.out = out;
  }

  static void strip(Octets bytes, Overwriting out) throws IOException {
    new GifLocation(bytes, out).run();
  }

  private void run() throws IOException {
    long at = 13 + colorTableBytes(bytes.u8(10));
    while (at < bytes.size()) {
      int introducer = bytes.u8(at);
      if (introducer == EXTENSION) {
        at = extension(at);
      } else if (introducer == IMAGE) {
        at = ImageHeaders.skipBlocks(bytes, at + 11 + colorTableBytes(bytes.u8(at + 9)));
      } else {
        return;
      }
    }
  }

  private static long colorTableBytes(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
  }

  /** Returns where it ends. */
  private long extension(long at) throws IOException {
    long blocks = at + 2;
    long end = ImageHeaders.skipBlocks(bytes, blocks);
    boolean named = bytes.u8(at + 1) == APPLICATION && bytes.u8(blocks) == NAME_BYTES;
    if (named) {
      String name = bytes.latin(blocks + 1, NAME_BYTES);
      long body = blocks + 1 + NAME_BYTES;
      if (name.equals(XMP)) {
        packet(body, end);
      } else if (RESOURCES.contains(name)) {
        blankBlocks(body);
      }
    }
    return end;
  }

  private void packet(long at, long end) throws IOException {
    long length = end - XMP_TRAILER_BYTES - at;
    boolean whole = length >= 0 && bytes.u8(at + length) == 1 && bytes.u8(at + length + 1) == 0xff;
    if (!whole || length > LocationStripper.METADATA_BYTES_MAX) {
      blankBlocks(at);
      return;
    }
    out.overwrite(at, XmpLocation.without(bytes.copy(at, (int) length), bytes.budget()));
  }

  /** Blanks the content of blocks and keeps their lengths. */
  private void blankBlocks(long from) throws IOException {
    long at = from;
    for (int length; (length = bytes.u8(at)) != 0; at += 1 + length) {
      out.fill(at + 1, length, ' ');
    }
  }
}
