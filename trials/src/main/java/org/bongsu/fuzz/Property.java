package org.bongsu.fuzz;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Supplier;

/** States what must hold for every input. */
final class Property {
  private Property() {}

  /** A property does not hold for an input. */
  static final class Broken extends RuntimeException {
    Broken(String message) {
      super(message);
    }
  }

  static void holds(boolean condition, String what) {
    if (!condition) {
      throw new Broken(what);
    }
  }

  static void holds(boolean condition, Supplier<String> what) {
    if (!condition) {
      throw new Broken(what.get());
    }
  }

  static void same(Object expected, Object actual, String what) {
    holds(
        Objects.equals(expected, actual),
        () -> "%s: expected %s, but is %s".formatted(what, expected, actual));
  }

  static void same(byte[] expected, byte[] actual, String what) {
    int at = Arrays.mismatch(expected, actual);
    holds(
        at < 0,
        () ->
            "%s: differs at byte %d: expected %s, but is %s"
                .formatted(what, at, around(expected, at), around(actual, at)));
  }

  private static String around(byte[] bytes, int at) {
    int from = Math.min(bytes.length, Math.max(0, at - 8));
    return HexFormat.of().formatHex(bytes, from, Math.min(bytes.length, at + 8));
  }
}
