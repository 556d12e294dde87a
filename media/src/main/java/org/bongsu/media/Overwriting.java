package org.bongsu.media;

import java.io.IOException;
import java.util.Arrays;

/** Overwrites a part of the content, without moving anything. */
@FunctionalInterface
interface Overwriting {
  /** Long parts are overwritten in pieces of this size. */
  int PIECE_BYTES = 1 << 16;

  void overwrite(long at, byte[] bytes) throws IOException;

  /** Fills a part of any length with one value. */
  default void fill(long at, long length, char with) throws IOException {
    for (long done = 0; done < length; done += PIECE_BYTES) {
      byte[] piece = new byte[(int) Math.min(PIECE_BYTES, length - done)];
      Arrays.fill(piece, (byte) with);
      overwrite(at + done, piece);
    }
  }

  /** The same content, seen from a part of it that begins there. */
  default Overwriting from(long base) {
    return (at, bytes) -> overwrite(base + at, bytes);
  }
}
