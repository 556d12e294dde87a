package org.bongsu.id;

import java.nio.charset.StandardCharsets;

/** The check common to all identifiers: a sigil, at most 255 bytes, no control characters. */
final class Identifiers {
  /** Specification, appendices: common identifier format. */
  private static final int BYTES_MAX = 255;

  private static final int BYTES_OF_A_CHAR_MAX = 3;

  private Identifiers() {}

  static void require(String value, String sigil, String what) {
    if (!value.startsWith(sigil) || value.length() <= sigil.length()) {
      throw new IllegalArgumentException(
          sigil.isEmpty() ? "a " + what + " is not empty" : "a " + what + " starts with " + sigil);
    }
    boolean mayBeLong = value.length() > BYTES_MAX / BYTES_OF_A_CHAR_MAX;
    if (mayBeLong && value.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      throw new IllegalArgumentException("a " + what + " has at most " + BYTES_MAX + " bytes");
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < 0x20 || value.charAt(i) == 0x7f) {
        throw new IllegalArgumentException("a " + what + " has no control characters");
      }
    }
  }
}
