package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Boxes of the ISO base media file format, for tests. */
final class Boxes {
  private Boxes() {}

  static byte[] box(String type, byte[]... parts) {
    int length = 8;
    for (byte[] part : parts) {
      length += part.length;
    }
    int size = length;
    return Pictures.numbers(out -> {
      out.writeInt(size);
      out.write(type.getBytes(ISO_8859_1));
      for (byte[] part : parts) {
        out.write(part);
      }
    });
  }

  /** A box with a version and flags, which are 0. */
  static byte[] fullBox(String type, byte[]... parts) {
    byte[][] all = new byte[parts.length + 1][];
    all[0] = new byte[4];
    System.arraycopy(parts, 0, all, 1, parts.length);
    return box(type, all);
  }
}
