package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Metadata that is made to cost as much work as possible, for tests. */
public final class Bombs {
  private static final int MEGABYTE = 1 << 20;
  private static final String PACKET = "<x exif:GPSLatitude=\"37,24.072N\"/>";

  private Bombs() {}

  /** A PNG with 4,096 packets of XMP, of a megabyte each, that lie on each other. */
  public static byte[] overlappingXmp() {
    return png(Pictures.pngChunk("eXIf", directory(Tiff.TAG_XMP, 4096, 1)));
  }

  /**
   * A directory whose entries have one tag and point into the same megabyte.
   *
   * @param shift how many bytes each entry's value begins after the one of the entry before
   */
  static byte[] directory(int tag, int entries, int shift) {
    int at = 8 + 2 + 12 * entries + 4;
    byte[] value =
        Arrays.copyOf(PACKET.repeat(MEGABYTE / PACKET.length()).getBytes(UTF_8), MEGABYTE);
    ByteBuffer block = ByteBuffer.allocate(at + MEGABYTE);
    block.put("MM\0*".getBytes(ISO_8859_1)).putInt(8).putShort((short) entries);
    for (int i = 0; i < entries; i++) {
      block.putShort((short) tag).putShort((short) 7).putInt(MEGABYTE - i * shift);
      block.putInt(at + i * shift);
    }
    return block.putInt(0).put(value).array();
  }

  /** A picture with these chunks after its header. */
  static byte[] png(byte[]... chunks) {
    byte[] photo = Pictures.encode(Pictures.quarters(6, 4), "png");
    for (int i = chunks.length - 1; i >= 0; i--) {
      photo = Pictures.insert(photo, 33, chunks[i]);
    }
    return photo;
  }
}
