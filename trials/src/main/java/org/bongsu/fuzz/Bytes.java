package org.bongsu.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Puts bytes together. */
final class Bytes {
  private Bytes() {}

  /** The same bytes, but with this text (one byte for each character) at this place. */
  static byte[] with(byte[] bytes, int at, String text) {
    byte[] changed = Arrays.copyOf(bytes, Math.max(bytes.length, at + text.length()));
    byte[] inserted = of(text);
    System.arraycopy(inserted, 0, changed, at, inserted.length);
    return changed;
  }

  /** One byte for each character. */
  static byte[] of(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static byte[] ofInt(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  static byte[] ofShort(int number) {
    return ByteBuffer.allocate(2).putShort((short) number).array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
